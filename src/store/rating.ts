import type { Moment } from '../domain/annotation/timecode.js';
import type { NotRatableReason } from '../domain/rubric/rubric.js';
import { audit, type Actor } from './audit.js';
import { subjectOf, type CaseRecord } from './assessment.js';
import type { Reader, Writer } from './database.js';
import { keepText, openTexts } from './recording-text.js';
import { assessors, ratings } from './tables.js';

/** What an assessor gives one element. Draft or locked. */
export interface RatingRecord {
  element: number;
  level: number | null;
  notRatable: NotRatableReason | null;
  moments: Moment[];
  wholeMeeting: boolean;
  note: string;
}

/** Strengths first, then what to try: the order is fixed. */
export interface Feedback {
  worked: string;
  next: string;
}

export interface SeatRating {
  seatId: number;
  overall: number | null;
  feedback: Feedback;
  ratings: RatingRecord[];
}

interface RatingRow {
  seatId: number;
  element: number;
  level: number | null;
  notRatable: NotRatableReason | null;
  moments: string;
  noteKept: string | null;
}

/** Moments are kept as a list, or as this one word for the whole meeting. */
const whole = 'whole';

/** Both parts of the feedback are kept as one text: it is opened and erased as one. */
export const feedbackText = ({ worked, next }: Feedback): string => (worked === '' && next === '' ? '' : JSON.stringify([worked, next]));

function feedbackOf(text: string | null): Feedback {
  if (!text) return { worked: '', next: '' };
  const [worked = '', next = ''] = JSON.parse(text) as string[];
  return { worked, next };
}

const recordOf = (row: RatingRow, note: string | null): RatingRecord => {
  const moments = JSON.parse(row.moments) as Moment[] | typeof whole;
  return {
    element: row.element,
    level: row.level,
    notRatable: row.notRatable,
    moments: moments === whole ? [] : moments,
    wholeMeeting: moments === whole,
    note: note ?? '',
  };
};

/** The ratings of a case with their texts, of everyone or of one seat. Who may read them is the policy's to say. */
export async function readRatings(db: Reader, of: CaseRecord, seatId?: number): Promise<SeatRating[]> {
  const subject = subjectOf(of);
  const seats = (await db.all(assessors, { caseId: of.id })).filter(({ id }) => seatId === undefined || id === seatId);
  const rows = await db.rows<RatingRow>(
    `SELECT t.assessor_id AS "seatId", t.element, t.level, t.not_ratable AS "notRatable", t.moments, t.note_kept AS "noteKept"
     FROM rating t JOIN assessor a ON a.id = t.assessor_id WHERE a.case_id = $1 ORDER BY t.assessor_id, t.element`,
    [of.id],
  );
  const notes = await openTexts(
    db,
    rows.map(({ noteKept }) => ({ subject, kept: noteKept })),
  );
  const opened = rows.map((row, index) => ({ seatId: row.seatId, record: recordOf(row, notes[index] ?? null) }));
  const feedback = await openTexts(
    db,
    seats.map(({ feedbackKept }) => ({ subject, kept: feedbackKept })),
  );
  return seats.map(({ id, overall }, index) => ({
    seatId: id,
    overall,
    feedback: feedbackOf(feedback[index] ?? null),
    ratings: opened.filter((one) => one.seatId === id).map(({ record }) => record),
  }));
}

export type RatingDraft = Omit<SeatRating, 'seatId'>;

/** Waits for anyone else who writes this rating; false when it was locked meanwhile. */
export async function holdSeat(tx: Writer, seatId: number): Promise<boolean> {
  await tx.run('UPDATE assessor SET saved_at = saved_at WHERE id = $1', [seatId]);
  return (await tx.row('SELECT id FROM assessor WHERE id = $1 AND locked_at IS NULL', [seatId])) !== null;
}

/** Saves the draft as it stands; what was there before is replaced. Only for a rating that is not locked. */
export async function saveRating(tx: Writer, actor: Actor, of: CaseRecord, seatId: number, draft: RatingDraft): Promise<void> {
  const subject = subjectOf(of);
  await tx.remove(ratings, { assessorId: seatId });
  const rows = [];
  for (const { element, level, notRatable, moments, wholeMeeting, note } of draft.ratings)
    rows.push({
      assessorId: seatId,
      element,
      level,
      notRatable,
      moments: wholeMeeting ? whole : moments,
      noteKept: note === '' ? null : await keepText(tx, subject, note),
    });
  await tx.insertMany(ratings, rows);
  const text = feedbackText(draft.feedback);
  const feedbackKept = text === '' ? null : await keepText(tx, subject, text);
  await tx.update(assessors, { id: seatId }, { overall: draft.overall, feedbackKept, savedAt: actor.now.toISOString() });
  await audit(tx, actor, 'rating.save', 'assessor', seatId);
}

/** From here on the database itself refuses every change of levels, moments and overall impression. */
export async function lockRating(tx: Writer, actor: Actor, seatId: number): Promise<void> {
  const lockedAt = actor.now.toISOString();
  await tx.update(ratings, { assessorId: seatId }, { lockedAt });
  await tx.update(assessors, { id: seatId }, { lockedAt });
  await audit(tx, actor, 'rating.lock', 'assessor', seatId);
}
