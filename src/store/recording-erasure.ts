import { audit, type Actor } from './audit.js';
import type { Database, Reader, Writer } from './database.js';
import { forgetFiles } from './recording-file.js';
import { keepsAssessment } from './recording-life.js';
import { erasedText } from './recording-text.js';
import { assessmentCases, recordings } from './tables.js';

/** Comments, replies and reflection go with the film. */
const texts = [
  'UPDATE annotation SET text_kept = $2 WHERE recording_id = $1',
  'UPDATE annotation SET former_text_kept = $2 WHERE recording_id = $1 AND former_text_kept IS NOT NULL',
  'UPDATE reply SET text_kept = $2 WHERE annotation_id IN (SELECT id FROM annotation WHERE recording_id = $1)',
  'UPDATE reflection SET text_kept = $2 WHERE recording_id = $1',
];

const ofCases = 'SELECT a.id FROM assessor a JOIN assessment_case c ON c.id = a.case_id WHERE c.recording_id = $1';

/** What assessors wrote: levels and cited times are lawful history and stay, words may quote the citizen. */
const assessmentTexts = [
  `UPDATE rating SET note_kept = $2 WHERE note_kept IS NOT NULL AND assessor_id IN (${ofCases})`,
  `UPDATE assessor SET feedback_kept = $2 WHERE feedback_kept IS NOT NULL AND id IN (${ofCases})`,
];

/** The row stays as a tombstone: ids, dates and why. Call it when the files are gone. False when it was done before. */
export const finishErasure = (db: Database, actor: Actor, recordingId: number): Promise<boolean> =>
  db.write(async (tx) => {
    const row = await tx.find(recordings, { id: recordingId });
    if (row === null || row.erasedAt !== null || row.erasedWhy === null) return false;
    for (const sql of [...texts, ...(keepsAssessment(row.erasedWhy) ? [] : assessmentTexts)]) await tx.run(sql, [recordingId, erasedText]);
    await forgetFiles(tx, recordingId);
    await tx.update(
      recordings,
      { id: recordingId },
      { erasedAt: actor.now.toISOString(), originalKey: null, playableKey: null, posterKey: null },
    );
    await audit(tx, actor, 'recording.erased', 'recording', recordingId);
    return true;
  });

const locked = (slot: string) =>
  `(SELECT COUNT(*) FROM assessor a WHERE a.case_id = c.id AND a.slot IN (${slot}) AND a.locked_at IS NOT NULL)`;

/** Both ratings locked and no item apart, or apart and adjudicated: what is decided is not undone by a later withdrawal. */
const decided = `(${locked(`'A', 'B'`)} = 2 AND (${locked(`'adjudicator'`)} = 1 OR NOT EXISTS (
  SELECT 1 FROM rating x JOIN assessor xa ON xa.id = x.assessor_id JOIN rating y ON y.element = x.element JOIN assessor ya ON ya.id = y.assessor_id
  WHERE xa.case_id = c.id AND ya.case_id = c.id AND xa.slot = 'A' AND ya.slot = 'B' AND ABS(x.level - y.level) >= 2)))`;

/** Assessments of the recording that are not decided. */
const listUndecidedCases = (db: Reader, recordingId: number): Promise<{ id: number }[]> =>
  db.rows<{ id: number }>(
    `SELECT c.id FROM assessment_case c WHERE c.recording_id = $1 AND c.closed_on IS NULL
       AND NOT EXISTS (SELECT 1 FROM certification_decision d WHERE d.case_id = c.id) AND NOT ${decided}`,
    [recordingId],
  );

/** Not a fail, and no attempt is counted: the assessment stops where it was. */
export async function interruptCases(tx: Writer, actor: Actor, recordingId: number, today: string): Promise<void> {
  for (const { id } of await listUndecidedCases(tx, recordingId)) {
    await tx.update(assessmentCases, { id }, { closedOn: today, closedWhy: 'consent_withdrawn' });
    await audit(tx, actor, 'assessment_case.interrupt', 'assessment_case', id);
  }
}
