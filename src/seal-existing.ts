import type { Media } from './media/index.js';
import type { Database } from './store/database.js';
import { sealExistingTexts } from './store/seal-existing-texts.js';
import { filmKeyFor, isSealed, listPlainFilms, nameSealed, noteSealed, type PlainFilm } from './store/sealing.js';
import { newBlobKey } from './media/index.js';

interface Sealing {
  db: Database;
  media: Media;
  now: Date;
}

export interface Sealed {
  films: number;
  texts: number;
}

/** A sealed file that no recording names yet, because the server was ended in between, is swept like any other stray. */
async function sealFilm({ db, media, now }: Sealing, film: PlainFilm): Promise<void> {
  const plain = film.erased ? null : await media.plainFilms.read(film.key);
  if (plain === null) {
    await nameSealed(db, film, null);
    return;
  }
  const key = newBlobKey(await filmKeyFor(db, film.recordingId, now));
  await media.blobs.put(key, plain);
  await nameSealed(db, film, key);
}

/**
 * Seals films and texts that were kept before everything was sealed, removes the plain files, and writes the database anew so that no old
 * sentence is left in it. May be ended at any moment and begun again. Null when it was done before.
 */
export async function sealExisting(sealing: Sealing): Promise<Sealed | null> {
  const { db, media, now } = sealing;
  if (await isSealed(db)) return null;
  const films = await listPlainFilms(db);
  for (const film of films) await sealFilm(sealing, film);
  await media.plainFilms.removeAll();
  const texts = await sealExistingTexts(db);
  await db.forget(true);
  await noteSealed(db, now);
  return { films: films.length, texts };
}
