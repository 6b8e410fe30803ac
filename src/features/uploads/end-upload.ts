import { GrowingBusy } from '../../media/index.js';
import type { Actor } from '../../store/audit.js';
import { discardFilmKey } from '../../store/data-key.js';
import { endUpload, type UploadRow } from '../../store/upload.js';
import type { Visit } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import type { UploadFor } from './scope.js';

/**
 * Throws away what has arrived. The key goes with the decision, so that nobody can read a byte from then on; the file goes next, and what
 * a line still holds open is swept later.
 */
export async function throwAway(
  { db, media }: House,
  actor: Actor,
  upload: Pick<UploadRow, 'id' | 'blobKey' | 'dataKeyId'>,
  state: 'discarded' | 'expired',
): Promise<boolean> {
  const ended = await db.write(async (tx) => {
    if (!(await endUpload(tx, actor, upload.id, state))) return false;
    if (upload.dataKeyId !== null) await discardFilmKey(tx, upload.dataKeyId);
    return true;
  });
  if (!ended || upload.blobKey === null) return ended;
  await media.growing.discard(upload.blobKey).catch((error: unknown) => {
    if (!(error instanceof GrowingBusy)) throw error;
  });
  return true;
}

/** False when it had ended before. */
export const discardUpload = ({ house, actor, record }: Visit<UploadFor>): Promise<boolean> =>
  throwAway(house, actor, record.upload, 'discarded');
