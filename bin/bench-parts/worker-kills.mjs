// Kills the server at random moments while it makes films ready, and sees that every recording ends ready or failed.
import { execFile } from 'node:child_process';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { enqueue } from '../../dist/src/jobs/queue.js';
import { newBlobKey, openMedia } from '../../dist/src/media/index.js';
import { bindFilmKey, createFilmKey, filmKeysOf } from '../../dist/src/store/data-key.js';
import * as tables from '../../dist/src/store/tables.js';
import { start } from './processes.mjs';
import { openBenchDatabase } from './world.mjs';

const run = promisify(execFile);
const wanted = Number(process.env.BENCH_WORKER_KILLS ?? 20);
const patienceMs = 15 * 60_000;

const clips = [
  ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50', '-c:a', 'aac'],
  ['-c:v', 'mpeg4', '-q:v', '4', '-c:a', 'aac'],
];

async function makeFilms(dataDir) {
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25:d=8', '-f', 'lavfi', '-i', 'sine=duration=8'];
  return Promise.all(
    clips.map(async (args, n) => {
      const film = path.join(dataDir, `kill-${n}.mp4`);
      await run('ffmpeg', ['-v', 'error', '-y', ...source, ...args, film]);
      return film;
    }),
  );
}

/** Recordings straight into the database, each on a meeting of its own. */
async function queueFilms(db, media, films, count) {
  const at = new Date().toISOString();
  const meeting = await db.row('SELECT id FROM network_meeting ORDER BY id LIMIT 1');
  const ids = [];
  const { id: _id, ...base } = await db.find(tables.networkMeetings, { id: meeting.id });
  for (let n = 0; n < count; n += 1) {
    const keyId = await db.write((tx) => createFilmKey(tx, new Date()));
    const originalKey = newBlobKey(keyId);
    const { bytes } = await media.blobs.put(originalKey, createReadStream(films[n % films.length]));
    ids.push(
      await db.write(async (tx) => {
        const meetingId = await tx.insert(tables.networkMeetings, { ...base, number: 1000 + n });
        const recording = { meetingId, ownerId: base.leaderId, processing: 'uploaded', progress: 0, review: 'draft', reviewSince: at };
        const id = await tx.insert(tables.recordings, { ...recording, originalKey, bytes, uploadedAt: at, eraseOn: '2099-01-01' });
        await bindFilmKey(tx, keyId, id);
        await enqueue(tx, 'process-recording', { recordingId: id }, { now: new Date() });
        return id;
      }),
    );
  }
  return ids;
}

const alive = (child) =>
  child !== null && existsSync(`/proc/${child.pid}/cmdline`) && readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').includes('bwrap');

export async function benchWorkerKills(dataDir) {
  const db = await openBenchDatabase(dataDir);
  const media = await openMedia({ dataDir, filmKeys: filmKeysOf(db) });
  const ids = await queueFilms(db, media, await makeFilms(dataDir), Math.max(10, Math.ceil(wanted / 4)));
  const open = () =>
    start(['--enable-source-maps', 'dist/src/server.js'], { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent', ORIGIN: '' });
  const states = async () => (await db.all(tables.recordings, {})).filter(({ id }) => ids.includes(id));
  const begun = performance.now();
  let [kills, orphans] = [0, 0];
  while (kills < wanted) {
    const server = await open();
    await pause(300 + Math.random() * 3_000);
    const children = (await db.all(tables.jobs, { state: 'running' })).map(({ child }) => child);
    process.kill(server.pid, 'SIGKILL');
    kills += 1;
    await pause(150);
    orphans += children.filter(alive).length;
  }
  const server = await open();
  const ended = (row) => row.settledAt !== null;
  for (const end = performance.now() + patienceMs; performance.now() < end && !(await states()).every(ended);) await pause(1_000);
  const rows = await states();
  const count = (state) => rows.filter(({ processing }) => processing === state).length;
  const stuck = rows.filter((row) => !ended(row)).length;
  await server.stop();
  await db.close();
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(
    `\nG7 ${kills} times kill -9 while ${ids.length} films were made ready, ${seconds} s: ${count('ready')} ready, ${count('failed')} failed, ${stuck} in between; ${orphans} tools outlived their server by 150 ms`,
  );
  return stuck === 0;
}
