// Pages of others while files that pretend to be films are sent and refused, one after the other.
import autocannon from 'autocannon';
import esbuild from 'esbuild';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { send, signIn } from './client.mjs';
import { load, median } from './processes.mjs';
import { openBenchDatabase } from './world.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const must = 4;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** The same files the tests send: their recipes are TypeScript of the tests, so they are bundled here. */
async function makeFiles(folder, targets) {
  await mkdir(folder);
  const bundle = path.join(folder, 'recipes.mjs');
  await esbuild.build({
    ...{
      entryPoints: ['test/support/clips/hostile.ts'],
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    },
  });
  const { hostile } = await import(pathToFileURL(bundle).href);
  const files = [];
  for (const [name, { write }] of Object.entries(hostile)) {
    const file = path.join(folder, `${files.length}.mp4`);
    await write(file, targets);
    files.push({ name, body: await readFile(file) });
  }
  return files;
}

/** Counts who comes to see it. */
async function openCanary() {
  const canary = { visits: 0, url: '', close: () => new Promise((done) => server.close(done)) };
  const server = createServer((socket) => {
    canary.visits += 1;
    socket.destroy();
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  canary.url = `http://127.0.0.1:${server.address().port}`;
  return canary;
}

/** Every file film is kept or worked on in, and every film key. */
async function everythingKept(dataDir) {
  const listed = await Promise.all(
    ['blobs', 'work'].map((folder) => readdir(path.join(dataDir, folder), { recursive: true, withFileTypes: true })),
  );
  const files = listed.flat().flatMap((one) => (one.isFile() ? [path.join(one.parentPath ?? one.path, one.name)] : []));
  const db = await openBenchDatabase(dataDir);
  const keys = await db.rows(`SELECT id FROM data_key WHERE purpose = 'film' AND destroyed_at IS NULL ORDER BY id`);
  await db.close();
  return [...files, ...keys.map(({ id }) => `film key ${id}`)].sort();
}

/** Sends one through the plain form. True when it was refused, at once or a little later. */
async function isRefused(url, person, meetingId, { name, body }) {
  const form = new FormData();
  form.append('_csrf', await person.token());
  form.append('film', new Blob([body], { type: 'video/mp4' }), 'film.mp4');
  const whole = new Response(form);
  const answer = await send(`${url}/meetings/${meetingId}/recording`, {
    method: 'POST',
    body: Buffer.from(await whole.arrayBuffer()),
    headers: { cookie: person.cookie(), 'content-type': whole.headers.get('content-type') },
  });
  if (answer.status === 422 || answer.status === 413) return true;
  if (answer.status !== 303) throw new Error(`${name}: the upload answered ${answer.status}`);
  const id = Number(/\d+/.exec(answer.location)[0]);
  for (;;) {
    const [, state] = JSON.parse((await person.get(`/recordings/${id}/status`)).text).mark.split('.');
    if (state === 'failed' || state === 'ready') return state === 'failed';
    await pause(25);
  }
}

const words = (ok, yes, no) => (ok ? yes : no);

/** False when a page took more than four times as long, a file was taken, a connection was made, or something was left behind. */
export async function benchHostile(product, dataDir, { secret, readyMeeting }) {
  const canary = await openCanary();
  const folder = path.join(dataDir, 'bench-hostile');
  const files = await makeFiles(folder, { canary: canary.url, neighbour: path.resolve('src/demo/film/netvaerksmoede.mp4') });
  const sender = await signIn(product.url, 'flemming.oesterby@oehavn.example', secret);
  const reader = await signIn(product.url, 'esma.yuksel@oehavn.example', secret);
  const meetingId = await readyMeeting(sender);
  const page = async () => {
    const result = await autocannon({ url: `${product.url}/`, connections: 10, amount: 600, headers: { cookie: reader.cookie() } });
    if (result.non2xx > 0) throw new Error(`${result.non2xx} answers were not 2xx`);
    return result.latency.p97_5;
  };
  await page();
  const idle = [];
  for (let round = 0; round < rounds; round += 1) idle.push(await page());
  const before = await everythingKept(dataDir);
  const taken = [];
  let sending = true;
  const sent = (async () => {
    for (const file of files) if (!(await isRefused(product.url, sender, meetingId, file))) taken.push(file.name);
  })().finally(() => (sending = false));
  const busy = [];
  while (sending) busy.push(await page());
  await sent;
  const left = (await everythingKept(dataDir)).filter((one) => !before.includes(one));
  const visits = canary.visits;
  await canary.close();
  await rm(folder, { recursive: true });
  const [a, b] = [median(busy), median(idle)];
  console.log(
    `\nF1 p97.5 of a page at ten clients while ${files.length} hostile files are sent one after the other, ${busy.length} rounds: ${a} ms; idle ${b} ms = ${(a / b).toFixed(2)} x (must ${must}); load ${load()}`,
  );
  console.log(
    `   ${words(taken.length === 0, 'all refused', `TAKEN: ${taken.join(', ')}`)}; ${words(visits === 0, 'no connection made', `${visits} CONNECTIONS MADE`)}; ${words(left.length === 0, 'nothing left behind (files and film keys listed before and after)', `LEFT BEHIND: ${left.join(', ')}`)}`,
  );
  return a <= must * b && taken.length === 0 && visits === 0 && left.length === 0;
}
