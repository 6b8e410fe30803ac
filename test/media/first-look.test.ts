import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { newBlobKey, openMedia, type Media } from '../../src/media/index.js';
import { ownFolder } from '../support/clips/folder.js';
import { type Clip, clip } from '../support/clips/make-clips.js';

let folder: Awaited<ReturnType<typeof ownFolder>>;
let media: Media;
const key = newBlobKey(1);
beforeAll(async () => {
  folder = await ownFolder();
  media = await openMedia({ dataDir: folder.path, filmKeys: { open: () => Promise.resolve(Buffer.alloc(32, 9)) } });
});
afterAll(() => folder.remove());

async function playsAtOnce(source: Readable): Promise<boolean> {
  await media.blobs.put(key, source);
  return media.playsAtOnce(key);
}

describe('whether a file plays as it came', () => {
  test.each<[Clip, boolean]>([
    ['plays.mp4', true],
    ['faststart.mp4', true],
    ['plain-upright.mp4', true],
    ['large.mp4', true],
    ['sound.m4a', true],
    ['lying.mp4', false],
    ['wide-range.mp4', false],
    ['browser.webm', false],
    ['plays.ts', false],
    ['sound.mp3', false],
    ['no-end.mp4', false],
    ['text.mp4', false],
    ['empty.mp4', false],
  ])('%s: %p', async (name, plays) => {
    expect(await playsAtOnce(createReadStream(await clip(name)))).toBe(plays);
  });

  describe('what the index tells beyond the limits is left to the tools', () => {
    const changed = async (change: (film: Buffer) => Buffer): Promise<boolean> =>
      playsAtOnce(Readable.from([change(await readFile(await clip('plays.mp4')))]));
    const writing = (place: (film: Buffer) => number, value: (film: Buffer) => number, bytes = 4) =>
      changed((film) => {
        film.writeUIntBE(value(film), place(film), bytes);
        return film;
      });
    const placeOf = (film: Buffer, box: string) => film.indexOf(box, film.indexOf('moov', 0, 'latin1'), 'latin1') + 4;

    test('cut off by a single byte, or with a byte too many', async () => {
      expect(await changed((film) => film.subarray(0, -1))).toBe(false);
      expect(await changed((film) => Buffer.concat([film, Buffer.alloc(1)]))).toBe(false);
    });
    test('longer than four hours, or shorter than a second', async () => {
      const lasting = (seconds: number) =>
        writing(
          (film) => placeOf(film, 'mvhd') + 16,
          (film) => film.readUInt32BE(placeOf(film, 'mvhd') + 12) * seconds,
        );
      expect(await lasting(4 * 3600)).toBe(true);
      expect(await lasting(4 * 3600 + 1)).toBe(false);
      expect(await lasting(0)).toBe(false);
    });
    test('a picture of more points than any phone makes', async () => {
      const size = (side: number) =>
        writing(
          (film) => placeOf(film, 'avc1') + 24,
          () => side * 65_536 + side,
        );
      expect(await size(3000)).toBe(true);
      expect(await size(16_000)).toBe(false);
    });
    test('thousands of pictures a second', async () => {
      const counted = (count: number) =>
        writing(
          (film) => placeOf(film, 'stsz') + 8,
          () => count,
        );
      expect(await counted(30)).toBe(true);
      expect(await counted(60_000)).toBe(false);
    });
  });

  test('nothing a file holds makes it throw or hang', async () => {
    const whole = await readFile(await clip('sound.m4a'));
    for (let round = 0; round < 60; round += 1) {
      const torn = Buffer.from(whole);
      for (let bite = 0; bite < 40; bite += 1) torn[(round * 7_919 + bite * 104_729) % torn.length] = (round * 31 + bite) % 256;
      expect(typeof (await playsAtOnce(Readable.from([torn])))).toBe('boolean');
    }
    expect(await playsAtOnce(Readable.from([Buffer.alloc(100_000)]))).toBe(false);
  });

  test('what is not there does not play', async () => {
    expect(await media.playsAtOnce(newBlobKey(1))).toBe(false);
  });
});
