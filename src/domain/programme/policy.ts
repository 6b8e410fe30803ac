import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';

export interface ProgrammeUse {
  /** Cohorts on any version of the programme. */
  cohorts: number;
  /** Those of them the viewer is appointed to. */
  appointed: number;
}

/** New versions are written by a coordinator of one of the programme's cohorts; by any coordinator while it has none (our choice). */
export function mayEditProgramme(person: Person, { cohorts, appointed }: ProgrammeUse): Verdict {
  if (!person.roles.includes('coordinator')) return no('refusals:onlyCoordinator');
  return cohorts === 0 || appointed > 0 ? yes : no('refusals:programmeNotYours');
}

/** In force from today at the earliest, and never before a version that came earlier (our choice). */
export function mayBeInForceFrom(from: string, today: string, newest: string): Verdict {
  if (from < today) return no('refusals:versionBackdated');
  return from < newest ? no('refusals:versionBeforeNewest') : yes;
}
