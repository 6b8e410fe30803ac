import type { Moment } from '../domain/annotation/timecode.js';
import type { NotRatableReason } from '../domain/rubric/rubric.js';
import { p12 } from '../domain/rubric/p12.js';
import type { Slot } from './assessment.js';
import { audit, type Actor } from './audit.js';
import type { Writer } from './database.js';
import { keepText, type TextSubject } from './recording-text.js';
import { assessmentCases, assessors, enrolmentEvents, ratings, selfAssessments } from './tables.js';

export interface NewCase {
  enrolmentId: number;
  recordingId: number | null;
  observedOn: string | null;
  today: string;
}

/** The next attempt of an enrolment. Two at once make one: the attempt is unique. */
export async function createCase(tx: Writer, actor: Actor, given: NewCase): Promise<number> {
  const last = await tx.row<{ attempt: number | null }>('SELECT MAX(attempt) AS attempt FROM assessment_case WHERE enrolment_id = $1', [
    given.enrolmentId,
  ]);
  const id = await tx.insert(assessmentCases, {
    enrolmentId: given.enrolmentId,
    attempt: (last?.attempt ?? 0) + 1,
    route: given.recordingId === null ? 'observation' : 'film',
    recordingId: given.recordingId,
    observedOn: given.observedOn,
    requestedOn: given.today,
    requestedAt: actor.now.toISOString(),
  });
  await audit(tx, actor, 'case.request', 'assessment_case', id);
  return id;
}

export async function deliverSelfAssessment(
  tx: Writer,
  actor: Actor,
  enrolmentId: number,
  levels: (number | null)[],
  today: string,
): Promise<void> {
  const id = await tx.insert(selfAssessments, {
    enrolmentId,
    rubric: p12.id,
    levels,
    deliveredOn: today,
    recordedAt: actor.now.toISOString(),
  });
  await audit(tx, actor, 'self_assessment.deliver', 'self_assessment', id);
}

export async function assign(tx: Writer, actor: Actor, caseId: number, slot: Slot, personId: number): Promise<void> {
  const id = await tx.insert(assessors, {
    caseId,
    personId,
    slot,
    rubric: p12.id,
    assignedBy: actor.personId!,
    assignedAt: actor.now.toISOString(),
  });
  await audit(tx, actor, 'assessor.assign', 'assessor', id);
}

export interface GivenRating {
  element: number;
  level: number | null;
  notRatable: NotRatableReason | null;
  moments: Moment[];
  wholeMeeting: boolean;
  note: string;
}

export interface GivenSeat {
  assessorId: number;
  subject: TextSubject;
  overall: number | null;
  feedback: string;
  ratings: GivenRating[];
}

/** Saves an open rating as it stands, whole. */
export async function saveRating(
  tx: Writer,
  actor: Actor,
  { assessorId, subject, overall, feedback, ratings: given }: GivenSeat,
): Promise<void> {
  await tx.remove(ratings, { assessorId });
  for (const { moments, wholeMeeting, note, ...one } of given)
    await tx.insert(ratings, { assessorId, ...one, moments: { moments, wholeMeeting }, noteKept: await keepText(tx, subject, note) });
  await tx.update(
    assessors,
    { id: assessorId },
    { overall, feedbackKept: await keepText(tx, subject, feedback), savedAt: actor.now.toISOString() },
  );
  await audit(tx, actor, 'rating.save', 'assessor', assessorId);
}

/** Locks a rating for good. False when it was locked already. */
export async function lockRating(tx: Writer, actor: Actor, assessorId: number): Promise<boolean> {
  const open = await tx.find(assessors, { id: assessorId });
  if (!open || open.lockedAt !== null) return false;
  const lockedAt = actor.now.toISOString();
  await tx.update(ratings, { assessorId }, { lockedAt });
  await tx.update(assessors, { id: assessorId }, { lockedAt });
  await audit(tx, actor, 'rating.lock', 'assessor', assessorId);
  return true;
}

/** Minutes of an observed meeting, told by an assessor who was there. */
export const keepObservedMinutes = (tx: Writer, caseId: number, observedMinutes: number): Promise<number> =>
  tx.update(assessmentCases, { id: caseId }, { observedMinutes });

export async function closeCase(tx: Writer, actor: Actor, caseId: number, why: 'not_ratable', today: string): Promise<void> {
  await tx.update(assessmentCases, { id: caseId }, { closedOn: today, closedWhy: why });
  await audit(tx, actor, 'case.close', 'assessment_case', caseId);
}

export async function notePlanDone(tx: Writer, actor: Actor, enrolmentId: number, today: string): Promise<void> {
  const id = await tx.insert(enrolmentEvents, {
    enrolmentId,
    kind: 'plan_done',
    onDate: today,
    reason: '',
    recordedBy: actor.personId!,
    recordedAt: actor.now.toISOString(),
  });
  await audit(tx, actor, 'plan.done', 'enrolment_event', id);
}
