import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';

export interface StoppedJob {
  kind: string;
  /** It has used up its attempts, or refused itself, and nobody has let it go. */
  stopped: boolean;
}

/** How the system runs: numbers and technical names, never what it holds. */
export const mayOperate = (person: Person): Verdict =>
  person.roles.includes('administrator') ? yes : no('refusals:account.onlyAdministrator');

const open = (person: Person, { stopped }: StoppedJob): Verdict => {
  const may = mayOperate(person);
  return may.ok && !stopped ? no('refusals:jobSettled') : may;
};

/** A film that could not be made ready has been erased already and its uploader told: there is nothing left to try. */
export function mayRetryJob(person: Person, job: StoppedJob): Verdict {
  const may = open(person, job);
  return may.ok && job.kind === 'process-recording' ? no('refusals:jobHasNoFilm') : may;
}

export const mayLetJobGo = (person: Person, job: StoppedJob): Verdict => open(person, job);
