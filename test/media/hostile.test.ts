import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { confinement } from '../../src/media/child.js';
import { boxed } from '../../src/media/sandbox.js';
import { recordings } from '../../src/store/tables.js';
import { languages, readLocales } from '../../src/web/language.js';
import { startWork } from '../../src/worker.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { buildUploaded } from '../support/build/uploaded.js';
import { ownFolder } from '../support/clips/folder.js';
import { hostile, lying, type Targets } from '../support/clips/hostile.js';
import { clip } from '../support/clips/make-clips.js';
import { Shelf } from '../support/clips/shelf.js';

let app: TestApp;
let folder: Awaited<ReturnType<typeof ownFolder>>;
let server: Server;
let targets: Targets;
let visits = 0;
const shelf = new Shelf();

beforeAll(async () => {
  [app, folder] = [await openTestApp(), await ownFolder()];
  server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  targets = { neighbour: await clip('plays.mp4'), canary: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
});
afterAll(async () => {
  await shelf.close();
  await new Promise((done) => server.close(done));
  await app.close();
  await folder.remove();
});

const filesIn = (name: string): string[] =>
  readdirSync(join(app.dataDir, name), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => one.name);

/** Tools of this process that are still there. */
const tools = (): string[] =>
  readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
    .filter((command) => /bwrap|ffmpeg|ffprobe/.test(command));

async function verdictOn(path: string) {
  const { id } = await buildUploaded(app, path);
  await startWork(app.house, 0).drain();
  const row = await app.db.find(recordings, { id });
  return { row, left: [...filesIn('blobs'), ...filesIn('work'), ...tools()] };
}

const plays = async () => (await shelf.open(await clip('plays.mp4'))).fd;

test('there are more than twenty-five', () => {
  expect(Object.keys(hostile).length).toBeGreaterThanOrEqual(25);
});

test.each(Object.keys(hostile))(
  '%s is refused with its reason, opens nothing and leaves nothing',
  async (name) => {
    const { refused, write } = hostile[name]!;
    const path = join(folder.path, 'film.mp4');
    await write(path, targets);
    const before = visits;
    const { row, left } = await verdictOn(path);
    expect([row?.processing, row?.refusal, row?.originalKey]).toEqual(['failed', refused, null]);
    expect(left).toEqual([]);
    expect(visits).toBe(before);
  },
  60_000,
);

test.each(Object.keys(lying))(
  '%s: it comes to an end, and leaves nothing when refused',
  async (name) => {
    const path = join(folder.path, 'lying.mp4');
    await writeFile(path, lying[name]!(await readFile(await clip('plays.mp4'))));
    const { row, left } = await verdictOn(path);
    expect(['ready', 'failed']).toContain(row?.processing);
    if (row?.processing === 'failed') {
      expect(row.refusal).not.toBe('gave-up');
      expect(left).toEqual([]);
    } else await app.db.write((tx) => tx.update(recordings, { id: row!.id }, { erasedWhy: 'removed' }));
    await forget();
  },
  60_000,
);

/** What was taken after all is put away, so that the next one is judged alone. */
async function forget(): Promise<void> {
  for await (const key of app.house.media.blobs.list('')) await app.house.media.blobs.remove(key);
}

describe('should every list fail', () => {
  /** ffmpeg as a careless system runs it, but in the sandbox. */
  const careless = (film: number, ...args: string[]) => {
    const [first, ...box] = boxed({ seconds: 20, bytes: 1024 ** 2 });
    const out = [...box, 'ffmpeg', '-v', 'error', '-nostdin', ...args, '-f', 'null', '-'];
    return spawnSync(first, out, { ...confinement, stdio: ['ignore', 'pipe', 'pipe', film] }).status;
  };
  const anything = ['-protocol_whitelist', 'file,http,tcp,crypto,data,concat'];
  const written = async (words: string) => {
    const file = await shelf.fresh();
    await file.writeFile(words);
    return file.fd;
  };

  test('the same command opens the film it is handed', async () => {
    expect(careless(await plays(), ...anything, '-i', 'file:/proc/self/fd/3')).toBe(0);
  });

  test('a script still reaches no neighbour', async () => {
    const script = await written(`ffconcat version 1.0\nfile '${targets.neighbour}'\n`);
    const bare = spawnSync('ffmpeg', ['-v', 'error', '-f', 'concat', '-safe', '0', '-i', '/proc/self/fd/3', '-f', 'null', '-'], {
      stdio: ['ignore', 'pipe', 'pipe', script],
    });
    expect(bare.status).toBe(0);
    expect(careless(script, ...anything, '-f', 'concat', '-safe', '0', '-i', 'file:/proc/self/fd/3')).not.toBe(0);
  });

  test('a playlist still reaches no server', async () => {
    const list = await written(`#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n${targets.canary}/film.ts\n#EXT-X-ENDLIST\n`);
    const before = visits;
    expect(careless(list, ...anything, '-f', 'hls', '-i', 'file:/proc/self/fd/3')).not.toBe(0);
    expect(visits).toBe(before);
  });
});

test('every reason has its sentence in both languages', () => {
  for (const language of languages) {
    const locales = readLocales() as Record<string, Record<string, { refusal: Record<string, string> }>>;
    const said = locales[language]?.['recordings']?.refusal;
    for (const { refused } of Object.values(hostile)) expect(said?.[refused]).toMatch(/\.$|\?$/);
  }
});
