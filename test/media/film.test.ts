import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import type { FileHandle } from 'node:fs/promises';
import { canRemux, type Film, makeRemux, makeSteady } from '../../src/media/film.js';
import { closeEnoughMs, keyframeGapMs } from '../../src/media/keyframes.js';
import { type Probe, probe } from '../../src/media/probe.js';
import { type Clip, clip } from '../support/clips/make-clips.js';
import { ownFolder } from '../support/clips/folder.js';
import { make, numberedPicture } from '../support/clips/numbered.js';
import { contentOf, pathOf, Shelf } from '../support/clips/shelf.js';
import { picturesOf } from '../support/clips/telling.js';

const shelf = new Shelf();
afterAll(() => shelf.close());

const everythingIn = (file: FileHandle): string =>
  execFileSync('ffprobe', ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', pathOf(file)], { encoding: 'utf8' });

interface Opened {
  input: FileHandle;
  output: FileHandle;
  found: Probe;
}

async function opened(name: Clip): Promise<Opened> {
  const input = await shelf.open(await clip(name));
  return { input, output: await shelf.fresh(), found: await probe(input.fd) };
}

interface Outcome extends Film, Opened {
  progress: number[];
}

async function steady(name: Clip): Promise<Outcome> {
  const at = await opened(name);
  const gap = await keyframeGapMs(at.input.fd, at.found);
  const progress: number[] = [];
  const options = { probe: at.found, keyframeGapMs: gap, onProgress: (done: number) => void progress.push(done) };
  return { ...(await makeSteady(at.input.fd, at.output.fd, options)), ...at, progress };
}

describe('the remux', () => {
  test('picture and sound as they were; title, place and maker are gone, and the index lies first', async () => {
    const { input, output, found } = await opened('plays.mp4');
    expect(everythingIn(input)).toMatch(/Private title[^]*|Private maker/);
    const made = await makeRemux(input.fd, output.fd, { probe: found });
    expect(made).toMatchObject({ pictureKept: true, picture: { width: 640, height: 360 }, sound: true, missingMs: 0 });
    const file = await contentOf(output);
    expect(file.length).toBe(made?.bytes);
    expect(everythingIn(output)).not.toMatch(/Private|55\.67|encoder|creation_time/);
    expect(file.indexOf('moov')).toBeGreaterThan(0);
    expect(file.indexOf('moov')).toBeLessThan(file.indexOf('mdat'));
  });

  test('pictures that are stored out of order are kept as well', async () => {
    const folder = await ownFolder();
    const path = `${folder.path}/out-of-order.mp4`;
    await make([
      ...numberedPicture,
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-bf',
      '3',
      '-g',
      '50',
      '-sc_threshold',
      '0',
      '-pix_fmt',
      'yuv420p',
      path,
    ]);
    const [input, output] = [await shelf.open(path), await shelf.fresh()];
    await folder.remove();
    const found = await probe(input.fd);
    expect(await keyframeGapMs(input.fd, found)).toBeGreaterThan(1_900);
    expect(await makeRemux(input.fd, output.fd, { probe: found })).toMatchObject({ pictureKept: true });
  });

  test('a film lying on its side keeps the mark that turns it', async () => {
    const { input, output, found } = await opened('plain-upright.mp4');
    expect(canRemux(found)).toBe(true);
    expect(await makeRemux(input.fd, output.fd, { probe: found })).toMatchObject({ picture: { width: 640, height: 360 } });
    expect((await probe(output.fd)).video?.rotation).toBe(found.video?.rotation);
  });

  test('a picture that does not play to its end cannot be kept', async () => {
    const { input, output, found } = await opened('worn.mp4');
    expect(await makeRemux(input.fd, output.fd, { probe: found })).toBeNull();
  });

  test.each<Clip>(['upright.mp4', 'browser.webm', 'camera.mts', 'sound.mp3'])('%s must be made anew', async (name) => {
    expect(canRemux((await opened(name)).found)).toBe(false);
  });

  test('a film of which most is gone is refused', async () => {
    const { input, output } = await opened('faststart.mp4');
    const found = { ...(await probe(input.fd)), durationMs: 60_000 };
    await expect(makeRemux(input.fd, output.fd, { probe: found })).rejects.toMatchObject({ reason: 'broken' });
  });
});

describe('the steady version', () => {
  test('a small film with close keyframes keeps its picture; its sound is evened', async () => {
    const made = await steady('plays.mp4');
    expect(made).toMatchObject({ pictureKept: true, picture: { width: 640, height: 360 }, sound: true });
    expect(everythingIn(made.output)).not.toMatch(/Private|55\.67|encoder|creation_time/);
  });

  test('what was in the output before is replaced', async () => {
    const { input, output, found } = await opened('plays.mp4');
    await output.writeFile(Buffer.alloc(5_000_000, 1));
    const made = await makeSteady(input.fd, output.fd, { probe: found, keyframeGapMs: 2_000 });
    expect((await output.stat()).size).toBe(made.bytes);
    expect(made.bytes).toBeLessThan(5_000_000);
  });

  test('a picture whose end cannot be read has no close keyframes there and is made anew; what is missing is told', async () => {
    const made = await steady('worn.mp4');
    expect(made).toMatchObject({ pictureKept: false, picture: { width: 640, height: 360 } });
    expect(made.durationMs + made.missingMs).toBe(made.found.durationMs);
    expect(made.missingMs).toBeGreaterThan(2_000);
  });

  test('where it is copied all the same, it is kept up to there, picture by picture', async () => {
    const { input, output, found } = await opened('worn.mp4');
    expect(await makeSteady(input.fd, output.fd, { probe: found, keyframeGapMs: 2_000 })).toMatchObject({ pictureKept: true });
    const pictures = await picturesOf(pathOf(output));
    expect(pictures.length).toBeGreaterThan(200);
    expect(pictures).toEqual((await picturesOf(pathOf(input))).slice(0, pictures.length));
  });

  test('keyframes far apart are made anew, one every two seconds', async () => {
    const made = await steady('far-keyframes.mp4');
    expect(await keyframeGapMs(made.input.fd, made.found)).toBeGreaterThan(5_000);
    expect(made.pictureKept).toBe(false);
    expect(await keyframeGapMs(made.output.fd, await probe(made.output.fd))).toBeLessThanOrEqual(closeEnoughMs);
  });

  test.each<Clip>(['plays.mp4', 'plays.ts', 'plays.mkv'])('keyframes are found wherever they are listed: %s', async (name) => {
    const { input, found } = await opened(name);
    const gap = await keyframeGapMs(input.fd, found);
    expect(gap).toBeGreaterThan(1_900);
    expect(gap).toBeLessThan(2_200);
  });

  test('a phone film held upright is turned', async () => {
    const made = await steady('upright.mp4');
    expect(made).toMatchObject({ pictureKept: false, picture: { width: 360, height: 640 }, sound: true });
    expect((await probe(made.output.fd)).video).toMatchObject({ codec: 'h264', pixelFormat: 'yuv420p', rotation: 0 });
  });

  test('a phone’s wide-range film is brought to what every screen shows', async () => {
    const made = await steady('wide-range.mp4');
    expect(made.found.video).toMatchObject({ hdr: true, pixelFormat: 'yuv420p10le' });
    expect((await probe(made.output.fd)).video).toMatchObject({ codec: 'h264', hdr: false, pixelFormat: 'yuv420p' });
  });

  test('a large film becomes 720p', async () => {
    expect(await steady('large.mp4')).toMatchObject({ pictureKept: false, picture: { width: 1280, height: 720 } });
  });

  test.each<Clip>(['browser.webm', 'camera.mts'])('%s becomes H.264 and AAC, and tells how far it is', async (name) => {
    const { output, progress } = await steady(name);
    expect(await probe(output.fd)).toMatchObject({
      container: 'mov',
      video: { codec: 'h264', interlaced: false },
      audio: { codec: 'aac', profile: 'LC' },
    });
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  test.each<Clip>(['sound.m4a', 'sound.mp3'])('%s stays sound alone', async (name) => {
    const made = await steady(name);
    expect(made).toMatchObject({ picture: null, sound: true });
    expect(await probe(made.output.fd)).toMatchObject({ video: null, audio: { codec: 'aac' } });
  });

  test('a near voice and a far one end at the same level, and silence stays silent', async () => {
    const { output } = await steady('near-and-far.m4a');
    const loudness = (from: number): number => {
      const args = ['-hide_banner', '-ss', String(from), '-t', '6', '-i', pathOf(output), '-af', 'volumedetect', '-f', 'null', '-'];
      const said = execFileSync('sh', ['-c', `ffmpeg ${args.map((arg) => `'${arg}'`).join(' ')} 2>&1`], { encoding: 'utf8' });
      return Number(/mean_volume: (-?[\d.]+|-inf) dB/.exec(said)?.[1]?.replace('-inf', '-91'));
    };
    const [near, far, hush] = [loudness(10), loudness(62), loudness(35)];
    // 12 dB apart before.
    expect(Math.abs(near - far)).toBeLessThan(4);
    expect(hush).toBeLessThan(-60);
  });

  test.each<Clip>(['noise.mp4'])('%s is refused as broken', async (name) => {
    await expect(steady(name)).rejects.toMatchObject({ name: 'MediaRefused', reason: 'broken' });
  });
});
