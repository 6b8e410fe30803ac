import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hasSeatWaiting, seatsOfMunicipality, type InLine } from '../../../src/domain/application/waiting-list.js';
import { seatsTaken, type SeatHolder } from '../../../src/domain/cohort/seats.js';
import { freeSeats, type SeatedCohort } from '../../../src/domain/desk/free-seats.js';

const places = [{ municipalityId: 1, municipalityName: 'Åsted' }];
const cohort: SeatedCohort = { capacity: 6, startsOn: '2026-03-02', seminar1End: '2026-03-04', seminar2: '2026-05-05' };
const holder = (given: Partial<SeatHolder> = {}): SeatHolder => ({ municipalityId: 1, stoppedOn: null, ...given });
const waiting = (id: number, approvedAt: string): InLine => ({ id, municipalityId: 1, state: 'waiting', approvedAt });
const of = (holders: SeatHolder[], line: InLine[], today: string, given: Partial<SeatedCohort> = {}) =>
  freeSeats(places, holders, line, { ...cohort, ...given }, today).map(({ free, first }) => [free, first?.id ?? null]);
const held = (count: number) => Array.from({ length: count }, () => holder());

describe('free seats on the desk', () => {
  test('without a line they are told until seminar 1 is over, and not a day longer', () => {
    expect(of(held(5), [], '2026-03-04')).toEqual([[1, null]]);
    expect(of(held(5), [], '2026-03-05')).toEqual([]);
    expect(of(held(6), [], '2026-03-04')).toEqual([]);
  });

  test('without planned seminars the first day of the cohort decides', () => {
    const unplanned = { seminar1End: null, seminar2: null };
    expect(of(held(5), [], '2026-03-02', unplanned)).toEqual([[1, null]]);
    expect(of(held(5), [], '2026-03-03', unplanned)).toEqual([]);
  });

  test('with somebody in line they are told for as long as they are free, for the one who was approved first', () => {
    const line = [waiting(8, '2026-02-02T08:00:00Z'), waiting(9, '2026-02-01T08:00:00Z')];
    expect(of(held(5), line, '2026-12-01')).toEqual([[1, 9]]);
    expect(of(held(6), line, '2026-12-01')).toEqual([]);
    expect(of(held(5), [...line, { ...waiting(7, '2026-01-01T08:00:00Z'), state: 'offered' }], '2026-12-01')).toEqual([]);
  });

  test('stopping frees the seat until seminar 2 has begun, and no longer', () => {
    const line = [waiting(8, '2026-02-02T08:00:00Z')];
    const stopped = [...held(5), holder({ stoppedOn: '2026-04-01' })];
    expect(of(stopped, line, '2026-05-04')).toEqual([[1, 8]]);
    expect(of(stopped, line, '2026-05-05')).toEqual([]);
  });

  test('without a limit only those in line make it a line', () => {
    expect(of(held(9), [], '2026-03-02', { capacity: null })).toEqual([]);
    expect(of(held(9), [waiting(8, '2026-02-02T08:00:00Z')], '2026-12-01', { capacity: null })).toEqual([[1, 8]]);
  });

  test('whoever the desk names can be given the seat, whatever the line and the seats', () => {
    const state = fc.constantFrom<InLine['state']>('nominated', 'waiting', 'offered', 'declined', 'withdrawn');
    const line = fc.array(fc.record({ state, minute: fc.integer({ min: 0, max: 59 }) }), { maxLength: 9 }).map((some) =>
      some.map(({ state: is, minute }, index): InLine => ({
        ...waiting(index + 1, `2026-02-01T08:${String(minute).padStart(2, '0')}:00Z`),
        state: is,
      })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 8 }), line, (taken, capacity, all) => {
        const holders = held(taken);
        const seats = seatsOfMunicipality(all, 1, seatsTaken(holders, 1, cohort.seminar2, '2026-12-01'), capacity);
        for (const { free, first } of freeSeats(places, holders, all, { ...cohort, capacity }, '2026-12-01')) {
          expect(free).toBe(seats.free);
          expect(hasSeatWaiting(all, first!, seats)).toBe(true);
        }
      }),
    );
  });
});
