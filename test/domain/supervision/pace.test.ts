import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pace } from '../../../src/domain/supervision/pace.js';

const required = 2700;

const of = (done: number, offered: number, booked: number, cameToAll = false) =>
  pace({ done, offered, reach: done + booked, required, cameToAll });

describe('pace', () => {
  test('2700 of 2700 is met', () => expect(of(2700, 3000, 0)).toBe('met'));
  test('2695 with nothing booked cannot be reached', () => expect(of(2695, 3000, 0)).toBe('cannot-reach'));
  test('2695 with five minutes booked is on track', () => expect(of(2695, 3000, 5)).toBe('on-track'));
  test('80 % of what was offered is on track, five minutes less is behind', () => {
    expect(of(1200, 1500, 1500)).toBe('on-track');
    expect(of(1195, 1500, 1505)).toBe('behind');
  });
  test('done and booked together short of the requirement is told at once', () => expect(of(280, 300, 2415)).toBe('cannot-reach'));

  test('nobody who came to everything is ever warned', () => {
    const minutes = fc.integer({ min: 0, max: 600 }).map((fives) => fives * 5);
    fc.assert(
      fc.property(minutes, minutes, minutes, (offered, booked, fewer) => {
        expect(['met', 'on-track']).toContain(of(offered, offered, booked));
        expect(['met', 'on-track']).toContain(of(Math.min(offered, fewer), offered, booked, true));
      }),
    );
  });
});
