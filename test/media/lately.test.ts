import { describe, expect, it } from '@jest/globals';
import { Lately } from '../../src/media/lately.js';

const clockFrom = (ms: number) => {
  let now = ms;
  return { now: () => now, pass: (more: number) => void (now += more) };
};

describe('what was read lately', () => {
  it('is known chunk by chunk, and only when every one of them was read', () => {
    const lately = new Lately(100, clockFrom(0).now);
    lately.note(10, 9, 0);
    expect(lately.covers(10, 9)).toBe(true);
    expect(lately.covers(12, 3)).toBe(true);
    for (const [first, count] of [
      [9, 2],
      [18, 2],
      [0, 100],
      [50, 1],
    ] as const)
      expect(lately.covers(first, count)).toBe(false);
  });

  it('is forgotten after half a minute to a minute', () => {
    const clock = clockFrom(12_000);
    const lately = new Lately(10, clock.now);
    lately.note(0, 10, 0);
    clock.pass(30_000);
    expect(lately.covers(0, 10)).toBe(true);
    clock.pass(30_000);
    expect(lately.covers(0, 10)).toBe(false);
  });

  it('is known over the turn of the count, and a chunk never read is not', () => {
    const clock = clockFrom(254 * 30_000);
    const lately = new Lately(3, clock.now);
    lately.note(0, 1, 0);
    clock.pass(30_000);
    lately.note(1, 1, 0);
    expect([0, 1, 2].map((chunk) => lately.covers(chunk, 1))).toEqual([true, true, false]);
  });

  it('is believed no more once a reading took as long as a disk takes, but for what was just read', () => {
    const lately = new Lately(20, clockFrom(0).now);
    lately.note(0, 10, 0.2);
    lately.note(10, 5, 25);
    expect([lately.covers(0, 10), lately.covers(10, 5)]).toEqual([false, true]);
  });

  it('keeps nothing beyond the end of the file', () => {
    const lately = new Lately(4, clockFrom(0).now);
    lately.note(0, 9, 0);
    expect(lately.covers(0, 4)).toBe(true);
    expect(lately.covers(0, 5)).toBe(false);
  });
});
