import { execFile } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { send, signIn } from './client.mjs';
import { load, median } from './processes.mjs';

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

async function upload(url, person, meetingId, file) {
  const form = new FormData();
  form.append('_csrf', await person.token());
  form.append('film', new Blob([await readFile(file)], { type: 'video/mp4' }), 'film.mp4');
  const whole = new Response(form);
  const answer = await send(`${url}/meetings/${meetingId}/recording`, {
    method: 'POST',
    body: Buffer.from(await whole.arrayBuffer()),
    headers: { cookie: person.cookie(), 'content-type': whole.headers.get('content-type') },
  });
  if (answer.status !== 303) throw new Error(`the upload answered ${answer.status}`);
  const recordingId = Number(/\d+/.exec(answer.location)[0]);
  for (;;) {
    const status = JSON.parse((await person.get(`/recordings/${recordingId}/status`)).text);
    const [, processing] = status.mark.split('.');
    if (processing === 'ready') return;
    if (processing === 'failed') throw new Error('the film was refused');
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Upload to playable, against bare ffmpeg doing the same work on the same file: a film that fits already, and one made anew. */
export async function benchFilm(product, dataDir, secret, answerEveryone) {
  const film = path.resolve('src/demo/film/netvaerksmoede.mp4');
  const long = path.join(dataDir, 'bench-long.mp4');
  const hevc = path.join(dataDir, 'bench-anew.mp4');
  await run('ffmpeg', ['-v', 'error', '-y', '-stream_loop', '2', '-i', film, '-map', '0', '-c', 'copy', '-movflags', '+faststart', long]);
  await run('ffmpeg', ['-v', 'error', '-y', '-t', '60', '-i', film, '-c:v', 'mpeg4', '-q:v', '4', '-c:a', 'aac', hevc]);
  const out = path.join(dataDir, 'bench-out.mp4');
  const copy = ['-v', 'error', '-y', '-i', long, '-map', '0', '-c', 'copy', '-map_metadata', '-1', '-movflags', '+faststart', out];
  const anew = [
    '-v',
    'error',
    '-y',
    '-threads',
    '1',
    '-i',
    hevc,
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-crf',
    '23',
    '-pix_fmt',
    'yuv420p',
    '-g',
    '50',
    '-keyint_min',
    '50',
    '-sc_threshold',
    '0',
    '-threads',
    '1',
    '-c:a',
    'aac',
    '-movflags',
    '+faststart',
    out,
  ];
  const person = await signIn(product.url, 'flemming.oesterby@oehavn.example', secret);
  console.log(`\nUpload to playable, ${rounds} rounds interleaved, medians; load ${load()}`);
  for (const [name, file, args] of [
    ['fits already (10 min)', long, copy],
    ['made anew (60 s)', hevc, anew],
  ]) {
    const [bare, product_] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await timed(() => run('ffmpeg', args)));
      const meetingId = await readyMeeting(person, 'A');
      await answerEveryone(meetingId);
      product_.push(await timed(() => upload(product.url, person, meetingId, file)));
    }
    const [a, b] = [median(product_), median(bare)];
    console.log(
      `${name.padEnd(24)} ${(await stat(file)).size} bytes: ${a.toFixed(2)} s, bare ffmpeg ${b.toFixed(2)} s = ${(a / b).toFixed(2)} x`,
    );
  }
  await Promise.all([long, hevc, out].map((file) => rm(file, { force: true })));
}
