import { describe, expect, test } from '@jest/globals';
import type { EnrolmentFacts, SeatDay } from '../../../src/domain/certification/facts.js';
import { attendanceCounts } from '../../../src/domain/desk/attendance-curve.js';
import { areaOf, areas } from '../../../src/domain/desk/matter.js';
import { remindAgainFrom } from '../../../src/domain/desk/reminder.js';

const seat = (given: Partial<SeatDay>): SeatDay =>
  ({ kind: 'seminar', code: 'S1', day: 1, onDate: '2026-02-03', presence: null, ...given }) as SeatDay;
const trainee = (days: SeatDay[], given: Partial<EnrolmentFacts> = {}) =>
  ({ enrolledOn: '2026-01-01', events: [], days, ...given }) as unknown as EnrolmentFacts;

describe('attendance of a cohort, day by day', () => {
  test('everyone who took part is in exactly one part of a day', () => {
    const people = [
      trainee([seat({ presence: 'present' })]),
      trainee([seat({ presence: 'absent' })]),
      trainee([seat({ presence: 'made_up' })]),
      trainee([seat({})]),
    ];
    expect(attendanceCounts(people, '2026-02-03')).toMatchObject([{ present: 1, absent: 1, madeUp: 1, unknown: 1 }]);
    expect(attendanceCounts(people, '2026-02-02')).toEqual([]);
  });

  test('whoever came later, was away or had stopped is not missing', () => {
    const stopped = [{ kind: 'stopped', onDate: '2026-02-03' }] as EnrolmentFacts['events'];
    const away = [{ kind: 'leave_started', onDate: '2026-02-01' }] as EnrolmentFacts['events'];
    const people = [
      trainee([seat({})], { enrolledOn: '2026-02-04' }),
      trainee([seat({})], { events: stopped }),
      trainee([seat({})], { events: away }),
      trainee([seat({})]),
    ];
    expect(attendanceCounts(people, '2026-02-03')).toMatchObject([{ unknown: 1 }]);
  });

  test('a certification day counts only those who were written down', () => {
    const on = { kind: 'certification', code: 'C1' } as const;
    expect(attendanceCounts([trainee([seat(on)]), trainee([seat({ ...on, presence: 'present' })])], '2026-02-03')).toMatchObject([
      { present: 1, unknown: 0 },
    ]);
  });
});

describe('matters of the desk', () => {
  test('every matter is in one area', () => {
    for (const what of ['attendance', 'signature', 'objection', 'attestation', 'seat', 'account', 'evidence', 'first_meeting'] as const)
      expect(areas).toContain(areaOf(what));
    expect([areaOf('objection'), areaOf('attestation'), areaOf('seat')]).toEqual(['hours', 'hours', 'people']);
  });
  test('the same matter may be reminded of again after a week, over the turn of a year and a leap day', () => {
    expect([remindAgainFrom('2027-12-28'), remindAgainFrom('2028-02-25')]).toEqual(['2028-01-04', '2028-03-03']);
  });
});
