import { mayAttach } from '../../domain/consent/effective-scope.js';
import { keptForDays } from '../../domain/upload/upload.js';
import { findRooms } from '../../store/consent.js';
import { findMeeting } from '../../store/meeting.js';
import { listAbandoned, listRunning } from '../../store/upload.js';
import type { House } from '../../web/house.js';
import { throwAway } from './end-upload.js';

/**
 * Throws away what nobody has touched for seven days, what belongs to a removed meeting, and what somebody in the room has said no to.
 * Returns how many.
 */
export async function sweepUploads(house: House, now: Date): Promise<number> {
  const { db } = house;
  const actor = { personId: null, requestId: null, now };
  const before = new Date(now.getTime() - keptForDays * 24 * 3_600_000).toISOString();
  let swept = 0;
  for (const upload of await listAbandoned(db, before)) {
    const state = (await findMeeting(db, upload.meetingId)) === null ? 'discarded' : 'expired';
    if (await throwAway(house, actor, upload, state)) swept += 1;
  }
  const running = await listRunning(db);
  const rooms = await findRooms(db, [...new Set(running.map(({ meetingId }) => meetingId))]);
  for (const upload of running) {
    const attachable = mayAttach(rooms.get(upload.meetingId) ?? { attendees: [], answers: [] });
    if (!attachable.ok && attachable.reason === 'refused' && (await throwAway(house, actor, upload, 'discarded'))) swept += 1;
  }
  return swept;
}
