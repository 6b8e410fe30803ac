import type { RecordingFor } from '../store/recording.js';
import { paths } from './paths.js';
import { mediaMark } from './send-media.js';

/** A file of film this viewer may be sent, when they may watch at all. */
export interface FilmFile {
  key: string;
  /** Names the file in the film's address, so that an open player never gets bytes of another one. */
  mark: string;
}

/**
 * What may be played by this viewer, best first. Whoever uploaded it goes on with the file as it came until the last version stands, so that
 * it is changed once. Everyone else is never sent it: place, device and title may be written in it.
 */
export function filmFiles({ recording, relation }: RecordingFor): FilmFile[] {
  const { playableKey, remuxKey, originalKey, originalPlays, settledAt, processing } = recording;
  if (recording.uncut) return [];
  const own = relation.isLeader && originalPlays ? originalKey : null;
  const made = processing === 'ready' ? [playableKey, remuxKey] : [];
  const keys = settledAt === null ? [own, ...made] : [...made, own];
  return [...new Set(keys)].filter((key) => key !== null).map((key) => ({ key, mark: mediaMark(key).slice(0, 12) }));
}

/** The address of a film's best file for this viewer, and the file's mark. Whether they may be sent it is asked when it is. */
export function filmAddress(facts: RecordingFor): { src: string; mark: string } {
  const address = paths.recordings.film(facts.recording.id);
  const [best] = filmFiles(facts);
  return best ? { src: `${address}?v=${best.mark}`, mark: best.mark } : { src: address, mark: '' };
}
