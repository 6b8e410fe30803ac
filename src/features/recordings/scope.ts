import { localDate } from '../../domain/calendar/dates.js';
import { mayKnowOf } from '../../domain/recording/watch.js';
import { findRoom, type RoomRecord } from '../../store/consent.js';
import { findMeeting, type MeetingLine } from '../../store/meeting.js';
import { findRecordingFor, watchable, type RecordingFor } from '../../store/recording.js';
import { idOf, type Scope } from '../../web/guard.js';

export interface FilmFor extends RecordingFor {
  /** Asks everything once more: the answers may have changed while bytes flow. */
  stillAllowed: () => Promise<boolean>;
}

/** A recording the viewer may know of. */
export const recording: Scope<RecordingFor> = async (viewer, params, { db }, now) => {
  const id = idOf(params);
  const facts = id === null ? null : await findRecordingFor(db, viewer.id, id, localDate(now));
  return facts && mayKnowOf(facts) ? facts : null;
};

/** A film the viewer may watch at this moment; anything else answers as an unknown id. */
export const film: Scope<FilmFor> = async (viewer, params, house, now) => {
  const find = async (at: Date) => {
    const facts = await recording(viewer, params, house, at);
    return facts && watchable(viewer, facts).ok ? facts : null;
  };
  const facts = await find(now);
  return facts && { ...facts, stillAllowed: async () => (await find(house.clock())) !== null };
};

export interface MeetingToFilm {
  meeting: MeetingLine;
  room: RoomRecord;
}

/** The viewer's own meeting. */
export const meeting: Scope<MeetingToFilm> = async (viewer, params, { db }) => {
  const id = idOf(params);
  const found = id === null ? null : await findMeeting(db, id);
  return found && found.leaderId === viewer.id ? { meeting: found, room: await findRoom(db, found.id) } : null;
};
