import { describe, expect, test } from '@jest/globals';
import { backOn, onLeave, stoppedOn, takesPart, type EnrolmentEvent } from '../../../src/domain/cohort/leave.js';
import { mayCoordinate, mayEnterAttendance, mayStartCohort } from '../../../src/domain/cohort/policy.js';
import { mayTakeSeat, seatsTaken } from '../../../src/domain/cohort/seats.js';
import { inForce } from '../../../src/domain/attendance/attendance.js';
import { crossesMunicipalities, mayBeCredited } from '../../../src/domain/supervision/group.js';
import { everyRole, person } from '../person/people.js';

const seminar2 = '2025-04-07';
const holders = (stopped: (string | null)[]) => stopped.map((stoppedDate) => ({ municipalityId: 1, stoppedOn: stoppedDate }));
const six = [null, null, null, null, null, null];

describe('seats of a municipality in a cohort', () => {
  test('a seventh meeting leader is refused with the reason', () => {
    expect(mayTakeSeat(seatsTaken(holders(six), 1, seminar2, '2025-02-03'), 6)).toEqual({ ok: false, reason: 'refusals:seatsFull' });
    expect(mayTakeSeat(seatsTaken(holders(six.slice(1)), 1, seminar2, '2025-02-03'), 6).ok).toBe(true);
  });
  test('other municipalities take none of them', () =>
    expect(seatsTaken([...holders(six), { municipalityId: 2, stoppedOn: null }], 2, seminar2, '2025-02-03')).toBe(1));
  test('stopping frees the seat until seminar 2 has begun', () => {
    const one = holders([...six.slice(1), '2025-03-01']);
    expect(seatsTaken(one, 1, seminar2, '2025-02-28')).toBe(6);
    expect(seatsTaken(one, 1, seminar2, '2025-03-01')).toBe(5);
    expect(seatsTaken(one, 1, seminar2, '2025-04-06')).toBe(5);
    expect(seatsTaken(one, 1, seminar2, '2025-04-07')).toBe(6);
  });
  test('a freed seat that somebody else took over is one seat, also after seminar 2', () => {
    const enrolled = (stopped: string | null, enrolledOn: string) => ({ municipalityId: 1, stoppedOn: stopped, enrolledOn });
    const first = Array.from({ length: 5 }, () => enrolled(null, '2025-01-06'));
    const replaced = [...first, enrolled('2025-03-01', '2025-01-06'), enrolled(null, '2025-03-10')];
    expect(seatsTaken(replaced, 1, seminar2, '2025-04-06')).toBe(6);
    expect(seatsTaken(replaced, 1, seminar2, '2025-04-07')).toBe(6);
    const notReplaced = [...first, enrolled('2025-03-01', '2025-01-06')];
    expect(seatsTaken(notReplaced, 1, seminar2, '2025-04-07')).toBe(6);
    const afterwards = [...first, enrolled('2025-05-01', '2025-01-06')];
    expect(seatsTaken(afterwards, 1, seminar2, '2025-06-01')).toBe(6);
  });
  test('a programme without a figure refuses nobody', () => expect(mayTakeSeat(25, null).ok).toBe(true));
});

describe('who coordinates', () => {
  test.each(everyRole)('a %s appointed to nothing does not', (role) =>
    expect(mayCoordinate(person(1, role), { coordinates: false }).ok).toBe(false),
  );
  test.each(everyRole)('of those appointed only a coordinator does, not a %s', (role) =>
    expect([mayCoordinate(person(1, role), { coordinates: true }).ok, mayStartCohort(person(1, role)).ok]).toEqual([
      role === 'coordinator',
      role === 'coordinator',
    ]),
  );
  test('attendance is not entered before the day, nor by somebody on the list', () => {
    const day = { coordinates: true, onDate: '2026-06-09', listedPersonIds: [5], today: '2026-06-09' };
    expect(mayEnterAttendance(person(1, 'coordinator'), day).ok).toBe(true);
    expect(mayEnterAttendance(person(1, 'coordinator'), { ...day, today: '2026-06-08' })).toEqual({
      ok: false,
      reason: 'refusals:dayNotYet',
    });
    expect(mayEnterAttendance(person(5, 'coordinator', 'trainee'), day)).toEqual({ ok: false, reason: 'refusals:ownAttendance' });
  });
});

describe('attendance', () => {
  test('the last line written for a day is in force, in whatever order they are read', () => {
    const line = (id: number, presence: 'present' | 'absent' | 'made_up', trainingDayId = 1) => ({
      id,
      trainingDayId,
      enrolmentId: 1,
      presence,
      conversation: null,
    });
    const lines = [line(3, 'made_up'), line(1, 'present'), line(2, 'absent'), line(4, 'present', 2)];
    expect([...inForce(lines)].map(([day, { presence }]) => [day, presence]).sort()).toEqual([
      [1, 'made_up'],
      [2, 'present'],
    ]);
  });
});

describe('leave and stopping', () => {
  const leave: EnrolmentEvent[] = [
    { kind: 'leave_started', onDate: '2025-11-01' },
    { kind: 'leave_ended', onDate: '2026-05-01' },
  ];
  test('the day of return is no day of leave', () => {
    expect(['2025-10-31', '2025-11-01', '2026-04-30', '2026-05-01'].map((day) => onLeave(leave, day))).toEqual([false, true, true, false]);
    expect(backOn(leave, '2026-01-01')).toBe('2026-05-01');
  });
  test('nobody takes part on leave or from the day of stopping', () => {
    const events: EnrolmentEvent[] = [...leave, { kind: 'stopped', onDate: '2026-08-01' }];
    expect(stoppedOn(events)).toBe('2026-08-01');
    expect(['2026-01-01', '2026-06-01', '2026-08-01'].map((day) => takesPart(events, day))).toEqual([false, true, false]);
  });
  test('minutes are credited to members on that day only, and no more after the certificate', () => {
    const member = { fromDate: '2025-02-05', toDate: '2026-02-01', certifiedOn: null };
    expect(['2025-02-04', '2025-02-05', '2026-01-31', '2026-02-01'].map((day) => mayBeCredited(member, [], day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(mayBeCredited(member, leave, '2025-11-18')).toBe(false);
    expect(mayBeCredited({ ...member, certifiedOn: '2025-12-01' }, [], '2025-12-10')).toBe(false);
  });
  test('a group of one municipality alone does not cross', () =>
    expect([crossesMunicipalities([1, 1]), crossesMunicipalities([1, 2]), crossesMunicipalities([1])]).toEqual([false, true, true]));
});
