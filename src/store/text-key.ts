import { type DataKeyRow, dataKeyColumns, fillKey, unwrap } from './data-key.js';
import { among } from './among.js';
import type { Reader, Writer } from './database.js';

/** What a kept text belongs to, and dies with: a recording, or an assessment case without film. */
export type TextSubject = { recordingId: number } | { caseId: number };

export interface TextKey {
  id: number;
  key: Buffer;
}

type KeyRow = DataKeyRow & { destroyedAt: string | null };

const columnOf = (subject: TextSubject) => ('recordingId' in subject ? 'recording_id' : 'case_id');
const idOf = (subject: TextSubject) => ('recordingId' in subject ? subject.recordingId : subject.caseId);

/** A case always may have a key; a recording not after everything written about it was erased. */
const source = (subject: TextSubject): string =>
  'recordingId' in subject
    ? `SELECT 'text', r.id, CAST($2 AS TEXT) FROM recording r WHERE r.id = $1 AND (r.erased_why IS NULL OR r.erased_why IN ('certified', 'age'))`
    : `SELECT 'text', c.id, CAST($2 AS TEXT) FROM assessment_case c WHERE c.id = $1`;

const findRow = (tx: Writer, subject: TextSubject): Promise<KeyRow | null> =>
  tx.row<KeyRow>(
    `SELECT ${dataKeyColumns}, destroyed_at AS "destroyedAt" FROM data_key WHERE ${columnOf(subject)} = $1 AND purpose = 'text'`,
    [idOf(subject)],
  );

async function makeOrFind(tx: Writer, subject: TextSubject): Promise<TextKey | null> {
  let row = await findRow(tx, subject);
  if (!row) {
    // Of two that come at once the second waits here, and then finds the key of the first.
    await tx.run(`INSERT INTO data_key (purpose, ${columnOf(subject)}, created_at) ${source(subject)} ON CONFLICT DO NOTHING`, [
      idOf(subject),
      new Date().toISOString(),
    ]);
    row = await findRow(tx, subject);
  }
  if (!row || row.destroyedAt !== null) return null;
  const { id } = row;
  return { id, key: unwrap(tx.masterKeys, row) ?? (await fillKey(tx, id, 'text')) };
}

/** Saving a rating asks for the same key a dozen times in one transaction. */
const asked = new WeakMap<Writer, Map<string, TextKey>>();

/** The key a subject's texts are sealed with, made when there is none. Null when it was destroyed. */
export async function textKeyFor(tx: Writer, subject: TextSubject): Promise<TextKey | null> {
  const known = asked.get(tx) ?? new Map<string, TextKey>();
  asked.set(tx, known);
  const name = `${columnOf(subject)} ${idOf(subject)}`;
  const key = known.get(name) ?? (await makeOrFind(tx, subject));
  if (key) known.set(name, key);
  return key;
}

/** The keys of these numbers; null for one that was destroyed. Asked at every reading, so that a destroyed key is gone at once. */
export async function openTextKeys(db: Reader, ids: number[]): Promise<Map<number, TextKey | null>> {
  if (ids.length === 0) return new Map();
  const rows = await db.rows<DataKeyRow>(`SELECT ${dataKeyColumns} FROM data_key WHERE purpose = 'text' AND id IN (${among(ids)})`, ids);
  return new Map(
    rows.map((row) => {
      const key = unwrap(db.masterKeys, row);
      return [row.id, key && { id: row.id, key }];
    }),
  );
}
