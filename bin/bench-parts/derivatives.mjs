import autocannon from 'autocannon';
import { execFile, spawn } from 'node:child_process';
import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { filmArgs } from '../../dist/src/media/encoding.js';
import { makeRemux, makeSteady } from '../../dist/src/media/film.js';
import { namelessFile } from '../../dist/src/media/nameless.js';
import { makePoster, makeSprite } from '../../dist/src/media/pictures.js';
import { probe } from '../../dist/src/media/probe.js';
import { hear } from '../../dist/src/media/sound.js';
import { load, median } from './processes.mjs';

const run = promisify(execFile);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);

/** A process that watches this one and all it starts. */
function startMeter() {
  const child = spawn(process.execPath, ['bin/bench-parts/tree-meter.mjs', String(process.pid)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ask = () =>
    new Promise((resolve) => {
      child.stdout.once('data', (answer) => resolve(Number(answer)));
      child.stdin.write('\n');
    });
  return { ask, stop: () => child.kill() };
}

async function measured(meter, work) {
  const [cpu, begun] = [await meter.ask(), performance.now()];
  await work();
  return { cpu: (await meter.ask()) - cpu, seconds: (performance.now() - begun) / 1000 };
}

const quiet = ['-v', 'error', '-nostdin', '-y'];
const sink = (...args) => run('ffmpeg', [...quiet, ...args], { maxBuffer: 1 << 30, encoding: 'buffer' });

/** The bare commands of P2: probe, copy, poster, strip, samples. No sandbox, no bounds, nothing kept. */
async function bareDerivatives(film, out) {
  await run('ffprobe', ['-v', 'error', '-of', 'json', '-show_streams', '-show_format', film]);
  await sink('-i', film, '-map', '0', '-c', 'copy', '-map_metadata', '-1', '-movflags', '+faststart', '-f', 'mp4', out);
  await sink('-ss', '4', '-i', film, '-frames:v', '1', '-q:v', '4', '-f', 'mjpeg', out);
  const strip = 'fps=1/5,scale=160:90,tile=10x12';
  await sink(
    '-threads',
    '1',
    '-discard',
    'nokey',
    '-skip_frame',
    'nokey',
    '-i',
    film,
    '-an',
    '-vf',
    strip,
    '-frames:v',
    '1',
    '-f',
    'mjpeg',
    out,
  );
  await sink('-i', film, '-vn', '-ac', '1', '-ar', '8000', '-f', 's16le', out);
}

async function ourDerivatives(film) {
  const input = await open(film, 'r');
  const outputs = await Promise.all([1, 2, 3].map(() => namelessFile(path.dirname(film))));
  const [copy, poster, strip] = outputs.map(({ fd }) => fd);
  const found = await probe(input.fd);
  await makePoster(input.fd, poster, { probe: found, atMs: 4_000 });
  await makeRemux(input.fd, copy, { probe: found });
  await makeSprite(input.fd, strip, { probe: found });
  await hear(input.fd, { probe: found });
  await Promise.all([input, ...outputs].map((file) => file.close()));
}

/** P2 and P3: what is made of a film in the sandbox, against the same commands bare. */
export async function benchDerivatives(dataDir) {
  const short = path.resolve('src/demo/film/netvaerksmoede.mp4');
  const film = path.join(dataDir, 'bench-ten-minutes.mp4');
  const out = path.join(dataDir, 'bench-out');
  await sink('-stream_loop', '3', '-i', short, '-map', '0', '-c', 'copy', '-t', '600', '-f', 'mp4', film);
  const meter = startMeter();
  const [bare, ours] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await measured(meter, () => bareDerivatives(film, out)));
    ours.push(await measured(meter, () => ourDerivatives(film)));
  }
  meter.stop();
  const [a, b] = [ours, bare].map((all) => median(all.map(({ cpu }) => cpu)));
  console.log(
    `\nP2 probe, copy, poster, strip, wave and silences of 10 min in the sandbox: ${a.toFixed(2)} CPU s; bare commands ${b.toFixed(2)} = ${(a / b).toFixed(2)} x (must 1.3); load ${load()}`,
  );
  await benchTranscode(dataDir, short, out);
  await Promise.all([film, out].map((file) => rm(file, { force: true })));
}

async function benchTranscode(dataDir, short, out) {
  const anew = path.join(dataDir, 'bench-anew.mp4');
  await sink('-t', '60', '-i', short, '-c:v', 'mpeg4', '-q:v', '4', '-c:a', 'aac', '-f', 'mp4', anew);
  const input = await open(anew, 'r');
  const found = await probe(input.fd);
  const args = filmArgs(found, { keepPicture: false, sound: 'evened' });
  const meter = startMeter();
  const [bare, ours] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(
      await measured(meter, () =>
        run('nice', ['-n', '15', 'ffmpeg', ...quiet, '-filter_threads', '1', '-threads', '1', '-i', anew, '-threads', '1', ...args, out]),
      ),
    );
    const output = await namelessFile(dataDir);
    ours.push(await measured(meter, () => makeSteady(input.fd, output.fd, { probe: found, keyframeGapMs: Infinity })));
    await output.close();
  }
  await input.close();
  meter.stop();
  const [a, b] = [ours, bare].map((all) => median(all.map(({ seconds }) => seconds)));
  console.log(
    `P3 60 s of film made anew in the sandbox: ${a.toFixed(2)} s; bare ffmpeg, same arguments, one thread, niced ${b.toFixed(2)} s = ${(a / b).toFixed(2)} x`,
  );
  await rm(anew, { force: true });
}

/** P4: pages while a film is made anew, against the same pages when nothing is. `begin` starts the making and returns when it runs. */
export async function benchPagesMeanwhile(product, person, begin) {
  const p95 = async () => {
    const result = await autocannon({ url: `${product.url}/`, connections: 10, amount: 600, headers: { cookie: person.cookie() } });
    if (result.non2xx > 0) throw new Error(`${result.non2xx} answers were not 2xx`);
    return result.latency.p97_5;
  };
  await p95();
  const idle = [];
  for (let round = 0; round < rounds; round += 1) idle.push(await p95());
  const stillRuns = await begin();
  const busy = [];
  for (let round = 0; round < rounds; round += 1) busy.push(await p95());
  const ran = await stillRuns();
  const [a, b] = [median(busy), median(idle)];
  console.log(
    `P4 p97.5 of a page at ten clients while a film is made anew (${ran ? 'it ran all the while' : 'IT ENDED BEFORE'}): ${a} ms; idle ${b} ms = ${(a / b).toFixed(2)} x; load ${load()}`,
  );
}
