import type { StopReason } from '../../domain/upload/upload.js';
import { Refusal } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
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

/** Asks everything once more while bytes flow: answers and meeting may have changed. */
export async function stillTaken({ viewer, house, record }: Visit<UploadFor>): Promise<boolean> {
  const now = await uploadScope(viewer, { upload: record.upload.publicId }, house, house.clock());
  return now !== null && now.stopped === null;
}
