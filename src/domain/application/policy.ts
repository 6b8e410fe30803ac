import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';
import { afterApplicationEvent, type ApplicationState } from './states.js';

/** What the viewer is to a cohort's seats of one municipality. */
export interface ApplicationRelation {
  /** Manager of the municipality that applies. */
  manages: boolean;
  /** Appointed to the cohort. */
  coordinates: boolean;
}

const isManager = (person: Person, { manages }: ApplicationRelation) => person.roles.includes('manager') && manages;
const isCoordinator = (person: Person, { coordinates }: ApplicationRelation) => person.roles.includes('coordinator') && coordinates;

/** The municipality nominates its own; a coordinator types in what came on paper. */
export const mayNominate = (person: Person, { relation }: { relation: ApplicationRelation }): Verdict =>
  isManager(person, relation) || isCoordinator(person, relation) ? yes : no('refusals:application.onlyMunicipality');

interface Standing {
  relation: ApplicationRelation;
  state: ApplicationState;
}

const now = (state: ApplicationState, event: Parameters<typeof afterApplicationEvent>[1]): Verdict =>
  afterApplicationEvent(state, event) === null ? no('refusals:application.settled') : yes;

/** Only the municipality's own manager says yes or no on its behalf: the coordinator who typed it in does not approve it. */
export function mayAnswer(person: Person, { relation, state }: Standing): Verdict {
  if (!isManager(person, relation)) return no('refusals:application.onlyManager');
  return state === 'nominated' || state === 'offered' ? yes : no('refusals:application.settled');
}

export function mayWithdraw(person: Person, { relation, state }: Standing): Verdict {
  if (!isManager(person, relation) && !isCoordinator(person, relation)) return no('refusals:application.onlyMunicipality');
  return now(state, 'withdrawn');
}

/** A seat is given by the cohort's coordinator. */
export function maySeat(person: Person, { relation, state }: Standing): Verdict {
  if (!isCoordinator(person, relation)) return no('refusals:onlyCoordinator');
  return state === 'waiting' ? yes : no('refusals:application.notInLine');
}

export interface LeavingRelation {
  relation: ApplicationRelation;
}

/** Stopping is written by the cohort's coordinator or by the municipality's manager. */
export const mayStop = (person: Person, { relation }: LeavingRelation): Verdict =>
  isManager(person, relation) || isCoordinator(person, relation) ? yes : no('refusals:application.onlyMunicipality');
