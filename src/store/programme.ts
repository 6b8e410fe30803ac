import type { ProgrammeBody } from '../domain/programme/programme.js';
import { templates } from '../domain/programme/templates.js';
import type { Reader, Writer } from './database.js';
import type { RowOf } from './table.js';
import { programmeVersions } from './tables.js';

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

/** Every version of every programme, in the order they were written. */
export const listProgrammes = async (db: Reader): Promise<ProgrammeVersion[]> => (await db.all(programmeVersions, {})).map(asVersion);

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
