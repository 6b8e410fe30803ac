import type { ProgrammeBody } from '../domain/programme/programme.js';
import { templates } from '../domain/programme/templates.js';
import type { Reader, Writer } from './database.js';
import type { RowOf } from './table.js';
import { programmeVersions, programmeWithdrawals } from './tables.js';

export interface ProgrammeVersion {
  id: number;
  code: string;
  version: number;
  inForceFrom: string;
  body: ProgrammeBody;
}

/** The month the text behind each template is dated; 2024 names no month. */
const publishedOn = (code: string): string => (code.endsWith('_2024') ? '2024-01-01' : '2019-07-01');

/** Writes the templates that are not there yet. A version once written is never changed. */
export async function ensureProgrammes(tx: Writer): Promise<void> {
  for (const body of templates)
    await tx.run(
      `INSERT INTO programme_version (code, version, in_force_from, body) VALUES ($1, $2, $3, $4) ON CONFLICT (code, version) DO NOTHING`,
      [body.code, body.version, publishedOn(body.code), JSON.stringify(body)],
    );
}

const asVersion = (row: RowOf<typeof programmeVersions>): ProgrammeVersion => ({ ...row, body: row.body as ProgrammeBody });

const standing = async (db: Reader, where: { code?: string }): Promise<ProgrammeVersion[]> => {
  const withdrawn = new Set((await db.all(programmeWithdrawals, {})).map(({ versionId }) => versionId));
  return (await db.all(programmeVersions, where, 'version')).filter(({ id }) => !withdrawn.has(id)).map(asVersion);
};

/** Every version of every programme, the oldest first; without those that were taken back before they came into force. */
export const listProgrammes = (db: Reader): Promise<ProgrammeVersion[]> => standing(db, {});

export async function findProgramme(db: Reader, id: number): Promise<ProgrammeVersion | null> {
  const row = await db.find(programmeVersions, { id });
  return row && asVersion(row);
}

/** The version a foreign key points to. */
export async function getProgramme(db: Reader, id: number): Promise<ProgrammeVersion> {
  const found = await findProgramme(db, id);
  if (!found) throw new Error(`programme version ${id} is missing`);
  return found;
}

/** Every version of one programme, the oldest first; without those that were taken back. */
export const listVersions = (db: Reader, code: string): Promise<ProgrammeVersion[]> => standing(db, { code });

/** The number of the next version. One that was taken back keeps its own. */
export const nextVersion = async (db: Reader, code: string): Promise<number> =>
  Math.max(0, ...(await db.all(programmeVersions, { code })).map(({ version }) => version)) + 1;

/** Nobody is put on a version of the programme, and none is taken back, while this transaction lasts. */
export const lockVersions = (tx: Writer, code: string): Promise<void> =>
  tx.run('UPDATE programme_version SET id = id WHERE code = $1', [code]);

/** The versions in force on a day, one of each programme. */
export function inForce(versions: ProgrammeVersion[], on: string): ProgrammeVersion[] {
  const newest = new Map<string, ProgrammeVersion>();
  for (const one of versions) if (one.inForceFrom <= on && (newest.get(one.code)?.version ?? 0) < one.version) newest.set(one.code, one);
  return [...newest.values()];
}

/** The version somebody who joins a cohort on a day is judged by: in force that day, and never older than the cohort's own. */
export async function versionAtEnrolment(tx: Writer, cohortVersionId: number, enrolledOn: string): Promise<number> {
  const own = await getProgramme(tx, cohortVersionId);
  await lockVersions(tx, own.code);
  const [current] = inForce(await listVersions(tx, own.code), enrolledOn);
  return current && current.version > own.version ? current.id : own.id;
}
