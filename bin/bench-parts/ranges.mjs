// Byte ranges of a sealed film, signed in and asked for every time, beside nginx on the same bytes and beside the product without sealing.
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { keyBeside } from '../../dist/src/features/recordings/film-keys.js';
import { openMedia } from '../../dist/src/media/index.js';
import { filmKeysOf } from '../../dist/src/store/data-key.js';
import { send, signIn } from './client.mjs';
import { load, median, start } from './processes.mjs';
import { openBenchDatabase } from './world.mjs';

const run = promisify(execFile);
const mib = 1024 ** 2;
const size = Number(process.env.BENCH_RANGE_MIB ?? 512) * mib;
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const ms = Number(process.env.BENCH_RANGE_MS ?? 2_000);
const pause = (wait) => new Promise((done) => setTimeout(done, wait));

async function makeFile(file) {
  const handle = await open(file, 'w');
  for (let at = 0; at < size; at += 16 * mib) await handle.write(randomBytes(16 * mib));
  await handle.close();
}

/** Seals it as the film of the recording. */
async function asFilmOf(dataDir, recordingId, file) {
  const db = await openBenchDatabase(dataDir);
  const media = await openMedia({ dataDir, filmKeys: filmKeysOf(db) });
  const { key: before } = await db.row('SELECT playable_key AS "key" FROM recording WHERE id = $1', [recordingId]);
  const key = keyBeside(before);
  await media.blobs.put(key, createReadStream(file, { highWaterMark: mib }));
  await db.write((tx) => tx.run('UPDATE recording SET playable_key = $2 WHERE id = $1', [recordingId, key]));
  await db.close();
}

async function findNginx() {
  if (process.env.NGINX) return process.env.NGINX;
  for (const folder of [...(process.env.PATH ?? '').split(':'), '/usr/sbin']) {
    const program = path.join(folder, 'nginx');
    if (
      await access(program).then(
        () => true,
        () => false,
      )
    )
      return program;
  }
  return null;
}

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** nginx with a configuration and a folder of its own: one worker, sendfile, nothing written. */
async function startNginx(program, dataDir, file) {
  const [folder, port] = [path.join(dataDir, 'bench-nginx'), await freePort()];
  await mkdir(folder);
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ');
  const lines = [
    process.getuid() === 0 ? 'user root;' : '',
    `worker_processes 1; daemon off; pid ${folder}/pid; error_log stderr error; events { worker_connections 1024; }`,
    `http { access_log off; sendfile on; tcp_nopush off; keepalive_requests 1000000000; ${kept}`,
    `server { listen 127.0.0.1:${port}; location = /film { alias ${file}; default_type video/mp4; } } }`,
  ];
  await writeFile(path.join(folder, 'conf'), lines.join('\n'));
  const child = spawn(program, ['-p', folder, '-c', path.join(folder, 'conf')], {
    stdio: 'inherit',
    // nginx takes a variable of this name for sockets it was handed.
    env: { ...process.env, NGINX: undefined },
  });
  const url = `http://127.0.0.1:${port}`;
  for (let left = 100; ; left -= 1) {
    const answer = await send(`${url}/film`, { headers: { range: 'bytes=0-0' } }).catch(() => null);
    if (answer?.status === 206) break;
    if (left === 0) throw new Error('nginx did not start');
    await pause(50);
  }
  return { url, path: '/film', name: 'nginx', stop: () => new Promise((done) => child.once('exit', done) && child.kill()) };
}

async function startReference(dataDir, file) {
  const program = await findNginx();
  if (program) return startNginx(program, dataDir, file);
  console.log(
    '\nThere is no nginx here (NGINX names it): the reference is a plain Node server that reads the same file with createReadStream.',
  );
  return { ...(await start(['bin/bench-parts/bare-ranges.mjs', file])), path: '/film', name: 'plain Node server' };
}

async function measure(server, cookie, players, bytes) {
  const asked = { url: server.url, path: server.path, cookie: server.asks ? cookie : '', size, players, bytes, ms };
  return JSON.parse((await run(process.execPath, ['bin/bench-parts/range-client.mjs', JSON.stringify(asked)])).stdout);
}

const middle = (all, what) => median(all.map((one) => one[what]));

function tell(label, kind, [reference, open, ours], results) {
  const [a, b, c] = [ours, open, reference].map((server) => results.get(server));
  const unit =
    kind === 'mib' ? (all) => `${middle(all, 'rate').toFixed(0)} MiB/s` : (all) => `${middle(all, 'rate').toFixed(0)} requests/s`;
  const x = (one, other) => (middle(one, 'rate') / middle(other, 'rate')).toFixed(2);
  console.log(
    `${label}: ${unit(a)}; ${reference.name} ${unit(c)} = ${x(a, c)} x; product without sealing ${unit(b)} = R3 ${x(a, b)} x; p95 ${middle(a, 'p95').toFixed(1)} ms against ${middle(c, 'p95').toFixed(1)} = ${(middle(a, 'p95') / middle(c, 'p95')).toFixed(2)} x; client busy ${[a, b, c].map((all) => middle(all, 'busy').toFixed(2)).join(' / ')} of a processor`,
  );
  return { throughput: Number(x(a, c)), sealing: Number(x(a, b)), p95: middle(a, 'p95') / middle(c, 'p95') };
}

/** Goals R1 to R4. False when one that must be reached is not; goals beside nginx are only judged beside nginx. */
export async function benchRanges(product, dataDir, { recordingId, subject, secret }) {
  const file = path.join(dataDir, 'bench-ranges');
  await makeFile(file);
  await asFilmOf(dataDir, recordingId, file);
  const person = await signIn(product.url, subject, secret);
  const reference = await startReference(dataDir, file);
  const at = `/recordings/${recordingId}/film`;
  const ours = { url: product.url, path: at, asks: true };
  const open = { ...(await start(['bin/bench-parts/unsealed-product.mjs', dataDir, file])), path: at, asks: true };
  const servers = [reference, open, ours];
  // What is asked for first is slow everywhere: code that was never run, a file not yet in memory.
  for (const server of servers) for (const bytes of [65_536, mib]) await measure(server, person.cookie(), 10, bytes);
  console.log(`\nRandom ranges of ${size / mib} MiB, ${rounds} rounds of ${ms} ms interleaved, medians; load ${load()}`);
  const found = {};
  for (const [bytes, kind] of [
    [mib, 'mib'],
    [65_536, 'requests'],
  ])
    for (const players of [10, 100]) {
      const results = new Map(servers.map((server) => [server, []]));
      for (let round = 0; round < rounds; round += 1)
        for (const server of servers) results.get(server).push(await measure(server, person.cookie(), players, bytes));
      const goal = kind === 'mib' ? 'R1' : 'R2';
      found[`${goal} ${players}`] = tell(`${goal} ${bytes / 1024} KiB, ${players} players`, kind, servers, results);
    }
  await Promise.all([reference.stop(), open.stop()]);
  await rm(file);
  const sealing = Object.values(found).every((one) => one.sealing >= 0.6);
  const beside = found['R1 10'].throughput >= 0.6 && found['R1 100'].throughput >= 0.6 && found['R2 10'].throughput >= 0.15;
  const steady = found['R1 100'].p95 <= 3;
  console.log(
    `must: R1 0.6, R2 0.15, R3 0.6, R4 (p95 of 1 MiB, 100 players) 3: ${sealing && beside && steady ? 'all reached' : 'NOT ALL REACHED'}; load ${load()}`,
  );
  return sealing && (reference.name !== 'nginx' || (beside && steady));
}
