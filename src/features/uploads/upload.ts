import { z } from 'zod';
import { endsForGood } from '../../domain/upload/upload.js';
import { parseForm } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { Refusal } from '../../web/errors.js';
import { completeUpload, readingMs } from './complete-upload.js';
import { discardUpload } from './end-upload.js';
import { alone } from './locks.js';
import { speak } from './protocol.js';
import { NewUpload, SealedUpload } from './sealed-upload.js';
import type { MeetingToFilm, UploadFor } from './scope.js';
import { discardAsked, orWhyGone, refusalOf } from './stopped.js';
import type { StandingView } from './views.js';

/** What the protocol offers here. */
export const describe = (visit: Visit<MeetingToFilm | UploadFor>): Promise<void> =>
  speak(visit, new NewUpload(visit as Visit<MeetingToFilm>));

export const create = (visit: Visit<MeetingToFilm>): Promise<void> => speak(visit, new NewUpload(visit));

/** Once somebody has said no, or the meeting is gone, what has arrived is not kept for a minute longer. */
async function clearIfOver(visit: Visit<UploadFor>): Promise<void> {
  if (endsForGood(visit.record.stopped)) await discardUpload(visit);
}

/** How far it is, for the client of the protocol. */
export async function head(visit: Visit<UploadFor>): Promise<void> {
  await clearIfOver(visit);
  await speak(visit, new SealedUpload(visit));
}

/** One more piece. */
export async function append(visit: Visit<UploadFor>): Promise<void> {
  await clearIfOver(visit);
  await speak(visit, new SealedUpload(visit));
}

export const destroy = (visit: Visit<UploadFor>): Promise<void> => speak(visit, new SealedUpload(visit));

/** For the page: how far it is, the fingerprint of what has come, and a fresh token after signing in again. */
export async function show(visit: Visit<UploadFor>): Promise<void> {
  const { req, res, house, record } = visit;
  const { upload, stopped } = record;
  await clearIfOver(visit);
  if (stopped !== null && stopped !== 'finished') throw refusalOf(stopped);
  req.socket.setTimeout(readingMs);
  const { offset, sha256 } =
    stopped === 'finished'
      ? { offset: upload.bytes, sha256: upload.sha256 ?? '' }
      : await orWhyGone(visit, () => alone(upload.publicId, () => house.media.growing.keptSha256(upload.blobKey ?? '')));
  const token = (res.locals['csrf'] as () => string)();
  const recording = upload.recordingId === null ? null : paths.recordings.show(upload.recordingId);
  const view: StandingView = { bytes: upload.bytes, kept: offset, sha256, token, recording };
  res.json(view);
}

const completionForm = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** Everything is sent. Answers with the address of the recording. */
export async function complete(visit: Visit<UploadFor>): Promise<void> {
  const { req, res } = visit;
  const form = parseForm(completionForm, req.body);
  if (!form.ok) throw new Refusal(422, 'uploads:refused.noFingerprint');
  await clearIfOver(visit);
  const id = await orWhyGone(visit, () => completeUpload(visit, form.values.sha256));
  res
    .status(201)
    .location(paths.recordings.show(id))
    .json({ location: paths.recordings.show(id) });
}

/** From the page or from Today, with or without script. */
export async function discard(visit: Visit<UploadFor>): Promise<void> {
  const { record } = visit;
  if (record.stopped === 'finished') throw refusalOf('finished');
  await discardAsked(visit);
  visit.done(record.meeting === null ? paths.meetings.list() : paths.recordings.new(record.meeting.id), 'uploads:resume.discarded');
}
