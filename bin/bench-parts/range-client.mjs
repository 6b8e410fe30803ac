// Players that ask for random ranges, each for the next as soon as it has the last. A process of its own, on bare sockets, so that what is
// measured is the server. Prints one line of JSON.
import { connect } from 'node:net';

const { url, path, cookie, size, bytes, players, ms } = JSON.parse(process.argv[2]);
const { hostname, port } = new URL(url);
const ends = performance.now() + ms;
const waits = [];

/** Headers and body of one answer go by in one buffer that is used again and again. */
const play = () =>
  new Promise((resolve, reject) => {
    let [left, head, asked] = [0, '', 0];
    const ask = () => {
      const start = Math.floor(Math.random() * (size - bytes));
      [left, head, asked] = [bytes, '', performance.now()];
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n${cookie ? `Cookie: ${cookie}\r\n` : ''}Range: bytes=${start}-${start + bytes - 1}\r\n\r\n`,
      );
    };
    const take = (count, buffer) => {
      let body = count;
      if (head !== null) {
        head += buffer.latin1Slice(0, count);
        const end = head.indexOf('\r\n\r\n');
        if (end < 0) return true;
        if (!head.startsWith('HTTP/1.1 206')) return void reject(new Error(head.slice(0, 60)));
        body = head.length - end - 4;
        head = null;
      }
      left -= body;
      if (left > 0) return true;
      waits.push(performance.now() - asked);
      if (performance.now() < ends) ask();
      else socket.destroy();
      return true;
    };
    const socket = connect({ host: hostname, port: Number(port), onread: { buffer: Buffer.allocUnsafe(1 << 18), callback: take } }, ask);
    socket.on('error', reject).on('close', resolve);
  });

const [begun, cpu] = [performance.now(), process.cpuUsage()];
await Promise.all(Array.from({ length: players }, play));
const seconds = (performance.now() - begun) / 1000;
const used = process.cpuUsage(cpu);
waits.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    ...{ rate: waits.length / seconds, p95: waits[Math.floor(waits.length * 0.95)] },
    busy: (used.user + used.system) / 1e6 / seconds,
  }),
);
