import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pace } from '../../../src/domain/supervision/pace.js';

const required = 2700;

describe('pace', () => {
  test('2700 of 2700 is met', () => expect(pace({ done: 2700, offered: 3000, booked: 0, required })).toBe('met'));
  test('2695 with nothing booked cannot be reached', () =>
    expect(pace({ done: 2695, offered: 3000, booked: 0, required })).toBe('cannot-reach'));
  test('2695 with five minutes booked is on track', () =>
    expect(pace({ done: 2695, offered: 3000, booked: 5, required })).toBe('on-track'));
  test('80 % of what was offered is on track, five minutes less is behind', () => {
    expect(pace({ done: 1200, offered: 1500, booked: 1500, required })).toBe('on-track');
    expect(pace({ done: 1195, offered: 1500, booked: 1505, required })).toBe('behind');
  });
  test('done and booked together short of the requirement is told at once', () =>
    expect(pace({ done: 280, offered: 300, booked: 2415, required })).toBe('cannot-reach'));

  test('nobody who came to everything is ever warned', () => {
    const minutes = fc.integer({ min: 0, max: 600 }).map((fives) => fives * 5);
    fc.assert(
      fc.property(minutes, minutes, (offered, booked) => {
        expect(['met', 'on-track']).toContain(pace({ done: offered, offered, booked, required }));
      }),
    );
  });
});
