import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { send, signIn } from './client.mjs';
import { benchDerivatives, benchPagesMeanwhile } from './derivatives.mjs';
import { load, median, start } from './processes.mjs';
import { openBenchDatabase } from './world.mjs';

const run = promisify(execFile);
const rounds = 3;
const timed = async (work) => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
};

export async function readyMeeting(person, course) {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Copenhagen' })
    .format(new Date())
    .split('-')
    .reverse()
    .map(Number)
    .join('.');
  const made = await person.post('/meetings', {
    onDate: today,
    role: 'leader',
    course,
    citizens: '1',
    relatives: '0',
    network: '0',
    professionals: '1',
  });
  const address = made.location;
  if (made.status !== 303 || !address) throw new Error(`a meeting was not made: ${made.status}`);
  return Number(/\d+/.exec(address)[0]);
}

/** The form with the film in it, as a browser has it ready when somebody presses the button. */
async function filmForm(person, file) {
  const form = new FormData();
  form.append('_csrf', await person.token());
  form.append('film', new Blob([await readFile(file)], { type: 'video/mp4' }), 'film.mp4');
  const whole = new Response(form);
  return { body: Buffer.from(await whole.arrayBuffer()), type: whole.headers.get('content-type') };
}

async function sendFilm(url, person, meetingId, { body, type }) {
  const answer = await send(`${url}/meetings/${meetingId}/recording`, {
    method: 'POST',
    body,
    headers: { cookie: person.cookie(), 'content-type': type },
  });
  if (answer.status !== 303) throw new Error(`the upload answered ${answer.status}`);
  return Number(/\d+/.exec(answer.location)[0]);
}

/** Resolves when the uploader can play. */
async function upload(url, person, meetingId, form) {
  const recordingId = await sendFilm(url, person, meetingId, form);
  const film = { headers: { cookie: person.cookie(), range: 'bytes=0-65535' } };
  for (;;) {
    if ((await send(`${url}/recordings/${recordingId}/film`, film)).status === 206) return recordingId;
    await pause(10);
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Until the recording is ready for others, or, with `step`, until that is what is being made of it. */
async function until(person, recordingId, wanted) {
  for (;;) {
    const [, processing, step] = JSON.parse((await person.get(`/recordings/${recordingId}/status`)).text).mark.split('.');
    if (processing === wanted || step === wanted) return;
    if (processing === 'failed') throw new Error('the film was refused');
    await pause(25);
  }
}

async function rawPut(raw, body) {
  const answer = await send(raw.url, { method: 'PUT', headers: { 'x-first': '1' }, body });
  if (answer.status !== 204) throw new Error(`the raw pipe answered ${answer.status}`);
}

/** Ten minutes as a camera makes them: 720p, H.264 at 2.4 Mbit/s with a keyframe every two seconds, AAC. */
async function tenMinutes(dataDir) {
  const clip = path.join(dataDir, 'bench-clip.mp4');
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=25:d=20,noise=alls=12:allf=t', '-f', 'lavfi', '-i', 'sine=duration=20'];
  const picture = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-b:v',
    '2400k',
    '-maxrate',
    '2400k',
    '-bufsize',
    '2400k',
    '-g',
    '50',
    '-pix_fmt',
    'yuv420p',
  ];
  await run('ffmpeg', ['-v', 'error', '-y', ...source, ...picture, '-c:a', 'aac', '-b:a', '128k', clip]);
  return clip;
}

/** P1: from the first byte sent to the first byte of film that its uploader gets back, against a raw PUT and a bare remux of the same file. */
async function playable(product, dataDir, person, readied) {
  const long = path.join(dataDir, 'bench-long.mp4');
  const out = path.join(dataDir, 'bench-out.mp4');
  const clip = await tenMinutes(dataDir);
  const loop = ['-v', 'error', '-y', '-stream_loop', '29', '-i', clip, '-map', '0', '-c', 'copy', '-t', '600'];
  const raw = await start(['bin/bench-parts/raw-pipe.mjs', dataDir]);
  for (const [name, more] of [
    ['index first', ['-movflags', '+faststart']],
    ['index at the end', []],
  ]) {
    await run('ffmpeg', [...loop, ...more, long]);
    const remux = ['-v', 'error', '-y', '-i', long, '-map', '0', '-c', 'copy', '-map_metadata', '-1', '-movflags', '+faststart', out];
    const bytes = await readFile(long);
    const [bare, own, others] = [[], [], []];
    for (let round = 0; round <= rounds; round += 1) {
      const plain = await timed(() => rawPut(raw, bytes).then(() => run('ffmpeg', remux)));
      const [meetingId, form] = [await readied(person), await filmForm(person, long)];
      const begun = performance.now();
      const id = await upload(product.url, person, meetingId, form);
      const mine = (performance.now() - begun) / 1000;
      await until(person, id, 'ready');
      const theirs = (performance.now() - begun) / 1000;
      await settled(dataDir);
      if (round === 0) continue;
      bare.push(plain);
      own.push(mine);
      others.push(theirs);
    }
    const [a, b, c] = [own, bare, others].map(median);
    console.log(
      `P1 ${name}, ${bytes.length} bytes: uploader plays after ${a.toFixed(2)} s, others may after ${c.toFixed(2)} s; raw PUT and bare remux ${b.toFixed(2)} s = ${(a / b).toFixed(2)} x (must 2)`,
    );
  }
  await raw.stop();
  await Promise.all([clip, long, out].map((file) => rm(file, { force: true })));
}

/** Goals P1 to P4. */
export async function benchFilm(product, dataDir, secret, readied) {
  const film = path.resolve('src/demo/film/netvaerksmoede.mp4');
  const person = await signIn(product.url, 'flemming.oesterby@oehavn.example', secret);
  console.log(`\nFilm, ${rounds} rounds interleaved, medians after one warm-up; load ${load()}`);
  await playable(product, dataDir, person, readied);
  await benchDerivatives(dataDir);
  const anew = path.join(dataDir, 'bench-large.mp4');
  await run('ffmpeg', ['-v', 'error', '-y', '-i', film, '-c:v', 'mpeg4', '-q:v', '4', '-s', '1280x720', '-c:a', 'aac', anew]);
  await benchPagesMeanwhile(product, person, async () => {
    const meetingId = await readied(person);
    const id = await sendFilm(product.url, person, meetingId, await filmForm(person, anew));
    await until(person, id, 'steadying');
    return async () => JSON.parse((await person.get(`/recordings/${id}/status`)).text).mark.includes('steadying');
  });
  await settled(dataDir);
  await rm(anew, { force: true });
}

/** Everything that was begun is done, so that nothing else is measured. */
async function settled(dataDir) {
  const db = await openBenchDatabase(dataDir);
  const busy = `SELECT id FROM job WHERE state IN ('waiting', 'running') AND kind LIKE '%-recording' AND kind <> 'tidy-recording'`;
  while ((await db.rows(busy)).length > 0) await pause(500);
  await db.close();
}
