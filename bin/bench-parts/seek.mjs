// From a wish to a picture: seeks in a film of two hours in Chromium, sealed and asked for at every range, beside the same film lying open.
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { keyBeside } from '../../dist/src/features/recordings/film-keys.js';
import { openMedia } from '../../dist/src/media/index.js';
import { filmKeysOf } from '../../dist/src/store/data-key.js';
import { load } from './processes.mjs';
import { openBenchDatabase } from './world.mjs';

const run = promisify(execFile);
const minutes = 120;
const seeks = Number(process.env.BENCH_SEEKS ?? 80);
const goals = { median: 100, p95: 200 };

/** The demo film as the steady version would be at its largest (720p, a keyframe every two seconds), laid end to end by stream copy. */
async function twoHours(dataDir) {
  const [clip, film] = ['bench-clip.mp4', 'bench-two-hours.mp4'].map((name) => path.join(dataDir, name));
  const steady = [
    ...['-vf', 'scale=1280:720', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'],
    ...['-g', '50', '-keyint_min', '50', '-sc_threshold', '0', '-c:a', 'copy'],
  ];
  await run('ffmpeg', ['-v', 'error', '-y', '-t', '180', '-i', path.resolve('src/demo/film/netvaerksmoede.mp4'), ...steady, clip]);
  const loop = ['-stream_loop', String(minutes / 3), '-i', clip, '-map', '0', '-c', 'copy', '-t', String(minutes * 60)];
  await run('ffmpeg', ['-v', 'error', '-y', ...loop, '-movflags', '+faststart', film]);
  await rm(clip);
  return film;
}

/** Seals it as the film of the recording, in the place of the one that is there. */
async function asFilmOf(dataDir, recordingId, film) {
  const db = await openBenchDatabase(dataDir);
  const media = await openMedia({ dataDir, filmKeys: filmKeysOf(db) });
  const { key: before } = await db.row('SELECT playable_key AS "key" FROM recording WHERE id = $1', [recordingId]);
  const key = keyBeside(before);
  await media.blobs.put(key, createReadStream(film));
  await db.write((tx) =>
    tx.run('UPDATE recording SET playable_key = $2, duration_ms = $3 WHERE id = $1', [recordingId, key, minutes * 60_000]),
  );
  await db.close();
}

/** The same bytes without a question, as a plain file server would send them. */
async function openFile(film) {
  const { size } = await stat(film);
  const server = http.createServer((req, res) => {
    if (req.url === '/')
      return void res.setHeader('content-type', 'text/html').end('<video data-film preload="metadata" src="/film.mp4"></video>');
    const [, from = '0', to = ''] = /bytes=(\d+)-(\d*)/.exec(req.headers.range ?? '') ?? [];
    const [start, end] = [Number(from), to === '' ? size - 1 : Number(to)];
    const headers = {
      'content-type': 'video/mp4',
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      'content-length': end - start + 1,
    };
    res.writeHead(206, { ...headers, 'content-range': `bytes ${start}-${end}/${size}` });
    createReadStream(film, { start, end })
      .on('error', () => res.destroy())
      .pipe(res);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => (server.closeAllConnections(), server.close()) };
}

const ready = (page) => page.waitForFunction(() => document.querySelector('[data-film]')?.readyState >= 2, undefined, { timeout: 120_000 });

/** Milliseconds from setting the time to a new picture on the screen. */
const seek = (page, second) =>
  page.evaluate(
    (to) =>
      new Promise((done, fail) => {
        const film = document.querySelector('[data-film]');
        const begun = performance.now();
        film.requestVideoFrameCallback(() => done(performance.now() - begun));
        setTimeout(() => fail(new Error('no picture came')), 30_000);
        film.currentTime = to;
      }),
    second,
  );

const share = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];

/** Signs in and opens the recording's own page. */
async function openRoom(browser, url, recordingId, subject, secret) {
  const page = await browser.newPage();
  await page.goto(`${url}/sign-in`);
  await page.locator('input[name=subject]').fill(subject);
  await page.locator('input[name=secret]').fill(secret);
  await page.locator('form:has(input[name=secret]) button[type=submit]').click();
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
  await page.goto(`${url}/review/${recordingId}`);
  return page;
}

export async function benchSeek(product, dataDir, { recordingId, subject, secret }) {
  const film = await twoHours(dataDir);
  await asFilmOf(dataDir, recordingId, film);
  const plain = await openFile(film);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const ours = await openRoom(browser, product.url, recordingId, subject, secret);
    const bare = await browser.newPage();
    await bare.goto(plain.url);
    await Promise.all([ready(ours), ready(bare)]);
    const taken = { ours: [], bare: [] };
    for (let round = 0; round < seeks; round += 1) {
      const second = 10 + Math.random() * (minutes * 60 - 20);
      taken.ours.push(await seek(ours, second));
      taken.bare.push(await seek(bare, second));
    }
    const { size } = await stat(film);
    console.log(`\nSeek in a film of ${minutes} minutes (${size} bytes), ${seeks} seeks interleaved; load ${load()}`);
    const figures = Object.fromEntries(
      Object.entries(taken).map(([name, values]) => [name, { median: share(values, 0.5), p95: share(values, 0.95) }]),
    );
    for (const part of ['median', 'p95'])
      console.log(
        `${part.padEnd(8)} ${figures.ours[part].toFixed(0)} ms (goal ${goals[part]}), the file lying open ${figures.bare[part].toFixed(0)} ms = ${(figures.ours[part] / figures.bare[part]).toFixed(2)} x`,
      );
    return figures.ours.median <= goals.median && figures.ours.p95 <= goals.p95;
  } finally {
    await browser.close();
    plain.close();
    await rm(film, { force: true });
  }
}
