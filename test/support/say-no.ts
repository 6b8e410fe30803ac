import { openDatabase } from '../../src/store/database.js';
import { openMasterKeys } from '../../src/store/master-keys.js';
import { consentAnswers } from '../../src/store/tables.js';

/** The citizen of the meeting takes back their yes by telephone, while the server runs. */
export async function citizenSaysNo(dataDir: string, meetingId: number): Promise<void> {
  const db = openDatabase(`sqlite:${dataDir}/polyfoni.sqlite`, openMasterKeys({ file: `${dataDir}/keys/master.keys` }));
  await db.write(async (tx) => {
    const citizen = await tx.row<{ id: number; leaderId: number }>(
      `SELECT a.id, m.leader_id AS "leaderId" FROM attendee a JOIN network_meeting m ON m.id = a.meeting_id
       WHERE m.id = $1 AND a.kind = 'citizen' ORDER BY a.id LIMIT 1`,
      [meetingId],
    );
    const at = new Date().toISOString();
    await tx.insert(consentAnswers, {
      ...{ attendeeId: citizen!.id, givenBy: 'self', purpose: 'own_learning', answer: 'no', method: 'phone', textVersion: '1' },
      ...{ askedBy: citizen!.leaderId, answeredOn: at.slice(0, 10), recordedAt: at },
    });
  });
  await db.close();
}

/** The number of a recording's meeting. */
export async function meetingOf(dataDir: string, recordingId: number): Promise<number> {
  const db = openDatabase(`sqlite:${dataDir}/polyfoni.sqlite`, openMasterKeys({ file: `${dataDir}/keys/master.keys` }));
  const row = await db.row<{ id: number }>('SELECT meeting_id AS id FROM recording WHERE id = $1', [recordingId]);
  await db.close();
  return row!.id;
}
