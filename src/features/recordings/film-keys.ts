import { newBlobKey, prefixOf } from '../../media/index.js';
import { findFilmKeyId } from '../../store/data-key.js';
import type { House } from '../../web/house.js';

/** A place for one more file of the same film: poster, playable version. */
export const keyBeside = (key: string): string => newBlobKey(Number(/^k(\d+)\//.exec(key)?.[1]));

/** Removes every file of a recording, by the key they are all sealed under. */
export async function removeFilm({ db, media }: House, recordingId: number): Promise<void> {
  const keyId = await findFilmKeyId(db, recordingId);
  if (keyId === null) return;
  for await (const key of media.blobs.list(prefixOf(keyId))) await media.blobs.remove(key);
}
