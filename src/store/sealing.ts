import { bindFilmKey, createFilmKey, listFilmKeys } from './data-key.js';
import type { Database, Reader } from './database.js';
import { recordings } from './tables.js';

/** Whether everything kept before sealing is sealed, and its traces gone. */
export const isSealed = async (db: Reader): Promise<boolean> => (await db.row(`SELECT step FROM sealing WHERE step = 'existing'`)) !== null;

export const noteSealed = (db: Database, now: Date): Promise<void> =>
  db.write((tx) => tx.run(`INSERT INTO sealing (step, done_at) VALUES ('existing', $1) ON CONFLICT DO NOTHING`, [now.toISOString()]));

type KeyColumn = 'originalKey' | 'playableKey' | 'posterKey';

export interface PlainFilm {
  recordingId: number;
  column: KeyColumn;
  /** Where it lies unsealed. */
  key: string;
  /** Nobody may watch it any more: it is not worth sealing. */
  erased: boolean;
}

const columnNames: Record<KeyColumn, string> = { originalKey: 'original_key', playableKey: 'playable_key', posterKey: 'poster_key' };

/** Films that recordings name by a key of the time before sealing. */
export const listPlainFilms = (db: Reader): Promise<PlainFilm[]> =>
  db
    .rows<Omit<PlainFilm, 'erased'> & { why: string | null }>(
      Object.entries(columnNames)
        .map(
          ([column, name]) =>
            `SELECT id AS "recordingId", '${column}' AS "column", ${name} AS "key", erased_why AS "why" FROM recording
             WHERE ${name} LIKE 'film/%' OR ${name} LIKE 'poster/%'`,
        )
        .join(' UNION ALL '),
    )
    .then((rows) => rows.map(({ why, ...row }) => ({ ...row, erased: why !== null })));

/** The recording's film key, made when it has none. */
export const filmKeyFor = (db: Database, recordingId: number, now: Date): Promise<number> =>
  db.write(async (tx) => {
    const [known] = await listFilmKeys(tx, recordingId);
    if (known !== undefined) return known;
    const made = await createFilmKey(tx, now);
    await bindFilmKey(tx, made, recordingId);
    return made;
  });

/** Lets the recording name the sealed file, or none, instead of the plain one. */
export const nameSealed = (db: Database, { recordingId, column, key }: PlainFilm, sealedKey: string | null): Promise<number> =>
  db.write((tx) => tx.update(recordings, { id: recordingId, [column]: key }, { [column]: sealedKey }));
