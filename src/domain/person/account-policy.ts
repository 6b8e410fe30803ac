import { no, yes, type Verdict } from '../verdict.js';
import { reopeningState, type Account, type Reopening } from './account.js';
import type { Person } from './person.js';

const administers = (person: Person) => person.roles.includes('administrator');
const onlyTraineeOrManager = ({ roles, assessor }: Account) =>
  !assessor && roles.length > 0 && roles.every((role) => role === 'trainee' || role === 'manager');

export const mayListAccounts = (person: Person): Verdict =>
  administers(person) || person.roles.includes('coordinator') ? yes : no('refusals:account.onlyAdministrator');

export const mayMakeAccounts = (person: Person): Verdict => (administers(person) ? yes : no('refusals:account.onlyAdministrator'));

/** Coordinators see trainees and managers of their own cohorts, administrators every account. */
export const maySeeAccount = (person: Person, account: Account): Verdict =>
  administers(person) || (person.roles.includes('coordinator') && account.ofOwnCohort && onlyTraineeOrManager(account))
    ? yes
    : no('refusals:account.onlyAdministrator');

/** The first link. A coordinator opens accounts of trainees and managers only; supervisors and assessors are the administrator's (our choice). */
export function mayMakeLink(person: Person, account: Account): Verdict {
  if (person.id === account.id) return no('refusals:account.notYourself');
  if (account.state === 'disabled') return no('refusals:account.closed');
  if (account.everSignedIn || account.state === 'open') return no('refusals:account.alreadyOpened');
  if (administers(person)) return yes;
  return maySeeAccount(person, account).ok ? yes : no('refusals:account.onlyTraineesAndManagers');
}

export function mayDisableAccount(person: Person, account: Account): Verdict {
  if (!administers(person)) return no('refusals:account.onlyAdministrator');
  if (person.id === account.id) return no('refusals:account.notYourself');
  return account.state === 'disabled' ? no('refusals:account.alreadyClosed') : yes;
}

export function mayEnableAccount(person: Person, account: Account): Verdict {
  if (!administers(person)) return no('refusals:account.onlyAdministrator');
  return account.state === 'disabled' ? yes : no('refusals:account.notClosed');
}

/** Approving makes the link. A link that was lost or not used in time may be replaced. */
export function mayApproveReopening(person: Person, reopening: Reopening, now: Date): Verdict {
  if (!administers(person)) return no('refusals:account.onlyAdministrator');
  if (person.id === reopening.personId) return no('refusals:account.notYourself');
  return ['asked', 'approved', 'lapsed'].includes(reopeningState(reopening, now)) ? yes : no('refusals:account.settled');
}

export function mayRefuseReopening(person: Person, reopening: Reopening, now: Date): Verdict {
  if (!administers(person)) return no('refusals:account.onlyAdministrator');
  if (person.id === reopening.personId) return no('refusals:account.notYourself');
  return reopeningState(reopening, now) === 'asked' ? yes : no('refusals:account.settled');
}

/** The second pair of eyes: nobody opens an account to film alone (our choice). */
export function mayConfirmReopening(person: Person, reopening: Reopening, now: Date): Verdict {
  if (person.id === reopening.personId) return no('refusals:account.notYourself');
  if (person.id === reopening.linkMadeBy) return no('refusals:account.linkMaker');
  if (!administers(person) && !reopening.ownSupervisor && !reopening.ownCoordinator) return no('refusals:account.notYours');
  return reopeningState(reopening, now) === 'held' ? yes : no('refusals:account.settled');
}
