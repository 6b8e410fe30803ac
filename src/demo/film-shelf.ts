import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
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
  const film = await open(path.join(root, 'src/demo/film/netvaerksmoede.mp4'), 'r');
  const [made, poster] = [await media.nameless(), await media.nameless()];
  const bytesOf = (file: FileHandle) => createReadStream('', { fd: file.fd, autoClose: false, start: 0, highWaterMark: 1 << 18 });
  try {
    if (times > 1) await media.loopFilm(film.fd, made.fd, times);
    await media.makePoster(film.fd, poster.fd, { probe: await media.probe(film.fd), atMs: 20_000 });
    const name = randomBytes(16).toString('hex');
    const { bytes } = await media.blobs.put(`film/${name}`, bytesOf(times > 1 ? made : film));
    await media.blobs.put(`poster/${name}`, bytesOf(poster));
    return { playableKey: `film/${name}`, posterKey: `poster/${name}`, bytes, durationMs: filmMs * times };
  } finally {
    await Promise.all([film, made, poster].map((file) => file.close()));
  }
}
