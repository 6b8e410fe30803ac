import { newBlobKey } from '../../media/index.js';
import type { Writer } from '../../store/database.js';
import { createFilmKey, discardFilmKey } from '../../store/data-key.js';
import type { House } from '../../web/house.js';

export interface NewFilm {
  /** The film key in the database. */
  keyId: number;
  /** Where the original will lie, sealed under that key. */
  key: string;
}

/** A film key of its own and a place for the original, before there is a recording. */
export const newFilm = ({ db, clock }: House): Promise<NewFilm> => db.write((tx) => newFilmIn(tx, clock()));

export async function newFilmIn(tx: Writer, now: Date): Promise<NewFilm> {
  const keyId = await createFilmKey(tx, now);
  return { keyId, key: newBlobKey(keyId) };
}

/** A film that came to nothing: its files and its key are gone. */
export async function dropFilm({ db, media }: House, { keyId, key }: NewFilm): Promise<void> {
  await media.blobs.remove(key);
  await db.write((tx) => discardFilmKey(tx, keyId));
}
