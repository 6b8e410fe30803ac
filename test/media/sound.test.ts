import { afterAll, describe, expect, test } from '@jest/globals';
import { probe } from '../../src/media/probe.js';
import { hear, listener, silencesIn } from '../../src/media/sound.js';
import { type Clip, clip } from '../support/clips/make-clips.js';
import { Shelf } from '../support/clips/shelf.js';

const shelf = new Shelf();
afterAll(() => shelf.close());

async function heardIn(name: Clip) {
  const input = await shelf.open(await clip(name));
  return hear(input.fd, { probe: await probe(input.fd) });
}

const level = (db: number, windows: number): number[] => Array.from({ length: windows }, (_, n) => db + (n % 3) - 1);

describe('the wave', () => {
  test('has ten peaks a second, high where it is loud', async () => {
    const { peaks, everyMs } = await heardIn('near-and-far.m4a');
    expect(everyMs).toBe(100);
    expect(Math.abs(peaks.length - 800)).toBeLessThan(5);
    const highest = (from: number, to: number) => Math.max(...peaks.slice(from * 10, to * 10));
    expect(highest(5, 25)).toBeGreaterThan(2.5 * highest(50, 75));
    expect(highest(33, 43)).toBeLessThan(2);
  });

  test('is the same however the bytes are cut', () => {
    const sound = Buffer.alloc(8_000);
    for (let at = 0; at < 4_000; at += 1) sound.writeInt16LE(Math.round(Math.sin(at / 7) * at * 8), at * 2);
    const measured = [1, 3, 7, 1_601, 8_000].map((size) => {
      const { take, end } = listener();
      for (let at = 0; at < sound.length; at += size) take(sound.subarray(at, at + size));
      return end();
    });
    for (const one of measured) expect(one).toEqual(measured[0]);
    expect(measured[0]?.peaks).toEqual([19, 39, 58, 77, 97].map((peak) => expect.closeTo(peak, -1)));
  });
});

describe('silence', () => {
  test('is found where nobody speaks, to within a quarter of a second', async () => {
    const { silences } = await heardIn('near-and-far.m4a');
    expect(silences).toHaveLength(1);
    const [from, to] = silences[0]!;
    expect(Math.abs(from - 30_000)).toBeLessThan(250);
    expect(Math.abs(to - 46_000)).toBeLessThan(250);
  });

  test('is measured from the room’s own hum', () => {
    const levels = [...level(-25, 100), ...level(-45, 40), ...level(-25, 100)];
    expect(silencesIn(levels)).toEqual([[10_000, 14_000]]);
  });

  test('shorter than two seconds is a breath', () => {
    expect(silencesIn([...level(-25, 100), ...level(-60, 19), ...level(-25, 100)])).toEqual([]);
  });

  test('is not broken by a single creak', () => {
    const creak = [...level(-60, 20), -30, ...level(-60, 20)];
    expect(silencesIn([...level(-25, 100), ...creak, ...level(-25, 100)])).toEqual([[10_000, 14_100]]);
  });

  test('is nowhere in an even noise, and everywhere in a hush', () => {
    expect(silencesIn(level(-30, 200))).toEqual([]);
    expect(silencesIn(level(-80, 200).map(() => -80))).toEqual([[0, 20_000]]);
    expect(silencesIn([])).toEqual([]);
  });
});

test('a film without sound has no wave', async () => {
  await expect(heardIn('wide-range.mp4')).rejects.toMatchObject({ reason: 'no-picture-or-sound' });
});
