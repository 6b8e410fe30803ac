import { audit, type Actor } from './audit.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';
import { reminderRecipients, reminders } from './tables.js';

/** What can be said about a session: it is not signed, an objection to it waits, or the quarter it is the last of is not signed. */
export type SessionMatter = 'signature' | 'objection' | 'attestation';

/** What a reminder is about: a trainee's next step, or a session. */
export type About = { enrolmentId: number; what: string } | { sessionId: number; what: SessionMatter };

export interface ReminderLine {
  id: number;
  what: string;
  enrolmentId: number | null;
  sessionId: number | null;
  madeBy: number;
  madeByName: string;
  madeAt: string;
}

const columns = `r.id, r.what, r.enrolment_id AS "enrolmentId", r.session_id AS "sessionId", r.made_by AS "madeBy", b.name AS "madeByName",
  r.made_at AS "madeAt"`;
const cohortOf = `COALESCE((SELECT e.cohort_id FROM enrolment e WHERE e.id = r.enrolment_id),
  (SELECT g.cohort_id FROM supervision_session s JOIN supervision_group g ON g.id = s.group_id WHERE s.id = r.session_id))`;
const appointed = `SELECT a.cohort_id FROM appointment a JOIN person_role q ON q.person_id = a.person_id AND q.role = 'coordinator' WHERE a.person_id = $1`;

/** Reminders of these cohorts since an instant, the newest first; withdrawn ones are left out. */
export const listRemindersIn = (db: Reader, cohortIds: number[], since: string): Promise<ReminderLine[]> =>
  db.rows<ReminderLine>(
    `SELECT ${columns} FROM reminder r JOIN person b ON b.id = r.made_by
     WHERE r.withdrawn_at IS NULL AND r.made_at > $1 AND ${cohortOf} IN (${among(cohortIds, 2)}) ORDER BY r.made_at DESC, r.id DESC`,
    [since, ...cohortIds],
  );

/** A reminder of a cohort the person is appointed to; null for any other, and for one that was withdrawn. */
export const findReminder = (db: Reader, coordinatorId: number, id: number): Promise<ReminderLine | null> =>
  db.row<ReminderLine>(
    `SELECT ${columns} FROM reminder r JOIN person b ON b.id = r.made_by
     WHERE r.id = $2 AND r.withdrawn_at IS NULL AND ${cohortOf} IN (${appointed})`,
    [coordinatorId, id],
  );

export interface ReceivedReminder extends ReminderLine {
  /** Of the trainee it is about. */
  name: string | null;
  caseId: number | null;
  onDate: string | null;
  groupName: string | null;
}

const stands = `(r.what NOT IN ('signature', 'objection') OR (r.what = 'signature' AND s.state IN ('planned', 'draft'))
  OR (r.what = 'objection' AND EXISTS (SELECT 1 FROM supervision_line l JOIN supervision_objection o ON o.line_id = l.id
    WHERE l.session_id = s.id AND NOT EXISTS (SELECT 1 FROM objection_answer z WHERE z.objection_id = o.id))))`;

/** What somebody was reminded about since an instant, the newest first. A session that is signed or answered meanwhile is done. */
export const listReminderTo = (db: Reader, personId: number, since: string): Promise<ReceivedReminder[]> =>
  db.rows<ReceivedReminder>(
    `SELECT ${columns}, p.name, s.on_date AS "onDate", g.name AS "groupName",
       (SELECT MAX(k.id) FROM assessment_case k WHERE k.enrolment_id = r.enrolment_id AND k.closed_on IS NULL) AS "caseId"
     FROM reminder_recipient t JOIN reminder r ON r.id = t.reminder_id JOIN person b ON b.id = r.made_by
       LEFT JOIN enrolment e ON e.id = r.enrolment_id LEFT JOIN person p ON p.id = e.person_id
       LEFT JOIN supervision_session s ON s.id = r.session_id LEFT JOIN supervision_group g ON g.id = s.group_id
     WHERE t.person_id = $1 AND r.withdrawn_at IS NULL AND r.made_at > $2 AND ${stands}
     ORDER BY r.made_at DESC, r.id DESC`,
    [personId, since],
  );

const lock = (tx: Writer, about: About): Promise<void> =>
  'sessionId' in about
    ? tx.run('UPDATE supervision_session SET topics = topics WHERE id = $1', [about.sessionId])
    : tx.run('UPDATE enrolment SET enrolled_on = enrolled_on WHERE id = $1', [about.enrolmentId]);

/** Reminds about a matter unless it was done after `since`, also by somebody else at the same moment: then it tells when. */
export async function addReminder(
  tx: Writer,
  actor: Actor & { personId: number },
  about: About,
  personIds: number[],
  since: string,
): Promise<{ id: number } | { formerAt: string }> {
  await lock(tx, about);
  const [column, id] = 'sessionId' in about ? ['session_id', about.sessionId] : ['enrolment_id', about.enrolmentId];
  const former = await tx.row<{ formerAt: string }>(
    `SELECT r.made_at AS "formerAt" FROM reminder r WHERE r.${column} = $1 AND r.what = $2 AND r.withdrawn_at IS NULL AND r.made_at > $3`,
    [id, about.what, since],
  );
  if (former) return former;
  const reminderId = await tx.insert(reminders, { ...about, madeBy: actor.personId, madeAt: actor.now.toISOString() });
  await tx.insertMany(
    reminderRecipients,
    personIds.map((personId) => ({ reminderId, personId })),
  );
  await audit(tx, actor, 'reminder.make', 'reminder', reminderId);
  return { id: reminderId };
}

/** Takes a reminder back: it is shown to nobody any longer. False when it was taken back already. */
export async function withdrawReminder(tx: Writer, actor: Actor & { personId: number }, id: number): Promise<boolean> {
  const changed = await tx.update(
    reminders,
    { id, withdrawnAt: null },
    { withdrawnBy: actor.personId, withdrawnAt: actor.now.toISOString() },
  );
  if (changed > 0) await audit(tx, actor, 'reminder.withdraw', 'reminder', id);
  return changed > 0;
}
