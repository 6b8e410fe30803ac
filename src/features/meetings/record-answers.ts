import type { Method } from '../../domain/consent/consent.js';
import { heldBackBy } from '../../domain/consent/effective-scope.js';
import { eraseLater } from '../../jobs/erase-later.js';
import type { Actor } from '../../store/audit.js';
import { addAnswers, findRoom } from '../../store/consent.js';
import type { Writer } from '../../store/database.js';
import { addAttendee, findLivingRecording, type MeetingLine } from '../../store/meeting.js';
import { interruptCases } from '../../store/recording-erasure.js';
import { stopUploads } from '../../store/upload.js';
import type { House } from '../../web/house.js';
import { keyOf, type Line, type TypedAnswer } from './lines.js';

export type Asker = Actor & { personId: number };

export interface Asked {
  method: Method;
  answeredOn: string;
  textVersion: string;
}

/** Saves lines that were only suggested. Returns the attendee's id of each line by its key. */
export async function saveLines(tx: Writer, actor: Actor, meeting: MeetingLine, lines: Line[]): Promise<Map<string, number>> {
  // Holds the meeting, so that two at once do not save the same lines.
  await tx.run('UPDATE network_meeting SET number = number WHERE id = $1', [meeting.id]);
  const { attendees } = await findRoom(tx, meeting.id);
  if (attendees.length === 0)
    for (const { kind, ageGroup, holders } of lines) await addAttendee(tx, actor, meeting, { kind, ageGroup, holders });
  const saved = attendees.length === 0 ? (await findRoom(tx, meeting.id)).attendees : attendees;
  return new Map(saved.map((one) => [keyOf(one), one.id]));
}

/**
 * What a no means, at once: without everyone's yes to the leader's own learning the film is closed and erased, also one on its way in; without everyone's yes
 * to assessment an assessment under way stops. An answer that is only missing closes the film until it comes.
 */
async function settle(tx: Writer, actor: Actor, meeting: MeetingLine, today: string): Promise<boolean> {
  const room = await findRoom(tx, meeting.id);
  const refused = (purpose: 'own_learning' | 'assessment') => heldBackBy(room, purpose).some(({ standing }) => standing === 'no');
  const closes = refused('own_learning');
  if (closes) await stopUploads(tx, actor, meeting.id);
  const recordingId = await findLivingRecording(tx, meeting.id);
  if (recordingId === null) return false;
  if (closes || refused('assessment')) await interruptCases(tx, actor, recordingId, today);
  if (closes) await eraseLater(tx, actor, recordingId, 'withdrawn');
  return closes;
}

/** Adds answers, and lets what follows from them follow in the same transaction. True when a film was closed by it. */
export const recordAnswers = (
  { db }: House,
  actor: Asker,
  { meeting, lines, today }: { meeting: MeetingLine; lines: Line[]; today: string },
  answers: TypedAnswer[],
  asked: Asked,
): Promise<boolean> =>
  db.write(async (tx) => {
    const ids = await saveLines(tx, actor, meeting, lines);
    const rows = answers.flatMap(({ line, givenBy, purpose, answer }) => {
      const attendeeId = ids.get(keyOf(line));
      return attendeeId === undefined ? [] : [{ attendeeId, givenBy, purpose, answer, ...asked }];
    });
    await addAnswers(tx, actor, rows, meeting.municipalityId);
    return settle(tx, actor, meeting, today);
  });
