import { randomBytes } from 'node:crypto';
import { audit, type Actor } from './audit.js';
import type { Database, Reader, Writer } from './database.js';
import { type MasterKeys, openBytes, sealBytes } from './master-keys.js';
import type { RowOf } from './table.js';
import { dataKeys } from './tables.js';

export type DataKeyRow = Pick<RowOf<typeof dataKeys>, 'id' | 'purpose' | 'wrapped' | 'masterVersion' | 'recordingId' | 'caseId'>;

const keyBytes = 32;
export const dataKeyColumns = `id, purpose, wrapped, master_version AS "masterVersion", recording_id AS "recordingId", case_id AS "caseId"`;

/** No master key of the version this was wrapped with: the key file is not the one that belongs to this database. */
export class MasterKeyMissing extends Error {
  override readonly name = 'MasterKeyMissing';
  constructor(readonly version: number) {
    super(`there is no master key of version ${version}`);
  }
}

const about = (id: number, purpose: string, version: number): string => `polyfoni data key ${id} ${purpose} ${version}`;

/** The wrapped form of a key under the current master key. */
export function wrap(masterKeys: MasterKeys, { id, purpose }: Pick<DataKeyRow, 'id' | 'purpose'>, key: Buffer) {
  const master = masterKeys.current();
  const wrapped = sealBytes(master.key, key, about(id, purpose, master.version)).toString('base64url');
  return { wrapped, masterVersion: master.version };
}

/** The key itself; null when it was destroyed. Throws {@link MasterKeyMissing}, or when it was wrapped by another master key. */
export function unwrap(masterKeys: MasterKeys, { id, purpose, wrapped, masterVersion }: DataKeyRow): Buffer | null {
  if (wrapped === null || masterVersion === null) return null;
  const master = masterKeys.find(masterVersion);
  if (!master) throw new MasterKeyMissing(masterVersion);
  return openBytes(master.key, Buffer.from(wrapped, 'base64url'), about(id, purpose, masterVersion));
}

/**
 * Gives the row its key. The row is inserted first: from then on a rotation waits for this transaction, and the master key that is
 * current now is not dropped before the row is counted.
 */
export async function fillKey(tx: Writer, id: number, purpose: 'film' | 'text'): Promise<Buffer> {
  const key = randomBytes(keyBytes);
  await tx.update(dataKeys, { id }, wrap(tx.masterKeys, { id, purpose }, key));
  return key;
}

/** A fresh key for a film, before there is a recording. Returns its number, which begins the keys of its blobs. */
export async function createFilmKey(tx: Writer, now: Date): Promise<number> {
  const id = await tx.insert(dataKeys, { purpose: 'film', createdAt: now.toISOString() });
  await fillKey(tx, id, 'film');
  return id;
}

/** A key whose film came to nothing. */
export const discardFilmKey = async (tx: Writer, keyId: number): Promise<void> => {
  await tx.remove(dataKeys, { id: keyId, purpose: 'film', recordingId: null });
};

/** Film keys older than the instant that belong to no recording and to no upload under way: whoever made them was ended before the film was. */
export const listForgottenFilmKeys = async (db: Reader, before: string): Promise<number[]> =>
  (
    await db.rows<{ id: number }>(
      `SELECT k.id FROM data_key k WHERE k.purpose = 'film' AND k.recording_id IS NULL AND k.created_at < $1
         AND NOT EXISTS (SELECT 1 FROM upload u WHERE u.data_key_id = k.id AND u.state = 'running') ORDER BY k.id LIMIT 500`,
      [before],
    )
  ).map(({ id }) => id);

/** Removes one of them. False when a recording took it meanwhile. */
export async function removeForgottenFilmKey(tx: Writer, actor: Actor, keyId: number): Promise<boolean> {
  if ((await tx.remove(dataKeys, { id: keyId, purpose: 'film', recordingId: null })) === 0) return false;
  await audit(tx, actor, 'film-key.sweep', 'data_key', keyId);
  return true;
}

/** From here on the film key dies with the recording. */
export const bindFilmKey = async (tx: Writer, keyId: number, recordingId: number): Promise<void> => {
  const bound = await tx.update(dataKeys, { id: keyId, purpose: 'film', recordingId: null }, { recordingId });
  if (bound !== 1) throw new Error('this film key belongs to another recording, or to none');
};

/** Every film key the recording has had, also those destroyed, the first first: a film that was cut has two. */
export const listFilmKeys = async (db: Reader, recordingId: number): Promise<number[]> =>
  (await db.rows<{ id: number }>(`SELECT id FROM data_key WHERE recording_id = $1 AND purpose = 'film' ORDER BY id`, [recordingId])).map(
    ({ id }) => id,
  );

/** Those of them that still open something. */
export const listLivingFilmKeys = async (db: Reader, recordingId: number): Promise<number[]> =>
  (
    await db.rows<{ id: number }>(
      `SELECT id FROM data_key WHERE recording_id = $1 AND purpose = 'film' AND destroyed_at IS NULL ORDER BY id`,
      [recordingId],
    )
  ).map(({ id }) => id);

/** Opens film keys for the room where film is kept. Asked at every reading, so that a destroyed key is gone at once, in every process. */
export const filmKeysOf = (db: Database) => ({
  open: async (keyId: number): Promise<Buffer | null> => {
    const row = await db.row<DataKeyRow>(`SELECT ${dataKeyColumns} FROM data_key WHERE id = $1 AND purpose = 'film'`, [keyId]);
    return row && unwrap(db.masterKeys, row);
  },
});

/** The number can be used for nothing any more. Overwritten in the transaction of the decision; the row stays as a tombstone. */
export async function destroyKeys(
  tx: Writer,
  where: { recordingId: number; purpose?: 'film' | 'text' } | { id: number },
  now: Date,
): Promise<void> {
  await tx.update(dataKeys, { ...where, destroyedAt: null }, { wrapped: null, masterVersion: null, destroyedAt: now.toISOString() });
}
