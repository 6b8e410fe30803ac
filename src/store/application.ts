import { applicationState, type ApplicationEventKind, type ApplicationState } from '../domain/application/states.js';
import { audit, type Actor } from './audit.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';
import { packed, unpack } from './packed.js';
import { applicationEvents, applications } from './tables.js';

type Acting = Actor & { personId: number };

export interface ApplicationLine {
  id: number;
  cohortId: number;
  cohortName: string;
  cohortStartsOn: string;
  cohortEndsOn: string;
  programmeVersionId: number;
  municipalityId: number;
  municipalityName: string;
  name: string;
  signInName: string;
  workplace: string;
  onPaper: boolean;
  madeByName: string;
  madeAt: string;
  /** Instant at which the name was erased; it is empty from then on. */
  erasedAt: string | null;
  state: ApplicationState;
  /** Instant of the event it stands at. */
  since: string;
  approvedAt: string | null;
  enrolmentId: number | null;
}

type Row = Omit<ApplicationLine, 'state' | 'since' | 'approvedAt' | 'onPaper' | 'enrolmentId'> & { onPaper: number; events: string | null };

const select = `SELECT a.id, a.cohort_id AS "cohortId", c.name AS "cohortName", c.starts_on AS "cohortStartsOn", c.ends_on AS "cohortEndsOn",
    c.programme_version_id AS "programmeVersionId", a.municipality_id AS "municipalityId", m.name AS "municipalityName", a.name,
    a.sign_in_name AS "signInName", a.workplace, a.on_paper AS "onPaper", p.name AS "madeByName", a.made_at AS "madeAt", a.erased_at AS "erasedAt",
    ${packed(['v.kind', 'v.recorded_at', 'v.enrolment_id?'], 'application_event v WHERE v.application_id = a.id', 'v.id')} AS "events"
  FROM application a JOIN cohort c ON c.id = a.cohort_id JOIN municipality m ON m.id = a.municipality_id JOIN person p ON p.id = a.made_by`;

function asLine({ events, ...row }: Row): ApplicationLine {
  const told = unpack(events, ([kind, at, enrolmentId]) => ({ kind: kind as ApplicationEventKind, at: at!, enrolmentId }));
  const seat = told.find(({ enrolmentId }) => enrolmentId)?.enrolmentId;
  return {
    ...row,
    onPaper: Boolean(row.onPaper),
    state: applicationState(told.map(({ kind }) => kind)) ?? 'nominated',
    since: told.at(-1)?.at ?? row.madeAt,
    approvedAt: told.find(({ kind }) => kind === 'approved')?.at ?? null,
    enrolmentId: seat ? Number(seat) : null,
  };
}

/** Everyone who applied for a seat in a cohort, by municipality in Danish order, the earliest first. */
export const listApplications = async (db: Reader, cohortId: number): Promise<ApplicationLine[]> =>
  (await db.rows<Row>(`${select} WHERE a.cohort_id = $1 ORDER BY m.sort_key, a.id`, [cohortId])).map(asLine);

/** Everyone who applied for a seat in any of these cohorts, in one statement. */
export const listApplicationsIn = async (db: Reader, cohortIds: number[]): Promise<ApplicationLine[]> =>
  (await db.rows<Row>(`${select} WHERE a.cohort_id IN (${among(cohortIds)}) ORDER BY a.id`, cohortIds)).map(asLine);

/** A municipality's own, over all cohorts, the newest cohort first. */
export const listMunicipalApplications = async (db: Reader, municipalityId: number): Promise<ApplicationLine[]> =>
  (await db.rows<Row>(`${select} WHERE a.municipality_id = $1 ORDER BY c.starts_on DESC, c.id, a.id`, [municipalityId])).map(asLine);

/** Applications made with somebody's own address. */
export const listApplicationsOf = async (db: Reader, personId: number): Promise<ApplicationLine[]> =>
  (
    await db.rows<Row>(
      `${select} WHERE a.sign_in_name IN (SELECT i.subject FROM identity i WHERE i.person_id = $1 AND i.issuer = 'local') ORDER BY a.id DESC`,
      [personId],
    )
  ).map(asLine);

export async function findApplication(db: Reader, id: number): Promise<ApplicationLine | null> {
  const row = await db.row<Row>(`${select} WHERE a.id = $1`, [id]);
  return row && asLine(row);
}

export interface ApplicationEvent {
  kind: ApplicationEventKind;
  at: string;
  byName: string;
  reason: string;
}

export const listApplicationEvents = (db: Reader, applicationId: number): Promise<ApplicationEvent[]> =>
  db.rows<ApplicationEvent>(
    `SELECT v.kind, v.recorded_at AS "at", p.name AS "byName", v.reason FROM application_event v JOIN person p ON p.id = v.recorded_by
     WHERE v.application_id = $1 ORDER BY v.id`,
    [applicationId],
  );

export interface NewApplication {
  cohortId: number;
  municipalityId: number;
  name: string;
  signInName: string;
  workplace: string;
  onPaper: boolean;
}

/** By the manager it is approved as it is made; what came on paper waits for the manager. */
export async function createApplication(tx: Writer, actor: Acting, given: NewApplication): Promise<number> {
  const id = await tx.insert(applications, { ...given, madeBy: actor.personId, madeAt: actor.now.toISOString() });
  await addApplicationEvent(tx, actor, { id, municipalityId: given.municipalityId }, given.onPaper ? 'nominated' : 'approved');
  return id;
}

/** Nothing is overwritten: an application is the sum of what happened to it. */
export async function addApplicationEvent(
  tx: Writer,
  actor: Acting,
  { id, municipalityId }: Pick<ApplicationLine, 'id' | 'municipalityId'>,
  kind: ApplicationEventKind,
  { reason = '', enrolmentId = null }: { reason?: string; enrolmentId?: number | null } = {},
): Promise<void> {
  const recordedAt = actor.now.toISOString();
  await tx.insert(applicationEvents, { applicationId: id, kind, reason, enrolmentId, recordedBy: actor.personId, recordedAt });
  await audit(tx, actor, `application.${kind}`, 'application', id, municipalityId);
}

/** Applications whose name is still there and that did not become a seat, with what decides when it goes. */
export const listNamed = async (db: Reader): Promise<ApplicationLine[]> =>
  (await db.rows<Row>(`${select} WHERE a.erased_at IS NULL ORDER BY a.id`)).map(asLine).filter(({ state }) => state !== 'seated');

/** The name, the address and the workplace are gone; the application still counts. */
export async function eraseApplicationName(
  tx: Writer,
  actor: Actor,
  { id, municipalityId }: Pick<ApplicationLine, 'id' | 'municipalityId'>,
): Promise<void> {
  const erased = { name: '', signInName: '', workplace: '', erasedAt: actor.now.toISOString() };
  if ((await tx.update(applications, { id, erasedAt: null }, erased)) === 0) return;
  await tx.run(`UPDATE application_event SET reason = '' WHERE application_id = $1 AND reason <> ''`, [id]);
  await audit(tx, actor, 'application.erase', 'application', id, municipalityId);
}

export interface OpenCohort {
  id: number;
  name: string;
  startsOn: string;
  endsOn: string;
  programmeVersionId: number;
}

/** Cohorts a municipality is part of that have not ended, the newest first. */
export const listMunicipalCohorts = (db: Reader, municipalityId: number, today: string): Promise<OpenCohort[]> =>
  db.rows<OpenCohort>(
    `SELECT c.id, c.name, c.starts_on AS "startsOn", c.ends_on AS "endsOn", c.programme_version_id AS "programmeVersionId"
     FROM cohort c JOIN cohort_municipality m ON m.cohort_id = c.id WHERE m.municipality_id = $1 AND c.ends_on >= $2
     ORDER BY c.starts_on DESC, c.id DESC`,
    [municipalityId, today],
  );

/** A cohort the municipality is part of, or null. */
export const findMunicipalCohort = (db: Reader, municipalityId: number, cohortId: number): Promise<OpenCohort | null> =>
  db.row<OpenCohort>(
    `SELECT c.id, c.name, c.starts_on AS "startsOn", c.ends_on AS "endsOn", c.programme_version_id AS "programmeVersionId"
     FROM cohort c JOIN cohort_municipality m ON m.cohort_id = c.id WHERE m.municipality_id = $1 AND c.id = $2`,
    [municipalityId, cohortId],
  );
