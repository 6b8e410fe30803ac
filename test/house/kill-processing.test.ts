import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { enqueue } from '../../src/jobs/queue.js';
import { readConfig } from '../../src/config.js';
import { openMedia } from '../../src/media/index.js';
import { readyKeys } from '../../src/key-file.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { filmKeysOf } from '../../src/store/data-key.js';
import { migrateUp } from '../../src/store/migrate.js';
import { jobs, recordings } from '../../src/store/tables.js';
import { root } from '../../src/web/root.js';
import { buildRecording, putFilm } from '../support/build/recording.js';
import { ownFolder } from '../support/clips/folder.js';

const run = promisify(execFile);
const built = path.join(root, 'dist', 'src', 'server.js');
let folder: Awaited<ReturnType<typeof ownFolder>>;
let db: Database;
const started: ChildProcess[] = [];

beforeAll(async () => {
  if (!existsSync(built))
    throw new Error('Build first (npm run build): this test ends and restarts the built server, and dist/src/server.js is not there.');
  folder = await ownFolder();
  await mkdir(path.join(folder.path, 'data'));
  const dataDir = path.join(folder.path, 'data');
  const config = readConfig({ DATA_DIR: dataDir });
  db = openDatabase(config.databaseUrl, await readyKeys(config));
  await migrateUp(db);
});
afterAll(async () => {
  for (const server of started) server.kill('SIGKILL');
  await db?.close();
  await folder?.remove();
});

/** A real server process on a port of its own, with the worker inside. */
async function startServer(): Promise<ChildProcess> {
  const server = spawn(process.execPath, [built], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'development',
      PORT: '0',
      DATA_DIR: path.join(folder.path, 'data'),
      POLYFONI_DEMO: '0',
      LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(server);
  for await (const line of server.stdout ?? []) if (String(line).includes('Polyfoni is ready')) return server;
  throw new Error('the server ended before it was ready');
}

async function until<T>(what: string, ask: () => Promise<T | null | false | undefined>, withinMs: number): Promise<T> {
  for (const end = Date.now() + withinMs; Date.now() < end; await wait(100)) {
    const found = await ask();
    if (found) return found;
  }
  throw new Error(`not within ${withinMs} ms: ${what}`);
}

const isFfmpeg = (pid: number): boolean =>
  existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('ffmpeg');

it('a film being processed when the server is killed ends in ready or failed after restart, and its orphan is ended first', async () => {
  const film = path.join(folder.path, 'long.mp4');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=1920x1080:r=30:d=20', '-f', 'lavfi', '-i', 'sine=duration=20'];
  await run('ffmpeg', ['-v', 'error', ...picture, '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac', film]);
  const media = await openMedia({ dataDir: path.join(folder.path, 'data'), filmKeys: filmKeysOf(db) });
  const { id, originalKey } = await buildRecording(db, {
    processing: 'uploaded',
    review: 'draft',
    original: true,
    playableKey: null,
    durationMs: null,
    readyAt: null,
  });
  await putFilm(media, originalKey ?? '', film);
  await db.write((tx) => enqueue(tx, 'process-recording', { recordingId: id }, { now: new Date() }));

  const first = await startServer();
  const child = await until(
    'the tool is at work',
    async () => (await db.all(jobs, { kind: 'process-recording' }))[0]?.child as { pid: number } | null,
    60_000,
  );
  await until(
    'the film is half-way',
    async () => (await db.find(recordings, { id }))?.processing === 'processing' && isFfmpeg(child.pid),
    60_000,
  );
  const dead = new Promise((gone) => first.once('exit', gone));
  first.kill('SIGKILL');
  await dead;
  expect(await db.find(recordings, { id })).toMatchObject({ processing: 'processing' });

  await startServer();
  const last = await until(
    'ready or failed',
    async () => {
      const row = await db.find(recordings, { id });
      return row && ['ready', 'failed'].includes(row.processing) ? row : null;
    },
    150_000,
  );
  expect(isFfmpeg(child.pid)).toBe(false);
  expect(last.processing).toBe('ready');
  await until('the job is done', async () => (await db.all(jobs, { kind: 'process-recording' }))[0]?.state === 'done', 10_000);
  const [job] = await db.all(jobs, { kind: 'process-recording' });
  expect(job?.attempts).toBe(2);
  const steady = await until(
    'the steady version is in its place and the original is gone',
    async () => {
      const row = await db.find(recordings, { id });
      return row?.originalKey === null ? row : null;
    },
    150_000,
  );
  expect(await media.blobs.size(steady.playableKey ?? '')).toBe(steady.bytes);
  await until('nothing half-made is left', async () => readdirSync(path.join(folder.path, 'data', 'work')).length === 0, 10_000);
}, 400_000);
