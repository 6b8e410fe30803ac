import { describe, expect, test } from '@jest/globals';
import {
  mayApproveReopening,
  mayConfirmReopening,
  mayDisableAccount,
  mayEnableAccount,
  mayListAccounts,
  mayMakeAccounts,
  mayMakeLink,
  mayRefuseReopening,
  maySeeAccount,
} from '../../../src/domain/person/account-policy.js';
import { reopeningState, type Account, type Reopening } from '../../../src/domain/person/account.js';
import type { Role } from '../../../src/domain/person/person.js';
import { everyRole, person } from './people.js';

const now = new Date('2026-09-30T10:00:00.000Z');
const account = (given: Partial<Account> = {}): Account => ({
  id: 5,
  roles: ['trainee'],
  assessor: false,
  state: 'invited',
  everSignedIn: false,
  ofOwnCohort: true,
  ...given,
});
const coordinator = person(1, 'coordinator');
const administrator = person(2, 'administrator');

describe('who makes a link that opens an account', () => {
  test('a coordinator for trainees and managers of her own cohorts who have never signed in', () => {
    for (const role of ['trainee', 'manager'] as Role[]) expect(mayMakeLink(coordinator, account({ roles: [role] })).ok).toBe(true);
    expect(mayMakeLink(coordinator, account({ ofOwnCohort: false })).ok).toBe(false);
    expect(mayMakeLink(coordinator, account({ everSignedIn: true })).ok).toBe(false);
  });
  test.each([['supervisor'], ['coordinator'], ['administrator']] as Role[][])(
    'a coordinator not for a %s, whatever else they are',
    (role) => expect(mayMakeLink(coordinator, account({ roles: ['trainee', role!] })).ok).toBe(false),
  );
  test('a coordinator not for an assessor, even one who is a trainee too', () =>
    expect(mayMakeLink(coordinator, account({ assessor: true })).ok).toBe(false));
  test('an administrator for everyone who has not opened the account', () => {
    for (const role of everyRole) expect(mayMakeLink(administrator, account({ roles: [role], ofOwnCohort: false })).ok).toBe(true);
    expect(mayMakeLink(administrator, account({ assessor: true, roles: [] })).ok).toBe(true);
    expect(mayMakeLink(administrator, account({ state: 'open' })).ok).toBe(false);
    expect(mayMakeLink(administrator, account({ state: 'disabled' })).ok).toBe(false);
  });
  test.each(['trainee', 'supervisor', 'manager'] as Role[])('a %s for nobody', (role) =>
    expect(mayMakeLink(person(9, role), account()).ok).toBe(false),
  );
  test('nobody for themselves', () => {
    for (const role of everyRole)
      expect(mayMakeLink(person(5, role), account({ id: 5 }))).toEqual({ ok: false, reason: 'refusals:account.notYourself' });
  });
});

describe('accounts', () => {
  test('are listed by administrators and coordinators, made by administrators', () => {
    expect(everyRole.filter((role) => mayListAccounts(person(9, role)).ok)).toEqual(['coordinator', 'administrator']);
    expect(everyRole.filter((role) => mayMakeAccounts(person(9, role)).ok)).toEqual(['administrator']);
  });
  test('a coordinator sees no account outside her cohorts', () =>
    expect(maySeeAccount(coordinator, account({ ofOwnCohort: false })).ok).toBe(false));
  test('are closed and opened again by another administrator only', () => {
    expect(mayDisableAccount(administrator, account({ state: 'open' })).ok).toBe(true);
    expect(mayDisableAccount(administrator, account({ id: 2, state: 'open' })).ok).toBe(false);
    expect(mayDisableAccount(coordinator, account({ state: 'open' })).ok).toBe(false);
    expect(mayEnableAccount(administrator, account({ state: 'disabled' })).ok).toBe(true);
    expect(mayEnableAccount(administrator, account({ state: 'open' })).ok).toBe(false);
  });
});

const asked: Reopening = {
  id: 1,
  personId: 5,
  approvedAt: null,
  refusedAt: null,
  linkExpiresAt: null,
  linkUsedAt: null,
  confirmedAt: null,
  linkMadeBy: null,
  ownSupervisor: false,
  ownCoordinator: false,
};
const approved = { ...asked, approvedAt: '2026-09-30T09:00:00.000Z', linkMadeBy: 2, linkExpiresAt: '2026-10-01T09:00:00.000Z' };
const held = { ...approved, linkUsedAt: '2026-09-30T09:30:00.000Z' };

describe('opening an account again', () => {
  test('goes from asked to approved, held and confirmed', () => {
    expect([asked, approved, held, { ...held, confirmedAt: '2026-09-30T09:45:00.000Z' }].map((one) => reopeningState(one, now))).toEqual([
      'asked',
      'approved',
      'held',
      'confirmed',
    ]);
    expect(reopeningState(approved, new Date('2026-10-01T09:00:00.000Z'))).toBe('lapsed');
    expect(reopeningState({ ...asked, refusedAt: '2026-09-30T09:00:00.000Z' }, now)).toBe('refused');
  });
  test('is approved and refused by an administrator, never by the person', () => {
    expect(everyRole.filter((role) => mayApproveReopening(person(9, role), asked, now).ok)).toEqual(['administrator']);
    expect(mayApproveReopening(person(5, 'administrator'), asked, now).ok).toBe(false);
    expect(mayRefuseReopening(person(5, 'administrator'), asked, now).ok).toBe(false);
  });
  test('is confirmed by a second person: not the one who made the link, not the person', () => {
    expect(mayConfirmReopening(administrator, held, now)).toEqual({ ok: false, reason: 'refusals:account.linkMaker' });
    expect(mayConfirmReopening(person(5, 'administrator'), held, now)).toEqual({ ok: false, reason: 'refusals:account.notYourself' });
    expect(mayConfirmReopening(person(3, 'administrator'), held, now).ok).toBe(true);
  });
  test('the own supervisor and coordinator may confirm, others not', () => {
    expect(mayConfirmReopening(person(9, 'supervisor'), { ...held, ownSupervisor: true }, now).ok).toBe(true);
    expect(mayConfirmReopening(person(9, 'coordinator'), { ...held, ownCoordinator: true }, now).ok).toBe(true);
    expect(mayConfirmReopening(person(9, 'supervisor'), held, now)).toEqual({ ok: false, reason: 'refusals:account.notYours' });
  });
  test('there is nothing to confirm before the link was used, nor twice', () => {
    expect(mayConfirmReopening(person(3, 'administrator'), approved, now).ok).toBe(false);
    expect(mayConfirmReopening(person(3, 'administrator'), { ...held, confirmedAt: '2026-09-30T09:45:00.000Z' }, now).ok).toBe(false);
  });
});
