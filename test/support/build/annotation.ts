import { randomUUID } from 'node:crypto';
import { keepText } from '../../../src/store/recording-text.js';
import type { Database } from '../../../src/store/database.js';
import type { RowOf } from '../../../src/store/table.js';
import { annotations, reflections, replies } from '../../../src/store/tables.js';
import { gather } from './meeting.js';
import { buildSupervisor, buildTrainee, type BuiltPerson } from './person.js';
import { buildRecording, type RecordingGiven, type RecordingRow } from './recording.js';

export interface ReviewSetting {
  recording: RecordingRow;
  leader: BuiltPerson;
  supervisor: BuiltPerson;
}

/** A recording led by Thomas, in a group supervised by Birgit, with everyone's yes and the reflection delivered unless told. */
export async function buildReview(db: Database, given: RecordingGiven = {}): Promise<ReviewSetting> {
  const leader = await buildTrainee(db, { name: 'Thomas Åstrup' });
  const supervisor = await buildSupervisor(db, { name: 'Birgit Lund' });
  await gather(db, [leader.id], supervisor.id);
  return { leader, supervisor, recording: await buildRecording(db, { leaderId: leader.id, ...given }) };
}

export interface AnnotationGiven extends Partial<RowOf<typeof annotations>> {
  recordingId: number;
  authorId: number;
  text?: string;
}

/** A supervisor's draft at 12.04 unless told. */
export async function buildAnnotation(db: Database, { text = 'Du venter her.', ...given }: AnnotationGiven) {
  return db.write(async (tx) => {
    const row = {
      pass: 'supervision',
      startMs: 724_000,
      endMs: null,
      element: 9,
      kind: 'strength',
      formerTextKept: null,
      clientKey: randomUUID(),
      version: 1,
      createdAt: '2026-09-18T08:00:00.000Z',
      editedAt: null,
      sharedAt: null,
      removedAt: null,
      textKept: await keepText(tx, { recordingId: given.recordingId }, text),
      ...given,
    };
    return { ...row, id: await tx.insert(annotations, row) };
  });
}

export async function buildReply(db: Database, given: { recordingId: number; annotationId: number; authorId: number; text?: string }) {
  const { recordingId, text = 'Tak, det tænkte jeg også.', ...rest } = given;
  return db.write(async (tx) => {
    const row = {
      ...rest,
      clientKey: randomUUID(),
      createdAt: '2026-09-19T08:00:00.000Z',
      textKept: await keepText(tx, { recordingId }, text),
    };
    return { ...row, id: await tx.insert(replies, row) };
  });
}

/** A delivered reflection unless `deliveredAt` is null. */
export async function buildReflection(
  db: Database,
  {
    text = 'Jeg lagde mærke til stilheden.',
    ...given
  }: { recordingId: number; authorId: number; text?: string; deliveredAt?: string | null },
) {
  return db.write(async (tx) => {
    const textKept = await keepText(tx, { recordingId: given.recordingId }, text);
    const row = { savedAt: '2026-09-17T07:00:00.000Z', deliveredAt: '2026-09-17T08:00:00.000Z', textKept, ...given };
    return { ...row, id: await tx.insert(reflections, row) };
  });
}
