import { describe, expect, test } from '@jest/globals';
import {
  isQuarter,
  lastQuarter,
  mayAttest,
  quarterFigures,
  quarterOf,
  quarterSpan,
  sideOf,
} from '../../../src/domain/supervision/attestation.js';
import { person } from '../person/people.js';

describe('a quarter', () => {
  test.each([
    ['2025-01-01', '2025-1'],
    ['2025-03-31', '2025-1'],
    ['2025-04-01', '2025-2'],
    ['2025-12-31', '2025-4'],
  ])('%s is in %s', (date, quarter) => expect(quarterOf(date)).toBe(quarter));
  test('runs from its first to its last day', () => {
    expect(quarterSpan('2025-1')).toEqual({ from: '2025-01-01', to: '2025-03-31' });
    expect(quarterSpan('2025-4')).toEqual({ from: '2025-10-01', to: '2025-12-31' });
  });
  test('the last one over, also in January', () => {
    expect(lastQuarter('2026-01-15')).toBe('2025-4');
    expect(lastQuarter('2025-09-30')).toBe('2025-2');
  });
  test.each(['2025-0', '2025-5', '25-1', '2025-1 ', '３', ''])('«%s» is none', (typed) => expect(isQuarter(typed)).toBe(false));
});

const facts = { personId: 1, supervisorIds: [10], quarter: '2025-1' as const, lines: 2, unsigned: 0, openObjections: 0 };
const may = (who: number, given: Partial<typeof facts> = {}, today = '2025-04-01') => mayAttest(person(who), { ...facts, ...given }, today);

describe('who signs a quarter, and when', () => {
  test('both sides, from the day after it ended', () => {
    expect([may(1).ok, may(10).ok]).toEqual([true, true]);
    expect(may(1, {}, '2025-03-31')).toEqual({ ok: false, reason: 'refusals:quarterRuns' });
    expect([sideOf(person(1), facts), sideOf(person(10), facts), sideOf(person(20), facts)]).toEqual(['trainee', 'supervisor', null]);
  });
  test('nobody else, a coordinator neither', () => expect(may(20)).toEqual({ ok: false, reason: 'refusals:attestedByTheTwo' }));
  test('nobody signs both sides of the own quarter', () => expect(sideOf(person(1), { ...facts, supervisorIds: [1] })).toBe('trainee'));
  test('not while something in it waits, and not where there is nothing', () => {
    expect(may(1, { unsigned: 1 })).toEqual({ ok: false, reason: 'refusals:quarterUnsigned' });
    expect(may(10, { openObjections: 1 })).toEqual({ ok: false, reason: 'refusals:quarterObjection' });
    expect(may(1, { lines: 0 })).toEqual({ ok: false, reason: 'refusals:nothingToAttest' });
  });
  test('the sums are of every line, reversals too', () =>
    expect(
      quarterFigures([
        { minutes: 300, kind: 'group', online: false },
        { minutes: -300, kind: 'group', online: false },
        { minutes: 240, kind: 'group', online: true },
        { minutes: 60, kind: 'peer', online: false },
      ]),
    ).toEqual({ minutes: { group: 240, live: 0, individual: 0, peer: 60 }, online: 240, total: 300 }));
});
