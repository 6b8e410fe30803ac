import { localDate } from '../domain/calendar/dates.js';
import type { ProgrammeBody } from '../domain/programme/programme.js';
import type { VersionUse } from '../domain/programme/policy.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import type { ProgrammeVersion } from './programme.js';
import { retallyProgramme } from './supervision-total.js';
import { programmeDrafts, programmeWithdrawals } from './tables.js';

/** What stands in the way of taking a version back. */
export async function findVersionUse(db: Reader, { id, code, version, inForceFrom }: ProgrammeVersion): Promise<VersionUse> {
  const counted = (await db.row<{ people: number; cohorts: number; newer: number; drafts: number; withdrawn: number }>(
    `SELECT (SELECT COUNT(*) FROM enrolment e WHERE e.programme_version_id = $1) AS "people",
       (SELECT COUNT(*) FROM cohort c WHERE c.programme_version_id = $1) AS "cohorts",
       (SELECT COUNT(*) FROM programme_version v WHERE v.code = $2 AND v.version > $3
         AND NOT EXISTS (SELECT 1 FROM programme_withdrawal w WHERE w.version_id = v.id)) AS "newer",
       (SELECT COUNT(*) FROM programme_draft d WHERE d.code = $2 AND d.closed_at IS NULL) AS "drafts",
       (SELECT COUNT(*) FROM programme_withdrawal w WHERE w.version_id = $1) AS "withdrawn"`,
    [id, code, version],
  ))!;
  return {
    version,
    inForceFrom,
    people: counted.people,
    cohorts: counted.cohorts,
    newer: counted.newer > 0,
    draft: counted.drafts > 0,
    withdrawn: counted.withdrawn > 0,
  };
}

export interface WithdrawalStory {
  reason: string;
  byName: string;
  at: string;
}

/** Who took a version back, when and why; null for one that stands. */
export const findVersionWithdrawal = (db: Reader, versionId: number): Promise<WithdrawalStory | null> =>
  db.row<WithdrawalStory>(
    `SELECT w.reason, p.name AS "byName", w.withdrawn_at AS "at" FROM programme_withdrawal w JOIN person p ON p.id = w.withdrawn_by
     WHERE w.version_id = $1`,
    [versionId],
  );

/** Takes a coming version back. What was written in it becomes the open draft of the next one, so that nothing is lost. Returns the draft's id. */
export async function withdrawVersion(
  tx: Writer,
  actor: Actor & { personId: number },
  { id, code }: ProgrammeVersion,
  { reason, draft }: { reason: string; draft: { basedOn: number; body: ProgrammeBody } },
): Promise<number> {
  const at = actor.now.toISOString();
  await tx.insert(programmeWithdrawals, { versionId: id, reason, withdrawnBy: actor.personId, withdrawnAt: at });
  await audit(tx, actor, 'programme.withdraw', 'programme_version', id);
  const draftId = await tx.insert(programmeDrafts, {
    ...{ code, ...draft, reason: '', revision: 1 },
    madeBy: actor.personId,
    changedBy: actor.personId,
    changedAt: at,
  });
  await retallyProgramme(tx, code, localDate(actor.now));
  return draftId;
}
