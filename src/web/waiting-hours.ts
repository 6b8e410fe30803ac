import { lastQuarter } from '../domain/supervision/attestation.js';
import { listUnattested, type Unattested } from '../store/attestation.js';
import { perCohort, type CohortRevision } from '../store/cohort-revision.js';
import type { Reader } from '../store/database.js';
import { listUnsigned, type SessionLine } from '../store/supervision.js';
import { listOpenObjections, type OpenObjection } from '../store/supervision-objection.js';

/** Everything about hours that waits for somebody in a cohort. */
export interface WaitingHours {
  /** Sessions held up to today that nobody has signed. */
  unsigned: SessionLine[];
  objections: OpenObjection[];
  /** Of every quarter that is over, the oldest first. */
  unattested: Unattested[];
}

/** What waits in each of the cohorts; read anew only where something was committed. */
export const hoursThatWait = (db: Reader, cohorts: CohortRevision[], today: string): Promise<Map<number, WaitingHours>> =>
  perCohort(db, { what: 'hours that wait', at: today }, cohorts, async (cohortIds) => {
    const [unsigned, objections, unattested] = await Promise.all([
      listUnsigned(db, { cohortIds }, today),
      listOpenObjections(db, { cohortIds }),
      listUnattested(db, { cohortIds }, lastQuarter(today)),
    ]);
    const of = <T extends { cohortId: number }>(all: T[], id: number) => all.filter(({ cohortId }) => cohortId === id);
    return new Map(
      cohortIds.map((id) => [id, { unsigned: of(unsigned, id), objections: of(objections, id), unattested: of(unattested, id) }]),
    );
  });
