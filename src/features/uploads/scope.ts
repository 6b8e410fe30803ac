import { mayUpload } from '../../domain/meeting/policy.js';
import { whyStopped, type StopReason } from '../../domain/upload/upload.js';
import { findRoom, type RoomRecord } from '../../store/consent.js';
import { findMeeting, type MeetingLine } from '../../store/meeting.js';
import { findRecording, type RecordingRow } from '../../store/recording-life.js';
import { findUpload, type UploadRow } from '../../store/upload.js';
import type { Person } from '../../domain/person/person.js';
import { idOf, type Scope } from '../../web/guard.js';
import type { House } from '../../web/house.js';

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

export interface UploadFor {
  upload: UploadRow;
  /** Null when it was removed meanwhile. */
  meeting: MeetingLine | null;
  /** Why nothing more is taken; null when it goes on. */
  stopped: StopReason | null;
}

async function uploadFor({ db }: House, viewer: Person, publicId: string): Promise<UploadFor | null> {
  const found = await findUpload(db, publicId);
  if (found === null || found.personId !== viewer.id) return null;
  const place = await findMeeting(db, found.meetingId);
  const room = place === null ? null : await findRoom(db, place.id);
  const hasRecording = place !== null && !mayUpload(viewer, { meeting: place }).ok;
  return { upload: found, meeting: place, stopped: whyStopped({ state: found.state, room, hasRecording }) };
}

/** The viewer's own upload. Anybody else's answers as an unknown id, and so does what is no id of ours. */
export const upload: Scope<UploadFor> = async (viewer, params, house) => {
  const publicId = params['upload'] ?? '';
  return /^[0-9a-f]{32}$/.test(publicId) ? uploadFor(house, viewer, publicId) : null;
};

/** The recording of a film the viewer sent. */
export const ownRecording: Scope<RecordingRow> = async (viewer, params, { db }) => {
  const id = idOf(params);
  const found = id === null ? null : await findRecording(db, id);
  return found && found.ownerId === viewer.id ? found : null;
};
