import autocannon from 'autocannon';
import { cpuOfTree } from './processes.mjs';

export const clients = 10;

const share = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)];

/** Ten clients that ask again as soon as they are answered: CPU of the server's process tree for each request, and how long answers took. */
export async function askedByTen(server, address, cookie, amount) {
  const before = cpuOfTree(server.pid);
  const times = [];
  const result = await new Promise((resolve, reject) => {
    const options = { url: server.url + address, connections: clients, amount, headers: cookie ? { cookie } : {} };
    const going = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)));
    going.on('response', (_client, _status, _bytes, ms) => times.push(ms));
  });
  if (result.non2xx > 0) throw new Error(`${address}: ${result.non2xx} answers were not 2xx`);
  times.sort((a, b) => a - b);
  const [p95, p975] = [0.95, 0.975].map((part) => Math.round(share(times, part)));
  return { cpuMs: ((cpuOfTree(server.pid) - before) * 1000) / amount, p95, p975 };
}
