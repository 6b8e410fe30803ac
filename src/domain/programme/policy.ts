import { localDate } from '../calendar/dates.js';
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

export interface VersionUse {
  version: number;
  inForceFrom: string;
  /** Enrolled on this very version, and cohorts that were made with it. */
  people: number;
  cohorts: number;
  /** A later version, or a draft of one, builds on it. */
  newer: boolean;
  draft: boolean;
  withdrawn: boolean;
}

/** A version can be taken back until its day comes, as long as nobody is judged by it and nothing builds on it (our choice). */
export function mayWithdrawVersion(person: Person, use: ProgrammeUse & { use: VersionUse }, today: string): Verdict {
  const edit = mayEditProgramme(person, use);
  if (!edit.ok) return edit;
  const { withdrawn, inForceFrom, people, cohorts, newer, draft } = use.use;
  if (withdrawn) return no('refusals:versionWithdrawn');
  if (inForceFrom <= today) return no('refusals:versionInForce');
  if (people > 0) return no(`refusals:versionJudges?count=${people}`);
  if (cohorts > 0) return no('refusals:versionHasCohort');
  if (newer) return no('refusals:versionHasNewer');
  return draft ? no('refusals:versionHasDraft') : yes;
}

export const mayWithdrawVersionNow = (person: Person, use: ProgrammeUse & { use: VersionUse }, now: Date): Verdict =>
  mayWithdrawVersion(person, use, localDate(now));

/** In force from today at the earliest, and never before a version that came earlier (our choice). */
export function mayBeInForceFrom(from: string, today: string, newest: string): Verdict {
  if (from < today) return no('refusals:versionBackdated');
  return from < newest ? no('refusals:versionBeforeNewest') : yes;
}
