import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { type Dirent, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { recordings } from '../../src/store/tables.js';
import { startWork } from '../../src/worker.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildMeeting, buildRoom } from '../support/build/meeting.js';
import { buildTrainee } from '../support/build/person.js';
import { ownFolder } from '../support/clips/folder.js';

let test: TestApp;
let client: Client;
let leaderId: number;
let film: Buffer;
let before: Set<string>;

/** A film nobody else has: every stretch of it that is found anywhere came from here. Made again, it must be made anew by the server too. */
async function makeFilm(): Promise<Buffer> {
  const folder = await ownFolder();
  const file = path.join(folder.path, 'own.mp4');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25:d=8', '-f', 'lavfi', '-i', 'anoisesrc=d=8:c=pink:r=44100'];
  const noise = ['-vf', `noise=alls=20:allf=t:all_seed=${process.pid}`, '-pix_fmt', 'yuv420p', '-g', '50'];
  execFileSync('ffmpeg', [
    '-v',
    'error',
    ...picture,
    ...noise,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-c:a',
    'aac',
    '-f',
    'mp4',
    file,
  ]);
  const bytes = readFileSync(file);
  await folder.remove();
  return bytes;
}

beforeAll(async () => {
  film = await makeFilm();
  before = new Set(looseFilesOf(os.tmpdir()));
  test = await openTestApp();
  const leader = await buildTrainee(test.db);
  leaderId = leader.id;
  client = await test.as(leader.id);
});
afterAll(() => test.close());

const looseFilesOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => path.join(folder, one.name));

const filesBelow = (folder: string): string[] => {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries.filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name));
};

/** Reads what is there at this moment; files that go meanwhile are no finding. */
const bytesOf = (file: string): Buffer => {
  try {
    return statSync(file).size > 64 * 1024 ** 2 ? Buffer.alloc(0) : readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
};

/** Stretches of 32 bytes all over the film: a named plain copy of any length worth watching holds some. */
const runs = (): Buffer[] =>
  Array.from({ length: 40 }, (_, n) => Math.floor(((n + 0.5) / 40) * film.length)).map((at) => film.subarray(at, at + 32));

/** Every named file that holds something of the film: where the server keeps its own, and among temporary files. */
function findings(): string[] {
  const wanted = runs();
  const ours = filesBelow(test.dataDir);
  const holds = (file: string, bytes: Buffer): boolean =>
    wanted.some((run) => bytes.includes(run)) || (ours.includes(file) && /ftyp(?:isom|mp42|qt {2})/.test(bytes.toString('latin1')));
  return [...ours, ...looseFilesOf(os.tmpdir()).filter((file) => !before.has(file))].filter((file) => holds(file, bytesOf(file)));
}

it('the search finds a plain film when there is one', () => {
  const copy = path.join(test.dataDir, 'copy');
  execFileSync('sh', ['-c', `cat > '${copy}'`], { input: film.subarray(film.length >> 2, film.length >> 1) });
  expect(findings()).toEqual([copy]);
  rmSync(copy);
  expect(findings()).toEqual([]);
});

it('while a film arrives, is made playable and lies ready, no file anywhere holds any of it in the clear', async () => {
  const meeting = await buildMeeting(test.db, { leaderId });
  await buildRoom(test.db, meeting);
  const found = new Set<string>();
  let looks = 0;
  let busy = true;
  const looking = (async () => {
    while (busy) {
      for (const file of findings()) found.add(file);
      looks += 1;
      await wait(250);
    }
  })();
  const sent = await client.agent
    .post(`/meetings/${meeting.id}/recording`)
    .field('_csrf', await client.token())
    .attach('film', film, 'film.mp4');
  expect(sent.status).toBe(303);
  await startWork(test.house, 0).drain();
  busy = false;
  await looking;
  expect(await test.db.find(recordings, { meetingId: meeting.id })).toMatchObject({ processing: 'ready' });
  expect(looks).toBeGreaterThan(3);
  expect([...found]).toEqual([]);
  expect(findings()).toEqual([]);
}, 300_000);
