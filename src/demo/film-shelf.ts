import { randomBytes } from 'node:crypto';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { Media } from '../media/index.js';
import { filmMs } from './moments.js';

/** A film put on the shelf: its keys and figures, as a processed recording has them. */
export interface ShelvedFilm {
  playableKey: string;
  posterKey: string;
  bytes: number;
  durationMs: number;
}

export const timesFor = (minutes: number): number => Math.ceil((minutes * 60_000) / filmMs);

/** Puts the demo film, laid end to end `times` times, among the recordings. */
export async function shelve(media: Media, root: string, times: number): Promise<ShelvedFilm> {
  const film = path.join(root, 'src/demo/film/netvaerksmoede.mp4');
  const made = media.incoming.pathOf(media.incoming.newName());
  const poster = media.incoming.pathOf(media.incoming.newName());
  if (times === 1) await copyFile(film, made);
  else await media.loopFilm(film, made, times);
  await media.makePoster(film, poster, { atMs: 20_000 });
  const name = randomBytes(16).toString('hex');
  const { bytes } = await media.blobs.put(`film/${name}`, { path: made });
  await media.blobs.put(`poster/${name}`, { path: poster });
  return { playableKey: `film/${name}`, posterKey: `poster/${name}`, bytes, durationMs: filmMs * times };
}
