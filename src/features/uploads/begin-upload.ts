import { mayAttach } from '../../domain/consent/effective-scope.js';
import { uploadQuota, whyNotBegin, type BeginRefusal } from '../../domain/upload/upload.js';
import { findRoom } from '../../store/consent.js';
import type { Writer } from '../../store/database.js';
import { findLivingRecording } from '../../store/meeting.js';
import { createUpload, findBytesToCome, findRunningUpload, findUploadStanding, holdForUpload } from '../../store/upload.js';
import { conflict, Refusal } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { answersChanged } from './keep-film.js';
import { newFilmIn } from './new-film.js';
import type { MeetingToFilm } from './scope.js';

const statusOf: Record<BeginRefusal, 400 | 413 | 429> = {
  empty: 400,
  tooLarge: 413,
  tooManyRunning: 429,
  tooManyBytes: 413,
  tooManyToday: 429,
};

/** Everything that may have changed since the page was read is asked again, with the person and the meeting held. */
async function checkAgain(tx: Writer, { viewer, record, house, now, fmt }: Visit<MeetingToFilm>, bytes: number): Promise<void> {
  const { meeting } = record;
  await holdForUpload(tx, viewer.id, meeting.id);
  if (!mayAttach(await findRoom(tx, meeting.id)).ok) throw conflict(answersChanged);
  if ((await findLivingRecording(tx, meeting.id)) !== null) throw conflict('refusals:meetingHasRecording');
  if ((await findRunningUpload(tx, meeting.id)) !== null) throw conflict('uploads:refused.running');
  const dayAgo = new Date(now.getTime() - 24 * 3_600_000).toISOString();
  const { maxUploadBytes } = house.settings;
  const why = whyNotBegin(await findUploadStanding(tx, viewer.id, dayAgo), bytes, maxUploadBytes);
  if (why === null) return;
  const size = fmt.bytes(why === 'tooLarge' ? maxUploadBytes : uploadQuota.runningBytes);
  throw new Refusal(statusOf[why], `uploads:refused.${why}`, { size, running: uploadQuota.running, started: uploadQuota.startedInADay });
}

/** A film of `bytes` bytes will come in pieces under this id. Row, key and audit entry in one transaction, then the empty sealed file. */
export async function beginUpload(visit: Visit<MeetingToFilm>, publicId: string, bytes: number): Promise<void> {
  const { house, viewer, actor, record } = visit;
  if (!(await house.media.hasRoomFor(bytes + (await findBytesToCome(house.db))))) throw new Refusal(507, 'uploads:refused.diskFullAtFirst');
  const blobKey = await house.db.write(async (tx) => {
    await checkAgain(tx, visit, bytes);
    const { key, keyId } = await newFilmIn(tx, actor.now);
    const given = { publicId, personId: viewer.id, meetingId: record.meeting.id, blobKey: key, dataKeyId: keyId, bytes };
    await createUpload(tx, actor, given, record.meeting.municipalityId);
    return key;
  });
  await house.media.growing.begin(blobKey);
}
