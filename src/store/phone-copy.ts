import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { phoneCopies } from './tables.js';

/**
 * Noted with the film's arrival, so that it is never forgotten. Its leader is asked once the film is known to be usable, or once it is to be
 * erased here; one that was refused must be sent again, so its copy is not asked for.
 */
export const askPhoneCopy = (tx: Writer, recordingId: number, now: Date): Promise<number> =>
  tx.insert(phoneCopies, { recordingId, askedAt: now.toISOString() });

const due = `c.confirmed_at IS NULL AND (r.processing = 'ready' OR (r.processing <> 'failed' AND r.erased_why IS NOT NULL))`;

/** The copy is gone, says the leader. False when it was said before, or never asked. */
export async function confirmPhoneCopy(tx: Writer, actor: Actor, recordingId: number): Promise<boolean> {
  await tx.run('UPDATE phone_copy SET asked_at = asked_at WHERE recording_id = $1', [recordingId]);
  if (!(await isPhoneCopyOpen(tx, recordingId))) return false;
  await tx.update(phoneCopies, { recordingId }, { confirmedBy: actor.personId, confirmedAt: actor.now.toISOString() });
  await audit(tx, actor, 'phone_copy.confirm', 'recording', recordingId);
  return true;
}

/** Whether the leader was asked about this film's copy and has not answered. */
export const isPhoneCopyOpen = async (db: Reader, recordingId: number): Promise<boolean> =>
  (await db.row(`SELECT 1 AS "open" FROM phone_copy c JOIN recording r ON r.id = c.recording_id WHERE c.recording_id = $1 AND ${due}`, [
    recordingId,
  ])) !== null;

export interface OpenPhoneCopy {
  recordingId: number;
  meetingNumber: number;
  askedAt: string;
  /** 1 when the film here is erased, or is about to be. */
  erased: number;
}

/** Copies that the leader is asked about and has not said are gone. */
export const listOpenPhoneCopies = (db: Reader, personId: number): Promise<OpenPhoneCopy[]> =>
  db.rows<OpenPhoneCopy>(
    `SELECT c.recording_id AS "recordingId", m.number AS "meetingNumber", COALESCE(r.ready_at, c.asked_at) AS "askedAt",
       CASE WHEN r.erased_why IS NULL THEN 0 ELSE 1 END AS "erased" FROM phone_copy c
     JOIN recording r ON r.id = c.recording_id JOIN network_meeting m ON m.id = r.meeting_id
     WHERE r.owner_id = $1 AND ${due} ORDER BY COALESCE(r.ready_at, c.asked_at)`,
    [personId],
  );
