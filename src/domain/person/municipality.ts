import { no, yes, type Verdict } from '../verdict.js';
import type { Person } from './person.js';

/** Three figures, the first of them not 0: a Danish kommunekode. */
export const isMunicipalityCode = (typed: string): boolean => /^[1-9]\d\d$/.test(typed);

/** Municipalities are written in once, by those who run the system; coordinators choose among them for their cohorts (our choice). */
export const mayKeepMunicipalities = (person: Person): Verdict =>
  person.roles.includes('administrator') ? yes : no('refusals:account.onlyAdministrator');

/** Only one that nothing has ever been written about. */
export function mayRemoveMunicipality(person: Person, { inUse }: { inUse: boolean }): Verdict {
  const may = mayKeepMunicipalities(person);
  return may.ok && inUse ? no('refusals:municipalityInUse') : may;
}
