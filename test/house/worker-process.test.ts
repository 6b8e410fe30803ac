import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '../../src/config.js';
import { enqueue } from '../../src/jobs/queue.js';
import { readyKeys } from '../../src/key-file.js';
import { createFilmKey } from '../../src/store/data-key.js';
import { openDatabase, type Database } from '../../src/store/database.js';
import { nextMasterKey } from '../../src/store/master-keys.js';
import { migrateUp } from '../../src/store/migrate.js';
import { jobs } from '../../src/store/tables.js';
import { root } from '../../src/web/root.js';
import { ownFolder } from '../support/clips/folder.js';

const programs = ['server', 'worker-process'] as const;
type Program = (typeof programs)[number];
const fileOf = (program: Program): string => path.join(root, 'dist', 'src', `${program}.js`);

let folder: Awaited<ReturnType<typeof ownFolder>>;
let db: Database;
let dataDir: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  for (const program of programs) if (!existsSync(fileOf(program))) throw new Error('Build first (npm run build).');
  folder = await ownFolder();
  dataDir = path.join(folder.path, 'data');
  mkdirSync(dataDir);
  const config = readConfig({ DATA_DIR: dataDir });
  db = openDatabase(config.databaseUrl, await readyKeys(config));
  await migrateUp(db);
  const now = new Date();
  await db.write(async (tx) => {
    await createFilmKey(tx, now);
    await enqueue(tx, 'process-recording', { recordingId: 1 }, { now });
  });
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await db?.close();
  await folder?.remove();
});

/** Runs it until it says that it is ready, or ends by itself. */
async function begin(program: Program, env: Record<string, string>, inFolder = dataDir) {
  const child = spawn(process.execPath, [fileOf(program)], {
    env: { PATH: process.env['PATH'], DATA_DIR: inFolder, PORT: '0', POLYFONI_DEMO: '0', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<'ready'>((resolve) => {
    const hear = (piece: Buffer): void => {
      said += String(piece);
      if (/is ready/.test(said)) resolve('ready');
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
  });
  const outcome = await Promise.race([ready, ended]);
  return { child, ended, outcome, said };
}

const strange = nextMasterKey([]).key.toString('base64url');

function readableByAll(): Record<string, string> {
  const copy = path.join(folder.path, 'open.keys');
  copyFileSync(path.join(dataDir, 'keys', 'master.keys'), copy);
  chmodSync(copy, 0o644);
  return { MASTER_KEY_FILE: copy };
}

const faults: [string, () => Record<string, string>, RegExp][] = [
  ['the key of another database', () => ({ MASTER_KEY: `1:${strange}` }), /Version 1 is not the one this database was sealed with/],
  ['a key of another version', () => ({ MASTER_KEY: `2:${strange}` }), /Version 1 is missing from the master keys/],
  ['a key that is too short', () => ({ MASTER_KEY: `1:${strange.slice(0, 20)}` }), /MASTER_KEY: version 1 is 15 bytes and must be 32/],
  ['a key file others may read', readableByAll, /MASTER_KEY_FILE: others may read it/],
];

describe.each(programs)('the %s', (program) => {
  it.each(faults)('refuses to start with %s, in words, and touches no film', async (_what, env, words) => {
    const { outcome, said } = await begin(program, env());
    expect({ outcome, said }).toEqual({ outcome: 78, said: expect.stringMatching(words) });
    expect(await db.all(jobs, { kind: 'process-recording' })).toMatchObject([{ state: 'waiting', attempts: 0 }]);
  });
});

it('the worker starts with the key of its database, and ends in order', async () => {
  const { child, ended, outcome } = await begin('worker-process', {});
  expect(outcome).toBe('ready');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

it('a worker that is started first waits for the server to make the database ready', async () => {
  const fresh = path.join(folder.path, 'fresh');
  const work = begin('worker-process', {}, fresh);
  const server = await begin('server', { WORKER: 'outside' }, fresh);
  expect([server.outcome, (await work).outcome]).toEqual(['ready', 'ready']);
});
