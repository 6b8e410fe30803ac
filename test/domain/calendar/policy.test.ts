import { describe, expect, test } from '@jest/globals';
import { mayApologise, mayDecideMakeUp, mayTakeMakeUpSeat, type ApologyFacts } from '../../../src/domain/calendar/policy.js';
import type { Person } from '../../../src/domain/person/person.js';

const person = (roles: Person['roles']): Person => ({
  ...{
    id: 1,
    name: 'Bo',
    roles,
    municipalityId: 1,
    organisation: '',
    language: 'da',
    assessor: false,
    accountState: 'open',
    filmHold: false,
  },
});
const day = (given: Partial<ApologyFacts> = {}): ApologyFacts => ({
  ...{ own: true, onDate: '2026-03-30', today: '2026-03-30', cancelled: false, entered: false },
  ...given,
});

describe('an apology', () => {
  test('up to and on the day', () => expect(mayApologise(person(['trainee']), day()).ok).toBe(true));
  test.each([
    [{ own: false }, 'refusals:apologyOwn'],
    [{ cancelled: true }, 'refusals:dayOff'],
    [{ entered: true }, 'refusals:apologyTooLate'],
    [{ today: '2026-03-31' }, 'refusals:apologyTooLate'],
  ])('%o: no', (given, reason) => expect(mayApologise(person(['trainee']), day(given))).toEqual({ ok: false, reason }));
});

describe('a seat elsewhere', () => {
  test('is taken by oneself or by the coordinator', () => {
    expect(mayTakeMakeUpSeat(person(['trainee']), { own: true, coordinates: false }).ok).toBe(true);
    expect(mayTakeMakeUpSeat(person(['coordinator']), { own: false, coordinates: true }).ok).toBe(true);
    expect(mayTakeMakeUpSeat(person(['supervisor']), { own: false, coordinates: true }).ok).toBe(false);
  });
  test('is given by a coordinator, never to oneself', () => {
    expect(mayDecideMakeUp(person(['coordinator']), { own: false, coordinates: true }).ok).toBe(true);
    expect(mayDecideMakeUp(person(['coordinator', 'trainee']), { own: true, coordinates: true })).toMatchObject({
      reason: 'refusals:ownMakeUp',
    });
    expect(mayDecideMakeUp(person(['coordinator']), { own: false, coordinates: false })).toMatchObject({
      reason: 'refusals:onlyCoordinator',
    });
  });
});
