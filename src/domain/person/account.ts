import type { AccountState, Role } from './person.js';

/** An account as somebody else looks at it. */
export interface Account {
  id: number;
  roles: Role[];
  assessor: boolean;
  state: AccountState;
  everSignedIn: boolean;
  /** A trainee of, or a manager of a municipality in, a cohort the viewer is appointed to. */
  ofOwnCohort: boolean;
}

/** asked → approved → held → confirmed; refused ends it. `lapsed`: the link was not used in time and a new one can be made. */
export type ReopeningState = 'asked' | 'refused' | 'approved' | 'lapsed' | 'held' | 'confirmed';

export interface ReopeningFacts {
  approvedAt: string | null;
  refusedAt: string | null;
  linkExpiresAt: string | null;
  linkUsedAt: string | null;
  confirmedAt: string | null;
}

export interface Reopening extends ReopeningFacts {
  id: number;
  personId: number;
  linkMadeBy: number | null;
  /** The viewer supervises the person's group, or is appointed to the person's cohort. */
  ownSupervisor: boolean;
  ownCoordinator: boolean;
}

/** Where a request to open an account again stands at `now`. */
export function reopeningState(reopening: ReopeningFacts, now: Date): ReopeningState {
  if (reopening.confirmedAt) return 'confirmed';
  if (reopening.linkUsedAt) return 'held';
  if (reopening.refusedAt) return 'refused';
  if (!reopening.approvedAt) return 'asked';
  return (reopening.linkExpiresAt ?? '') > now.toISOString() ? 'approved' : 'lapsed';
}
