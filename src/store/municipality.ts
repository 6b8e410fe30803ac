import { ForeignKeyConstraintError, UniqueConstraintError } from 'sequelize';
import { sortKeyOf } from '../domain/person/sort-key.js';
import { audit, type Actor } from './audit.js';
import type { Database, Reader, Writer } from './database.js';
import { municipalities } from './tables.js';

export interface MunicipalityName {
  id: number;
  name: string;
}

export interface MunicipalityRecord extends MunicipalityName {
  code: string;
  people: number;
  cohorts: number;
  /** Something was written about it, now or at any time before. */
  inUse: boolean;
}

export interface NewMunicipality {
  name: string;
  code: string;
}

/** Another one has the name or the code. */
export class MunicipalityTaken extends Error {
  constructor(readonly field: 'name' | 'code') {
    super(field);
  }
}

export const listMunicipalities = (db: Reader): Promise<MunicipalityName[]> =>
  db.rows<MunicipalityName>('SELECT id, name FROM municipality ORDER BY sort_key, id');

/** Every column that names a municipality, beside the people and cohorts that are counted. */
const elsewhere = [
  ['enrolment', 'municipality_id'],
  ['network_meeting', 'municipality_id'],
  ['supervision_session', 'host_municipality_id'],
  ['application', 'municipality_id'],
  ['enrolment_move', 'from_municipality_id'],
  ['enrolment_move', 'to_municipality_id'],
].map(([table, column]) => `EXISTS (SELECT 1 FROM ${table} x WHERE x.${column} = m.id)`);

interface MunicipalityRow extends Omit<MunicipalityRecord, 'inUse'> {
  elsewhere: number;
}

const select = `SELECT m.id, m.name, m.code, (SELECT COUNT(*) FROM person p WHERE p.municipality_id = m.id) AS people,
    (SELECT COUNT(*) FROM cohort_municipality k WHERE k.municipality_id = m.id) AS cohorts,
    CASE WHEN ${elsewhere.join(' OR ')} THEN 1 ELSE 0 END AS elsewhere
  FROM municipality m`;

const shown = ({ elsewhere: named, ...row }: MunicipalityRow): MunicipalityRecord => ({
  ...row,
  inUse: row.people + row.cohorts + named > 0,
});

export const listMunicipalityRecords = async (db: Reader): Promise<MunicipalityRecord[]> =>
  (await db.rows<MunicipalityRow>(`${select} ORDER BY m.sort_key, m.id`)).map(shown);

export async function findMunicipality(db: Reader, id: number): Promise<MunicipalityRecord | null> {
  const row = await db.row<MunicipalityRow>(`${select} WHERE m.id = $1`, [id]);
  return row ? shown(row) : null;
}

async function requireFree(tx: Writer, { name, code }: NewMunicipality, own: number | null): Promise<void> {
  const others = (await tx.all(municipalities, {})).filter(({ id }) => id !== own);
  if (others.some((one) => one.sortKey === sortKeyOf(name))) throw new MunicipalityTaken('name');
  if (others.some((one) => one.code === code)) throw new MunicipalityTaken('code');
}

/** Two at once, on PostgreSQL: the second one is told by the database. */
function takenMeanwhile(error: unknown): never {
  throw error instanceof UniqueConstraintError ? new MunicipalityTaken('code') : error;
}

/** Returns the id; throws {@link MunicipalityTaken}. */
export const addMunicipality = (db: Database, actor: Actor, given: NewMunicipality): Promise<number> =>
  db
    .write(async (tx) => {
      await requireFree(tx, given, null);
      const id = await tx.insert(municipalities, { ...given, sortKey: sortKeyOf(given.name), demo: false });
      await audit(tx, actor, 'municipality.added', 'municipality', id, id);
      return id;
    })
    .catch(takenMeanwhile);

/** Throws {@link MunicipalityTaken}. */
export const changeMunicipality = (db: Database, actor: Actor, id: number, given: NewMunicipality): Promise<void> =>
  db
    .write(async (tx) => {
      await requireFree(tx, given, id);
      await tx.update(municipalities, { id }, { ...given, sortKey: sortKeyOf(given.name) });
      await audit(tx, actor, 'municipality.changed', 'municipality', id, id);
    })
    .catch(takenMeanwhile);

/** False when something was written about it meanwhile; then it stays. */
export const removeMunicipality = (db: Database, actor: Actor, id: number): Promise<boolean> =>
  db
    .write(async (tx) => {
      const found = await findMunicipality(tx, id);
      if (!found || found.inUse) return false;
      await tx.remove(municipalities, { id });
      await audit(tx, actor, 'municipality.removed', 'municipality', id);
      return true;
    })
    .catch((error: unknown) => {
      if (error instanceof ForeignKeyConstraintError) return false;
      throw error;
    });
