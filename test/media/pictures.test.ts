import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { keyframeGapMs } from '../../src/media/keyframes.js';
import { makePoster, makeSprite, spriteStepMs } from '../../src/media/pictures.js';
import { probe } from '../../src/media/probe.js';
import { type Clip, clip } from '../support/clips/make-clips.js';
import { ownFolder } from '../support/clips/folder.js';
import { contentOf, Shelf } from '../support/clips/shelf.js';

const shelf = new Shelf();
afterAll(() => shelf.close());

async function opened(name: Clip) {
  const input = await shelf.open(await clip(name));
  return { input, output: await shelf.fresh(), found: await probe(input.fd) };
}

/** Width and height as the JPEG's frame header tells them. */
function sizeOf(jpeg: Buffer): { width: number; height: number } {
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2))
    if ([0xc0, 0xc1, 0xc2].includes(jpeg[at + 1]!)) return { height: jpeg.readUInt16BE(at + 5), width: jpeg.readUInt16BE(at + 7) };
  throw new Error('no frame header');
}

describe('a poster', () => {
  test('is a JPEG without tags', async () => {
    const { input, output, found } = await opened('plays.mp4');
    const { bytes } = await makePoster(input.fd, output.fd, { probe: found, atMs: 3_000 });
    const file = await contentOf(output);
    expect(file.length).toBe(bytes);
    expect(file.subarray(0, 3).toString('hex')).toBe('ffd8ff');
    expect(sizeOf(file)).toEqual({ width: 640, height: 360 });
    expect(file.toString('latin1')).not.toMatch(/Exif|Lavc|Private/);
  });

  test('stands upright when the film was held upright', async () => {
    const { input, output, found } = await opened('upright.mp4');
    await makePoster(input.fd, output.fd, { probe: found, atMs: 1_000 });
    expect(sizeOf(await contentOf(output))).toEqual({ width: 360, height: 640 });
  });

  test('a moment after the end gives the last one instead', async () => {
    const { input, output, found } = await opened('plays.mp4');
    expect((await makePoster(input.fd, output.fd, { probe: found, atMs: 3_600_000 })).bytes).toBeGreaterThan(1_000);
  });

  test('sound alone has none', async () => {
    const { input, output, found } = await opened('sound.m4a');
    await expect(makePoster(input.fd, output.fd, { probe: found, atMs: 0 })).rejects.toMatchObject({ reason: 'no-picture-or-sound' });
    expect((await output.stat()).size).toBe(0);
  });
});

describe('the picture strip', () => {
  test('has one small picture a step, ten in a row', async () => {
    const { input, output, found } = await opened('faststart.mp4');
    const { sprite } = await makeSprite(input.fd, output.fd, { probe: found });
    expect(sprite).toMatchObject({ everyMs: 1_000, columns: 10, width: 160, height: 90 });
    expect(sprite!.count).toBeGreaterThanOrEqual(12);
    expect(sizeOf(await contentOf(output))).toEqual({ width: 1600, height: 90 * Math.ceil(sprite!.count / 10) });
  });

  test('of an upright film is upright', async () => {
    const { input, output, found } = await opened('upright.mp4');
    expect((await makeSprite(input.fd, output.fd, { probe: found })).sprite).toMatchObject({ width: 90, height: 160 });
  });

  test.each(['faststart.mp4', 'plays.mp4', 'upright.mp4'] as const)('tells how far apart the keyframes of %s are', async (name) => {
    const { input, output, found } = await opened(name);
    const { keyframeGapMs: gap } = await makeSprite(input.fd, output.fd, { probe: found });
    expect(gap).toBe(await keyframeGapMs(input.fd, found));
    expect(gap).toBeGreaterThan(0);
  });

  test('is not made of keyframes far apart, listed by the film or found by reading it', async () => {
    const folder = await ownFolder();
    for (const name of ['long.mp4', 'long.mkv']) {
      const path = join(folder.path, name);
      const source = ['-f', 'lavfi', '-i', 'testsrc=s=64x36:r=5:d=15', '-c:v', 'libx264', '-g', '1000', '-sc_threshold', '0'];
      execFileSync('ffmpeg', ['-v', 'error', ...source, '-pix_fmt', 'yuv420p', path]);
      const [input, output] = [await shelf.open(path), await shelf.fresh()];
      const made = await makeSprite(input.fd, output.fd, { probe: await probe(input.fd) });
      expect(made).toEqual({ keyframeGapMs: 15_000, sprite: null });
    }
    await folder.remove();
  });

  test.each([
    [5_000, 1_000],
    [600_000, 5_000],
    [5_400_000, 10_000],
    [14_400_000, 24_000],
  ])('a film of %i ms has a picture every %i ms', (durationMs, everyMs) => {
    expect(spriteStepMs(durationMs)).toBe(everyMs);
    expect(durationMs / spriteStepMs(durationMs)).toBeLessThanOrEqual(600);
  });
});
