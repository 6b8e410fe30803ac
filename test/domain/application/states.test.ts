import { describe, expect, test } from '@jest/globals';
import {
  applicationEventKinds,
  applicationState,
  applicationStates,
  applicationTransitions,
  applicationTurn,
  afterApplicationEvent,
  isOpenApplication,
} from '../../../src/domain/application/states.js';
import {
  hasSeatWaiting,
  lineOf,
  placeInLine,
  seatsBesideLine,
  seatsOfMunicipality,
  type InLine,
} from '../../../src/domain/application/waiting-list.js';
import { deadlineOf, leaveDays } from '../../../src/domain/cohort/deadline.js';
import { nameFault } from '../../../src/domain/person/name-fault.js';

describe('the life of an application', () => {
  test('every state is reached, and every event leads somewhere', () => {
    const reached = new Set(applicationTransitions.map(({ to }) => to));
    expect(applicationStates.filter((state) => !reached.has(state))).toEqual([]);
    expect(applicationEventKinds.filter((kind) => applicationTransitions.every(({ event }) => event !== kind))).toEqual([]);
  });

  test('the whole table: what can happen in each state', () => {
    const can = Object.fromEntries(
      [null, ...applicationStates].map((state) => [
        String(state),
        applicationEventKinds.filter((event) => afterApplicationEvent(state, event) !== null),
      ]),
    );
    expect(can).toEqual({
      null: ['nominated', 'approved'],
      nominated: ['approved', 'refused', 'seated', 'withdrawn'],
      waiting: ['offered', 'seated', 'withdrawn'],
      offered: ['accepted', 'declined', 'seated', 'withdrawn'],
      seated: [],
      refused: [],
      declined: [],
      withdrawn: [],
    });
  });

  test('is told by its events, and a settled one stays settled', () => {
    expect(applicationState(['nominated', 'approved', 'offered', 'declined', 'accepted'])).toBe('declined');
    expect(applicationState(['approved', 'seated', 'withdrawn'])).toBe('seated');
    expect(applicationState([])).toBeNull();
    expect(applicationStates.filter(isOpenApplication)).toEqual(['nominated', 'waiting', 'offered']);
  });

  test('tells whose turn it is', () => {
    expect(applicationStates.map((state) => applicationTurn(state, true))).toEqual([
      'manager',
      'coordinator',
      'manager',
      'nobody',
      'nobody',
      'nobody',
      'nobody',
    ]);
    expect(applicationTurn('waiting', false)).toBe('nobody');
  });
});

describe('a waiting list', () => {
  const one = (id: number, state: InLine['state'], approvedAt: string | null, municipalityId = 1): InLine => ({
    id,
    municipalityId,
    state,
    approvedAt,
  });
  const all = [
    one(1, 'waiting', '2025-03-02'),
    one(2, 'waiting', '2025-03-01'),
    one(3, 'offered', '2025-02-01'),
    one(4, 'nominated', null),
    one(5, 'waiting', '2025-01-01', 2),
  ];

  test('who was approved first is first, in their own municipality', () => {
    expect(lineOf(all, 1).map(({ id }) => id)).toEqual([2, 1]);
    expect(placeInLine(all, all[0]!)).toBe(2);
    expect(placeInLine(all, all[3]!)).toBeNull();
  });

  test('an offer holds its seat, and a free one is for the first in line', () => {
    const seats = seatsOfMunicipality(all, 1, 4, 6);
    expect(seats).toEqual({ capacity: 6, taken: 4, offered: 1, free: 1 });
    expect(all.map((each) => hasSeatWaiting(all, each, seats))).toEqual([false, true, false, false, true]);
    expect(seatsBesideLine(all, 1, seats)).toBe(0);
    expect(seatsBesideLine(all, 1, seatsOfMunicipality(all, 1, 1, 6))).toBe(2);
    expect(seatsOfMunicipality(all, 1, 9, 6).free).toBe(0);
    expect(seatsBesideLine(all, 1, seatsOfMunicipality(all, 1, 9, null))).toBeNull();
  });
});

describe('the deadline', () => {
  const leave = (from: string, back?: string) => [
    { kind: 'leave_started' as const, onDate: from },
    ...(back ? [{ kind: 'leave_ended' as const, onDate: back }] : []),
  ];

  test('moves by the days of leave: M17, from 1 November 2025 to 1 May 2026, is 181 days', () => {
    const events = leave('2025-11-01', '2026-05-01');
    expect(leaveDays(events, '2026-09-30')).toBe(181);
    expect(deadlineOf('2026-09-30', events, '2026-09-30')).toBe('2027-03-30');
    expect(deadlineOf('2026-09-30', events, '2025-12-01')).toBe('2027-03-30');
  });

  test('an open leave moves it day by day, two add up, and 29 February is a day', () => {
    expect(deadlineOf('2026-09-30', leave('2026-01-01'), '2026-01-11')).toBe('2026-10-10');
    expect(leaveDays([...leave('2028-02-28', '2028-03-01'), ...leave('2028-05-01', '2028-05-03')], '2029-01-01')).toBe(4);
    expect(deadlineOf('2026-09-30', [], '2026-01-01')).toBe('2026-09-30');
  });
});

describe('names', () => {
  test.each([
    ['Åse Ærø-Østergård', null],
    ["Siobhán O'Neill", null],
    ['=HYPERLINK("http://x")', 'formula'],
    ["'+45 1234", 'formula'],
    ['-1', 'formula'],
    ['＝1+1', 'formula'],
    ['@sum', 'formula'],
    ['Bo 010190-1234', 'cpr'],
    ['Bo\u0007', 'control'],
  ])('%s', (name, fault) => expect(nameFault(name)).toBe(fault));
});
