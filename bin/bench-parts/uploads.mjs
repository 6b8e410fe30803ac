import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import { clearInterval, setInterval } from 'node:timers';
import { signIn } from './client.mjs';
import { exchange, pieces } from './pieces.mjs';
import { cpuOfTree, load, median, memoryOf, start } from './processes.mjs';

const number = (name, usual) => Number(process.env[name] ?? usual);
/** All bounded, so that a run fits the time there is: BENCH_UPLOAD_MIB=1024 BENCH_KILLS=500 bin/bench uploads. */
const bounds = {
  rounds: number('BENCH_ROUNDS', 3),
  mib: number('BENCH_UPLOAD_MIB', 512),
  atOnceMib: number('BENCH_AT_ONCE_MIB', 256),
  kills: number('BENCH_KILLS', 40),
  cuts: number('BENCH_CUTS', 200),
};
const mib = 1024 ** 2;
const piece = 16 * mib;
const chunk = 64 * 1024;
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function rawRound(raw, bytes, body) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const [cpu, begun] = [cpuOfTree(raw.pid), performance.now()];
  for (let at = 0; at < bytes; at += piece)
    await exchange(agent, raw.url, {
      method: 'PUT',
      body: body.subarray(0, Math.min(piece, bytes - at)),
      headers: at === 0 ? { 'x-first': '1' } : {},
    });
  const seconds = (performance.now() - begun) / 1000;
  agent.destroy();
  return { seconds, cpu: cpuOfTree(raw.pid) - cpu };
}

async function productRound(product, client, meetingId, bytes, body) {
  const at = await client.begin(meetingId, bytes);
  const [cpu, begun] = [cpuOfTree(product.pid), performance.now()];
  for (let offset = 0; offset < bytes;) {
    const answer = await client.patch(at, offset, body.subarray(0, Math.min(piece, bytes - offset)));
    if (answer?.status !== 204) throw new Error(`a piece answered ${answer?.status}: ${answer?.text}`);
    offset = Number(answer.headers['upload-offset']);
  }
  const seconds = (performance.now() - begun) / 1000;
  const used = cpuOfTree(product.pid) - cpu;
  const whole = createHash('sha256');
  for (let offset = 0; offset < bytes; offset += piece) whole.update(body.subarray(0, Math.min(piece, bytes - offset)));
  const told = await client.standing(at);
  if (told.kept !== bytes || told.sha256 !== whole.digest('hex')) throw new Error('the kept film is not what was sent');
  await client.discard(at);
  return { seconds, cpu: used };
}

async function speed(product, dataDir, people, meetings) {
  const bytes = bounds.mib * mib;
  const body = randomBytes(piece);
  const raw = await start(['bin/bench-parts/raw-pipe.mjs', dataDir]);
  const [bare, ours] = [[], []];
  // Both are slower the first time they run.
  for (let round = 0; round <= bounds.rounds; round += 1) {
    const once = [await rawRound(raw, bytes, body), await productRound(product, people[0], meetings[0], bytes, body)];
    if (round === 0) continue;
    bare.push(once[0]);
    ours.push(once[1]);
  }
  await raw.stop();
  const rate = (rounds) => bounds.mib / median(rounds.map(({ seconds }) => seconds));
  const cpu = (rounds) => median(rounds.map((one) => one.cpu));
  console.log(
    `\nUploads of ${bounds.mib} MiB in 16 MiB pieces, ${bounds.rounds} rounds interleaved after one warm-up, medians; load ${load()}`,
  );
  console.log(
    `U1/U3 signed in, asked, encrypted, hashed, on disk before the answer: ${rate(ours).toFixed(0)} MiB/s; raw pipe ${rate(bare).toFixed(0)} = ${(rate(ours) / rate(bare)).toFixed(2)} x`,
  );
  console.log(
    `U2 CPU of the server: ${cpu(ours).toFixed(2)} s; raw pipe ${cpu(bare).toFixed(2)} s = ${(cpu(ours) / cpu(bare)).toFixed(2)} x`,
  );
}

async function atOnce(product, people, meetings) {
  const bytes = bounds.atOnceMib * mib;
  const body = randomBytes(piece);
  const before = memoryOf(product.pid).now;
  let highest = before;
  const looking = setInterval(() => (highest = Math.max(highest, memoryOf(product.pid).now)), 50);
  const ups = await Promise.all(meetings.map((meetingId, index) => people[index].begin(meetingId, bytes)));
  await Promise.all(
    ups.map(async (at, index) => {
      for (let offset = 0; offset < bytes;) {
        const answer = await people[index].patch(at, offset, body.subarray(0, Math.min(piece, bytes - offset)));
        if (answer?.status !== 204) throw new Error(`a piece answered ${answer?.status}: ${answer?.text}`);
        offset = Number(answer.headers['upload-offset']);
      }
    }),
  );
  clearInterval(looking);
  await Promise.all(ups.map((at, index) => people[index].discard(at)));
  console.log(
    `U4 ${ups.length} uploads of ${bounds.atOnceMib} MiB at once: memory ${before} → at most ${highest} MiB, added ${highest - before} MiB`,
  );
}

/** Each turn: one piece that is cut at a random byte, then one that is sent twice at once. */
async function cutAndDoubled(client, meetingId) {
  const film = randomBytes(bounds.cuts * chunk + 12_345);
  const at = await client.begin(meetingId, film.length);
  let [acknowledged, lost, wrong] = [0, 0, 0];
  for (let turn = 0; turn < bounds.cuts; turn += 1) {
    const body = film.subarray(acknowledged, Math.min(film.length, acknowledged + Math.floor(Math.random() * 2 * chunk)));
    await client.cut(at, acknowledged, body, Math.floor(Math.random() * body.length));
    const kept = await client.offset(at);
    if (!(kept >= acknowledged)) lost += 1;
    const next = film.subarray(kept, Math.min(film.length, kept + chunk + Math.floor(Math.random() * chunk)));
    const both = await Promise.all([client.patch(at, kept, next), client.twin.patch(at, kept, next)]);
    const told = both.filter((answer) => answer?.status === 204).map(({ headers }) => Number(headers['upload-offset']));
    if (both.some((answer) => ![204, 409, 413].includes(answer?.status))) wrong += 1;
    acknowledged = Math.max(kept, ...told);
    if ((await client.offset(at)) < acknowledged) lost += 1;
    if (acknowledged === film.length) break;
  }
  for (let offset = await client.offset(at); offset < film.length; offset = await client.offset(at))
    await client.patch(at, offset, film.subarray(offset));
  const same = (await client.standing(at)).sha256 === sha256(film);
  await client.discard(at);
  console.log(
    `${bounds.cuts} cut and ${bounds.cuts} doubled pieces: ${lost} offsets lost, ${wrong} answered wrong, final SHA-256 ${same ? 'right' : 'WRONG'}`,
  );
  return lost === 0 && wrong === 0 && same;
}

/** Kills the server with SIGKILL at random moments while a film is sent, and goes on with the next one. */
async function kills(open, people, meetings) {
  let [done, lost, finished, right] = [0, 0, 0, 0];
  let server = await open();
  const begun = performance.now();
  while (done < bounds.kills) {
    // Turn by turn, so that nobody begins more than thirty in a day.
    const turn = finished % people.length;
    let client = await pieces(server.url, people[turn]);
    const film = randomBytes(48 * mib + Math.floor(Math.random() * mib));
    const at = await client.begin(meetings[turn], film.length);
    let acknowledged = 0;
    while (acknowledged < film.length) {
      const dies = done < bounds.kills;
      const death = dies ? pause(Math.random() * 120).then(() => process.kill(server.pid, 'SIGKILL')) : null;
      for (;;) {
        const size = Math.floor(chunk + Math.random() * 4 * mib);
        const answer = await client.patch(at, acknowledged, film.subarray(acknowledged, acknowledged + size));
        if (answer?.status !== 204) break;
        acknowledged = Number(answer.headers['upload-offset']);
        if (acknowledged === film.length) break;
      }
      if (!death) break;
      await death;
      done += 1;
      client.close();
      server = await open();
      client = await pieces(server.url, people[turn]);
      const kept = await client.offset(at);
      if (!(kept >= acknowledged)) lost += 1;
      acknowledged = kept;
    }
    finished += 1;
    if ((await client.standing(at)).sha256 === sha256(film)) right += 1;
    await client.discard(at);
    client.close();
  }
  await server.stop();
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(
    `U5 ${done} times kill -9 while films were sent, ${seconds} s: ${lost} acknowledged offsets lost, ${right} of ${finished} final SHA-256 right`,
  );
  return lost === 0 && right === finished;
}

/** A client whose pieces can be cut, with a twin on a line of its own. */
async function cuttable(url, person) {
  const [client, twin] = [await pieces(url, person), await pieces(url, person)];
  const token = await person.token();
  const cut = (at, offset, body, after) =>
    new Promise((resolve) => {
      const headers = {
        cookie: person.cookie(),
        origin: new URL(url).origin,
        'tus-resumable': '1.0.0',
        'x-csrf-token': token,
        'upload-offset': offset,
        'content-type': 'application/offset+octet-stream',
        'content-length': body.length,
      };
      const request = http.request(url + at, { method: 'PATCH', headers });
      request.on('error', resolve).on('response', resolve).on('close', resolve);
      request.write(body.subarray(0, after), () => setTimeout(() => request.destroy(), Math.random() * 10));
    });
  return { ...client, twin, cut };
}

/**
 * Uploads against a bare pipe in the same run, memory of ten at once, cut and doubled pieces, and kill -9 of the server.
 * `readyMeeting` makes a meeting where everyone has said yes. False when a promise was broken.
 */
export async function benchUploads(product, dataDir, { subjects, secret, readyMeeting }) {
  const [signedIn, people, meetings] = [[], [], []];
  for (let index = 0; index < 10; index += 1) {
    const person = await signIn(product.url, subjects[index % subjects.length], secret);
    signedIn.push(person);
    people.push(index === 0 ? await cuttable(product.url, person) : await pieces(product.url, person));
    meetings.push(await readyMeeting(person));
  }
  await speed(product, dataDir, people, meetings);
  await atOnce(product, people, meetings);
  const whole = await cutAndDoubled(people[0], meetings[0]);
  for (const person of people) person.close();
  const { port } = new URL(product.url);
  await product.stop();
  const open = () => start(['dist/src/server.js'], { DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'error', ORIGIN: '', WORKER: 'outside' });
  const survived = await kills(open, signedIn, meetings);
  return whole && survived;
}
