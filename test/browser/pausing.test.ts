import { describe, expect, test } from '@jest/globals';
import { pausing } from '../../src/browser/review/pausing.js';

/** Plays and pauses as a video does. */
const film = (paused: boolean, currentTime: number) => ({
  paused,
  currentTime,
  play() {
    this.paused = false;
    return Promise.resolve();
  },
  pause() {
    this.paused = true;
  },
});

describe('a film while somebody writes', () => {
  test('stops, and goes on from two seconds before', () => {
    const playing = film(false, 60);
    const page = pausing(playing);
    page.hold();
    expect(playing.paused).toBe(true);
    page.release();
    expect([playing.paused, playing.currentTime]).toEqual([false, 58]);
  });

  test('stays still when the person had stopped it themselves', () => {
    const still = film(true, 60);
    const page = pausing(still);
    page.hold();
    page.release();
    expect([still.paused, still.currentTime]).toEqual([true, 60]);
  });

  test('goes on from where the person has moved it to', () => {
    const moved = film(false, 60);
    const page = pausing(moved);
    page.hold();
    moved.currentTime = 10;
    page.release();
    expect([moved.paused, moved.currentTime]).toEqual([false, 10]);
  });

  test('is the person’s again once they have played it: saving changes nothing', () => {
    const taken = film(false, 60);
    const page = pausing(taken);
    page.hold();
    page.taken();
    taken.pause();
    page.release();
    expect(taken.paused).toBe(true);
  });

  test('never starts before the beginning', () => {
    const early = film(false, 1);
    const page = pausing(early);
    page.hold();
    page.release();
    expect(early.currentTime).toBe(0);
  });
});
