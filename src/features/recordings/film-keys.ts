import { type Media, newBlobKey, prefixOf } from '../../media/index.js';
import { listFilmKeys } from '../../store/data-key.js';
import type { House } from '../../web/house.js';

/** A place for one more file of the same film: poster, playable version. */
export const keyBeside = (key: string): string => newBlobKey(Number(/^k(\d+)\//.exec(key)?.[1]));

/** Removes every file of a recording, by the keys they are sealed under. */
export async function removeFilm({ db, media }: House, recordingId: number): Promise<void> {
  for (const keyId of await listFilmKeys(db, recordingId)) await removeUnder(media, keyId);
}

/** Removes everything sealed under one film key. */
export async function removeUnder({ blobs }: Media, keyId: number): Promise<void> {
  for await (const key of blobs.list(prefixOf(keyId))) await blobs.remove(key);
}
