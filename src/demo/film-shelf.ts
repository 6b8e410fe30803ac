import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { type Media, newBlobKey } from '../media/index.js';
import type { Database } from '../store/database.js';
import { createFilmKey } from '../store/data-key.js';
import { filmMs } from './moments.js';

/** A film put on the shelf: its keys and figures, as a processed recording has them. */
export interface ShelvedFilm {
  filmKeyId: number;
  playableKey: string;
  posterKey: string;
  bytes: number;
  durationMs: number;
}

export const timesFor = (minutes: number): number => Math.ceil((minutes * 60_000) / filmMs);

export interface Shelf {
  db: Database;
  media: Media;
  now: Date;
}

/** Puts the demo film, laid end to end `times` times, among the films, sealed under a key of its own. */
export async function shelve({ db, media, now }: Shelf, root: string, times: number): Promise<ShelvedFilm> {
  const film = await open(path.join(root, 'src/demo/film/netvaerksmoede.mp4'), 'r');
  const [made, poster] = [await media.nameless(), await media.nameless()];
  const filmKeyId = await db.write((tx) => createFilmKey(tx, now));
  const put = async (file: FileHandle) => {
    const key = newBlobKey(filmKeyId);
    return { key, ...(await media.blobs.put(key, { fd: file.fd, bytes: (await file.stat()).size })) };
  };
  try {
    if (times > 1) await media.loopFilm(film.fd, made.fd, times);
    await media.makePoster(film.fd, poster.fd, { probe: await media.probe(film.fd), atMs: 20_000 });
    const playable = await put(times > 1 ? made : film);
    const { key: posterKey } = await put(poster);
    return { filmKeyId, playableKey: playable.key, posterKey, bytes: playable.bytes, durationMs: filmMs * times };
  } finally {
    await Promise.all([film, made, poster].map((file) => file.close()));
  }
}
