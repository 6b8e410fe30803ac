import type { StopReason } from '../../domain/upload/upload.js';
import { FilmKeyGone } from '../../media/index.js';
import { Refusal } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { discardUpload } from './end-upload.js';
import { upload as uploadScope, type UploadFor } from './scope.js';

const statusOf: Record<StopReason, 409 | 410> = {
  discarded: 410,
  expired: 410,
  finished: 409,
  meetingGone: 410,
  refused: 410,
  unanswered: 409,
  hasRecording: 410,
};

/** Why not one more byte is taken, in words. */
export const refusalOf = (why: StopReason): Refusal => new Refusal(statusOf[why], `uploads:refused.${why}`);

/** Its key is gone: somebody ended it between our asking and our reading, and why is asked once more. */
export async function whyGone({ viewer, house, record }: Visit<UploadFor>): Promise<Refusal> {
  const now = await uploadScope(viewer, { upload: record.upload.publicId }, house, house.clock());
  return refusalOf(now?.stopped ?? 'discarded');
}

/** Throws it away because its sender asks for it. What became a recording meanwhile is not deleted by this, and that is said. */
export async function discardAsked(visit: Visit<UploadFor>): Promise<void> {
  if (await discardUpload(visit)) return;
  const why = await whyGone(visit);
  if (why.reason === refusalOf('finished').reason) throw why;
}

/** Does it, or says in words why what has come can no longer be read. */
export async function orWhyGone<T>(visit: Visit<UploadFor>, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof FilmKeyGone ? await whyGone(visit) : error;
  }
}

/** Asks everything once more while bytes flow: answers and meeting may have changed. */
export async function stillTaken({ viewer, house, record }: Visit<UploadFor>): Promise<boolean> {
  const now = await uploadScope(viewer, { upload: record.upload.publicId }, house, house.clock());
  return now !== null && now.stopped === null;
}
