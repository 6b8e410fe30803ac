import { afterAll, describe, expect, test } from '@jest/globals';
import { makePoster, makeSprite, spriteStepMs } from '../../src/media/pictures.js';
import { probe } from '../../src/media/probe.js';
import { type Clip, clip } from '../support/clips/make-clips.js';
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
    const made = await makeSprite(input.fd, output.fd, { probe: found });
    expect(made).toMatchObject({ everyMs: 1_000, columns: 10, width: 160, height: 90 });
    expect(made.count).toBeGreaterThanOrEqual(12);
    expect(sizeOf(await contentOf(output))).toEqual({ width: 1600, height: 90 * Math.ceil(made.count / 10) });
  });

  test('of an upright film is upright', async () => {
    const { input, output, found } = await opened('upright.mp4');
    expect(await makeSprite(input.fd, output.fd, { probe: found })).toMatchObject({ width: 90, height: 160 });
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
