import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makePlayable, makePoster, type Playable } from '../../src/media/derive.js';
import { keyframesAreClose } from '../../src/media/keyframes.js';
import { probe } from '../../src/media/probe.js';
import { type Clip, clip } from '../support/clips/make-clips.js';
import { ownFolder } from '../support/clips/folder.js';

let folder: Awaited<ReturnType<typeof ownFolder>>;
beforeAll(async () => (folder = await ownFolder()));
afterAll(() => folder.remove());

let count = 0;
const fresh = (ending: string): string => join(folder.path, `job-${++count}.1.${ending}`);

interface Outcome extends Playable {
  output: string;
  progress: number[];
}

async function playableOf(name: Clip): Promise<Outcome> {
  const input = await clip(name);
  const output = fresh('mp4');
  const progress: number[] = [];
  const made = await makePlayable(input, output, { probe: await probe(input), onProgress: (fraction) => progress.push(fraction) });
  return { ...made, output, progress };
}

const everythingIn = (path: string): string =>
  execFileSync('ffprobe', ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', path], { encoding: 'utf8' });

describe('a playable', () => {
  test('a film that plays already keeps its picture, and loses its title, place and maker', async () => {
    const input = await clip('plays.mp4');
    expect(everythingIn(input)).toMatch(/Private title[^]*|Private maker/);
    const made = await playableOf('plays.mp4');
    expect(made).toMatchObject({ pictureKept: true, picture: { width: 640, height: 360 }, sound: true });
    expect(made.bytes).toBe((await stat(made.output)).size);
    expect(everythingIn(made.output)).not.toMatch(/Private|55\.67|encoder|creation_time/);
    expect(made.progress.at(-1)).toBe(1);
  });

  test('the index lies before the film, so that it plays before it is fetched', async () => {
    const { output } = await playableOf('plays.mp4');
    const file = await readFile(output);
    expect(file.indexOf('moov')).toBeGreaterThan(0);
    expect(file.indexOf('moov')).toBeLessThan(file.indexOf('mdat'));
  });

  test('what an earlier attempt left at the same place is replaced', async () => {
    const [input, output] = [await clip('plays.mp4'), fresh('mp4')];
    await writeFile(output, 'half');
    expect(await makePlayable(input, output, { probe: await probe(input) })).toMatchObject({ pictureKept: true, sound: true });
  });

  test('a picture that fits but does not play to its end is made anew', async () => {
    const made = await playableOf('worn.mp4');
    expect(made).toMatchObject({ pictureKept: false, picture: { width: 640, height: 360 } });
    expect(made.durationMs).toBeGreaterThan(11_000);
  });

  test('keyframes far apart are made anew, one every two seconds', async () => {
    const input = await clip('far-keyframes.mp4');
    expect(await keyframesAreClose(input, await probe(input))).toBe(false);
    const made = await playableOf('far-keyframes.mp4');
    expect(made.pictureKept).toBe(false);
    expect(await keyframesAreClose(made.output, await probe(made.output))).toBe(true);
  });

  test('a phone film held upright is turned and made anew', async () => {
    const made = await playableOf('upright.mp4');
    expect(made).toMatchObject({ pictureKept: false, picture: { width: 360, height: 640 }, sound: true });
    expect((await probe(made.output)).video).toMatchObject({ codec: 'h264', pixelFormat: 'yuv420p', rotation: 0 });
  });

  test('a phone’s wide-range film is brought to what every screen shows', async () => {
    expect((await probe(await clip('wide-range.mp4'))).video).toMatchObject({ hdr: true, pixelFormat: 'yuv420p10le' });
    const { output } = await playableOf('wide-range.mp4');
    expect((await probe(output)).video).toMatchObject({ codec: 'h264', hdr: false, pixelFormat: 'yuv420p' });
  });

  test('a large film becomes 720p', async () => {
    expect(await playableOf('large.mp4')).toMatchObject({ pictureKept: false, picture: { width: 1280, height: 720 } });
  });

  test.each<Clip>(['browser.webm', 'camera.mts'])('%s becomes H.264 and AAC', async (name) => {
    const { output, progress } = await playableOf(name);
    expect(await probe(output)).toMatchObject({
      container: 'mov',
      video: { codec: 'h264', interlaced: false },
      audio: { codec: 'aac', profile: 'LC' },
    });
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  test.each<Clip>(['sound.m4a', 'sound.mp3'])('%s stays sound alone', async (name) => {
    const made = await playableOf(name);
    expect(made).toMatchObject({ picture: null, sound: true });
    expect(await probe(made.output)).toMatchObject({ video: null, audio: { codec: 'aac' } });
  });

  test.each<Clip>(['cut.mp4', 'noise.mp4'])('%s is refused as broken and leaves nothing behind', async (name) => {
    const before = await readdir(folder.path);
    await expect(playableOf(name)).rejects.toMatchObject({ name: 'MediaRefused', reason: 'broken' });
    expect(await readdir(folder.path)).toEqual(before);
  });
});

describe('a poster', () => {
  test('is a JPEG without tags', async () => {
    const output = fresh('jpg');
    const { bytes } = await makePoster(await clip('plays.mp4'), output, { atMs: 3_000 });
    const file = await readFile(output);
    expect(file.length).toBe(bytes);
    expect(file.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(file.toString('latin1')).not.toMatch(/Exif|Lavc|Private/);
  });

  test('a moment after the end gives the last one instead', async () => {
    const output = fresh('jpg');
    expect((await makePoster(await clip('plays.mp4'), output, { atMs: 3_600_000 })).bytes).toBeGreaterThan(1_000);
  });

  test('sound alone has none', async () => {
    const output = fresh('jpg');
    await expect(makePoster(await clip('sound.m4a'), output, { atMs: 0 })).rejects.toMatchObject({ reason: 'no-picture-or-sound' });
    expect(existsSync(output)).toBe(false);
  });
});
