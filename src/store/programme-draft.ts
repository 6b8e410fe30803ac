import { localDate } from '../domain/calendar/dates.js';
import type { DraftBody } from '../domain/programme/draft.js';
import type { ProgrammeUse } from '../domain/programme/policy.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { retallyProgramme } from './supervision-total.js';
import type { RowOf } from './table.js';
import { programmeDrafts, programmeVersions } from './tables.js';

type Acting = Actor & { personId: number };

export interface ProgrammeDraft extends Omit<RowOf<typeof programmeDrafts>, 'body'> {
  body: DraftBody;
  changedByName: string;
}

const asDraft = (row: RowOf<typeof programmeDrafts>, changedByName: string): ProgrammeDraft => ({
  ...row,
  body: row.body as DraftBody,
  changedByName,
});

const nameOf = async (db: Reader, id: number): Promise<string> =>
  (await db.row<{ name: string }>('SELECT name FROM person WHERE id = $1', [id]))?.name ?? '';

/** A draft nobody has put in force or thrown away. */
export async function findDraft(db: Reader, id: number): Promise<ProgrammeDraft | null> {
  const row = await db.find(programmeDrafts, { id, closedAt: null });
  return row && asDraft(row, await nameOf(db, row.changedBy));
}

/** The open draft of a programme: there is at most one. */
export async function findOpenDraft(db: Reader, code: string): Promise<ProgrammeDraft | null> {
  const row = await db.find(programmeDrafts, { code, closedAt: null });
  return row && asDraft(row, await nameOf(db, row.changedBy));
}

/** How many cohorts a programme has, and how many of them are this person's. */
export const findProgrammeUse = async (db: Reader, code: string, personId: number): Promise<ProgrammeUse> =>
  (await db.row<ProgrammeUse>(
    `SELECT COUNT(*) AS "cohorts", COALESCE(SUM(CASE WHEN a.person_id IS NULL THEN 0 ELSE 1 END), 0) AS "appointed"
     FROM cohort c JOIN programme_version v ON v.id = c.programme_version_id
       LEFT JOIN appointment a ON a.cohort_id = c.id AND a.person_id = $2 WHERE v.code = $1`,
    [code, personId],
  )) ?? { cohorts: 0, appointed: 0 };

/** Begins a draft; when somebody has begun one meanwhile, theirs is the one. Returns its id. */
export async function openDraft(tx: Writer, actor: Acting, given: { code: string; basedOn: number; body: DraftBody }): Promise<number> {
  const at = actor.now.toISOString();
  await tx.run(
    `INSERT INTO programme_draft (code, based_on, body, made_by, changed_by, changed_at) VALUES ($1, $2, $3, $4, $4, $5)
     ON CONFLICT (code) WHERE closed_at IS NULL DO NOTHING`,
    [given.code, given.basedOn, JSON.stringify(given.body), actor.personId, at],
  );
  const open = await tx.find(programmeDrafts, { code: given.code, closedAt: null });
  if (open!.changedAt === at) await audit(tx, actor, 'programme-draft.create', 'programme_draft', open!.id);
  return open!.id;
}

/** False when the draft was changed or closed meanwhile. */
async function take(tx: Writer, { id, revision }: Pick<ProgrammeDraft, 'id' | 'revision'>, values: Partial<RowOf<typeof programmeDrafts>>) {
  return (await tx.update(programmeDrafts, { id, revision, closedAt: null }, { ...values, revision: revision + 1 })) === 1;
}

/** Keeps the draft as it was typed. False when somebody else changed it since it was read. */
export async function saveDraft(tx: Writer, actor: Acting, draft: Pick<ProgrammeDraft, 'id' | 'revision' | 'body'>): Promise<boolean> {
  const done = await take(tx, draft, { body: draft.body, changedBy: actor.personId, changedAt: actor.now.toISOString() });
  if (done) await audit(tx, actor, 'programme-draft.update', 'programme_draft', draft.id);
  return done;
}

export async function dropDraft(tx: Writer, actor: Acting, draft: Pick<ProgrammeDraft, 'id' | 'revision'>): Promise<boolean> {
  const done = await take(tx, draft, { closedAt: actor.now.toISOString() });
  if (done) await audit(tx, actor, 'programme-draft.drop', 'programme_draft', draft.id);
  return done;
}

/** The draft becomes a version, in force from a day, and is never changed again. Null when the draft was changed or closed meanwhile. */
export async function putInForce(
  tx: Writer,
  actor: Acting,
  draft: Pick<ProgrammeDraft, 'id' | 'revision' | 'code' | 'body'>,
  { inForceFrom, reason }: { inForceFrom: string; reason: string },
): Promise<number | null> {
  if (!(await take(tx, draft, { closedAt: actor.now.toISOString(), reason, changedBy: actor.personId }))) return null;
  const { code, body } = draft;
  const versionId = await tx.insert(programmeVersions, { code, version: body.version, inForceFrom, body });
  await tx.update(programmeDrafts, { id: draft.id }, { versionId });
  await audit(tx, actor, 'programme.version', 'programme_version', versionId);
  await retallyProgramme(tx, code, localDate(actor.now));
  return versionId;
}

export interface VersionStory {
  reason: string;
  byName: string;
  at: string;
}

/** Who put a version in force, when and why; null for the versions Polyfoni came with. */
export const findVersionStory = (db: Reader, versionId: number): Promise<VersionStory | null> =>
  db.row<VersionStory>(
    `SELECT d.reason, p.name AS "byName", d.closed_at AS "at" FROM programme_draft d JOIN person p ON p.id = d.changed_by WHERE d.version_id = $1`,
    [versionId],
  );

export interface OnProgramme {
  enrolmentId: number;
  name: string;
  cohortId: number;
  cohortName: string;
  /** The viewer is appointed to the cohort. */
  appointed: number;
}

/** Everyone on a programme, of all cohorts, by cohort and name. */
export const listOnProgramme = (db: Reader, code: string, personId: number): Promise<OnProgramme[]> =>
  db.rows<OnProgramme>(
    `SELECT e.id AS "enrolmentId", p.name, c.id AS "cohortId", c.name AS "cohortName", CASE WHEN a.person_id IS NULL THEN 0 ELSE 1 END AS "appointed"
     FROM enrolment e JOIN programme_version v ON v.id = e.programme_version_id AND v.code = $1 JOIN person p ON p.id = e.person_id
       JOIN cohort c ON c.id = e.cohort_id LEFT JOIN appointment a ON a.cohort_id = c.id AND a.person_id = $2
     ORDER BY c.starts_on DESC, c.id, p.sort_key, e.id`,
    [code, personId],
  );
