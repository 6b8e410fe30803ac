import { describe, expect, test } from '@jest/globals';
import { clockChange, clockShift, doubtfulTime } from '../../../src/domain/calendar/clock-change.js';
import { addDays } from '../../../src/domain/calendar/dates.js';
import { wholeSession } from '../../../src/domain/supervision/credit.js';

/** The instant of a local time, asked of the time zone data instead of the rule. */
const danish = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Copenhagen', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const offsetAt = (instant: number): number => {
  const [hours, minutes] = danish.format(instant).split(':').map(Number) as [number, number];
  const utc = new Date(instant);
  return ((hours * 60 + minutes - utc.getUTCHours() * 60 - utc.getUTCMinutes() + 2160) % 1440) - 720;
};

describe('the night the clocks change', () => {
  test.each([
    ['2025-03-30', 'forward'],
    ['2025-10-26', 'back'],
    ['2026-03-29', 'forward'],
    ['2026-10-25', 'back'],
    ['2026-03-22', null],
    ['2026-10-18', null],
    ['2026-06-28', null],
  ])('%s: %s', (date, change) => expect(clockChange(date)).toBe(change));

  test('for thirty years the rule says what the time zone data say', () => {
    for (let date = '2010-01-01'; date < '2040-01-01'; date = addDays(date, 1)) {
      const night = Date.parse(`${date}T00:00:00Z`);
      const moved = offsetAt(night + 4 * 3_600_000) - offsetAt(night);
      const said = clockChange(date);
      if (moved === 0 ? said !== null : said !== (moved > 0 ? 'forward' : 'back')) throw new Error(`${date}: ${moved}, ${said}`);
    }
  });

  test('a time that does not exist, or exists twice, is doubted; those beside it are not', () => {
    expect(doubtfulTime('2026-03-29', 150)).toBe('skipped');
    expect(doubtfulTime('2026-10-25', 120)).toBe('doubled');
    expect([119, 180].map((minutes) => doubtfulTime('2026-03-29', minutes))).toEqual([null, null]);
    expect(doubtfulTime('2026-03-28', 150)).toBeNull();
  });

  test('a session over the night is as long as it was lived', () => {
    const night = { startsAt: 60, endsAt: 240, breakMinutes: 0 };
    expect(wholeSession({ ...night, onDate: '2026-03-29' })).toBe(120);
    expect(wholeSession({ ...night, onDate: '2026-10-25' })).toBe(240);
    expect(wholeSession({ ...night, onDate: '2026-10-24' })).toBe(180);
    expect(clockShift('2026-03-29', 180, 600)).toBe(0);
    expect(clockShift('2026-03-29', 0, 120)).toBe(0);
  });
});
