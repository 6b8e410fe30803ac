import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { phoneCopies } from './tables.js';

/** From now on its leader is asked whether the film is gone where it was recorded. */
export const askPhoneCopy = (tx: Writer, recordingId: number, now: Date): Promise<number> =>
  tx.insert(phoneCopies, { recordingId, askedAt: now.toISOString() });

/** The copy is gone, says the leader. False when it was said before, or never asked. */
export async function confirmPhoneCopy(tx: Writer, actor: Actor, recordingId: number): Promise<boolean> {
  await tx.run('UPDATE phone_copy SET asked_at = asked_at WHERE recording_id = $1', [recordingId]);
  const open = await tx.row('SELECT 1 AS "open" FROM phone_copy WHERE recording_id = $1 AND confirmed_at IS NULL', [recordingId]);
  if (!open) return false;
  await tx.update(phoneCopies, { recordingId }, { confirmedBy: actor.personId, confirmedAt: actor.now.toISOString() });
  await audit(tx, actor, 'phone_copy.confirm', 'recording', recordingId);
  return true;
}

/** Whether the leader was asked about this film's copy and has not answered. */
export const isPhoneCopyOpen = async (db: Reader, recordingId: number): Promise<boolean> =>
  (await db.row('SELECT 1 AS "open" FROM phone_copy WHERE recording_id = $1 AND confirmed_at IS NULL', [recordingId])) !== null;

export interface OpenPhoneCopy {
  recordingId: number;
  meetingNumber: number;
  askedAt: string;
}

/** Copies that the leader has not said are gone. A film that was refused must be sent again, so its copy is not asked for. */
export const listOpenPhoneCopies = (db: Reader, personId: number): Promise<OpenPhoneCopy[]> =>
  db.rows<OpenPhoneCopy>(
    `SELECT c.recording_id AS "recordingId", m.number AS "meetingNumber", c.asked_at AS "askedAt" FROM phone_copy c
     JOIN recording r ON r.id = c.recording_id JOIN network_meeting m ON m.id = r.meeting_id
     WHERE r.owner_id = $1 AND c.confirmed_at IS NULL AND r.processing <> 'failed' ORDER BY c.asked_at`,
    [personId],
  );
