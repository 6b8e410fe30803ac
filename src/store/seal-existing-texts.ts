import type { Database, Writer } from './database.js';
import { erasedText, keepText, plainMark, type TextSubject } from './recording-text.js';

interface PlainText {
  id: number;
  recordingId: number | null;
  caseId: number | null;
  kept: string;
}

const batch = 200;
const ofCase = 'FROM assessment_case c JOIN assessor a ON a.case_id = c.id';

/** Every column that holds text about a recording, and where its row finds recording or case. */
const columns: { table: string; column: string; from: string }[] = [
  { table: 'annotation', column: 'text_kept', from: 'SELECT x.id, x.recording_id, NULL AS case_id, x.text_kept FROM annotation x' },
  {
    table: 'annotation',
    column: 'former_text_kept',
    from: 'SELECT x.id, x.recording_id, NULL AS case_id, x.former_text_kept FROM annotation x',
  },
  {
    table: 'reply',
    column: 'text_kept',
    from: 'SELECT x.id, n.recording_id, NULL AS case_id, x.text_kept FROM reply x JOIN annotation n ON n.id = x.annotation_id',
  },
  { table: 'reflection', column: 'text_kept', from: 'SELECT x.id, x.recording_id, NULL AS case_id, x.text_kept FROM reflection x' },
  {
    table: 'rating',
    column: 'note_kept',
    from: `SELECT x.id, c.recording_id, c.id AS case_id, x.note_kept ${ofCase} JOIN rating x ON x.assessor_id = a.id`,
  },
  { table: 'assessor', column: 'feedback_kept', from: `SELECT a.id, c.recording_id, c.id AS case_id, a.feedback_kept ${ofCase}` },
];

const subjectOf = ({ recordingId, caseId }: PlainText): TextSubject => (recordingId === null ? { caseId: caseId! } : { recordingId });

async function sealBatch(tx: Writer, { table, column, from }: (typeof columns)[number]): Promise<number> {
  const plain = await tx.rows<PlainText>(
    `SELECT id, recording_id AS "recordingId", case_id AS "caseId", ${column} AS "kept" FROM (${from}) plain
     WHERE ${column} LIKE '${plainMark}%' ORDER BY id LIMIT ${batch}`,
  );
  for (const row of plain) {
    const text = row.kept.slice(plainMark.length);
    const kept = text === '' ? erasedText : await keepText(tx, subjectOf(row), text);
    await tx.run(`UPDATE ${table} SET ${column} = $1 WHERE id = $2 AND ${column} = $3`, [kept, row.id, row.kept]);
  }
  return plain.length;
}

/** Seals texts kept before they were sealed, a few hundred in a transaction. May be ended at any moment and begun again. */
export async function sealExistingTexts(db: Database): Promise<number> {
  let sealed = 0;
  for (const one of columns) for (let count = batch; count === batch; sealed += count) count = await db.write((tx) => sealBatch(tx, one));
  return sealed;
}
