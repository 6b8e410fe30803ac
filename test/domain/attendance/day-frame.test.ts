import { describe, expect, test } from '@jest/globals';
import {
  attendedMinutes,
  formatBreaks,
  frameFaults,
  parseBreaks,
  plannedMinutes,
  usualDay,
  type DayFrame,
} from '../../../src/domain/attendance/day-frame.js';

const day: DayFrame = { onDate: '2026-05-12', ...usualDay };
const at = (hours: number, minutes = 0) => hours * 60 + minutes;

describe('minutes of a day', () => {
  test('the whole day is its hours less its breaks', () => expect(plannedMinutes(day)).toBe(360));
  test('late by half an hour is half an hour less', () => expect(attendedMinutes(day, { from: at(9, 30), to: at(16) })).toBe(330));
  test('a break is taken only from those who were there for it', () => {
    expect(attendedMinutes(day, { from: at(9), to: at(11) })).toBe(120);
    expect(attendedMinutes(day, { from: at(12, 30), to: at(16) })).toBe(180);
  });
  test('time outside the day gives nothing, and nothing is negative', () => {
    expect(attendedMinutes(day, { from: at(7), to: at(20) })).toBe(360);
    expect(attendedMinutes(day, { from: at(16), to: at(9) })).toBe(0);
    expect(attendedMinutes(day, { from: at(12), to: at(13) })).toBe(0);
  });
  test('the night the clock goes forward has an hour less, the night it goes back an hour more', () => {
    const night = (onDate: string): DayFrame => ({ onDate, startsAt: at(1), endsAt: at(5), breaks: [] });
    expect(plannedMinutes(night('2026-03-28'))).toBe(240);
    expect(plannedMinutes(night('2026-03-29'))).toBe(180);
    expect(plannedMinutes(night('2026-10-25'))).toBe(300);
    expect(attendedMinutes(night('2026-03-29'), { from: at(3), to: at(5) })).toBe(120);
    expect(plannedMinutes({ ...night('2026-03-29'), breaks: [{ from: at(1), to: at(4) }] })).toBe(60);
  });
});

describe('breaks as typed', () => {
  test('several, in any order, with either dash', () => {
    expect(parseBreaks('14.15-14.30, 12–13')).toEqual([
      { from: at(12), to: at(13) },
      { from: at(14, 15), to: at(14, 30) },
    ]);
    expect(parseBreaks('12.00-12.30 og 14-14.10')).toHaveLength(2);
    expect(parseBreaks('  ')).toEqual([]);
    expect(formatBreaks([{ from: at(12), to: at(13) }])).toBe('12.00–13.00');
  });
  test.each(['12', '12-', '12-25.00', '1e3-13', '-5', '１２-13', '12-13-14', 'frokost', '12,5-13'])('«%s» is no break', (typed) =>
    expect(parseBreaks(typed)).toBeNull(),
  );
});

describe('what keeps a day from being planned', () => {
  const faults = (given: Partial<DayFrame>) => frameFaults({ ...day, ...given }).map(({ field, reason }) => `${field} ${reason}`);
  test('an ordinary day: nothing', () => expect(faults({})).toEqual([]));
  test('an end before the start', () => expect(faults({ endsAt: at(8) })).toEqual(['endsAt refusals:endBeforeStart']));
  test('a break outside the day, upside down, or over another', () => {
    for (const breaks of [
      [{ from: at(8), to: at(9, 30) }],
      [{ from: at(13), to: at(12) }],
      [
        { from: at(12), to: at(13) },
        { from: at(12, 30), to: at(14) },
      ],
    ])
      expect(faults({ breaks })).toEqual(['breaks refusals:breaksOutside']);
  });
  test('breaks as long as the day', () =>
    expect(faults({ breaks: [{ from: at(9), to: at(16) }] })).toEqual(['breaks refusals:breakTooLong']));
  test('the hour that is skipped and the one that comes twice', () => {
    expect(faults({ onDate: '2026-03-29', startsAt: at(2, 30) })).toEqual(['startsAt refusals:timeSkipped']);
    expect(faults({ onDate: '2026-10-25', startsAt: at(1), endsAt: at(2, 30), breaks: [] })).toEqual(['endsAt refusals:timeDoubled']);
    expect(faults({ onDate: '2026-03-28', startsAt: at(2, 30) })).toEqual([]);
  });
});
