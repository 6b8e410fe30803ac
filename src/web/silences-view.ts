import { toldSilenceMs, toldSilences, type Silence } from '../domain/recording/sound.js';
import type { RecordingFile } from '../store/recording-file.js';
import type { Visit } from './guard.js';
import { readMedia } from './read-media.js';

export interface SilencesView {
  title: string;
  /** Each a link that opens the film there. */
  rows: { href: string; time: string; length: string; startMs: number; endMs: number }[];
}

const mostShown = 200;
const mostBytes = 1024 ** 2;

/** Where nobody speaks, for a viewer who may watch; null before it has been measured. `page` is the address the film stands on. */
export async function silencesOf({ house, t, fmt }: Visit<unknown>, files: RecordingFile[], page: string): Promise<SilencesView | null> {
  const file = files.find(({ kind }) => kind === 'silence');
  const kept = file ? await readMedia(house.media.blobs, file.key, mostBytes) : null;
  if (kept === null) return null;
  const { silences } = JSON.parse(kept.toString()) as { silences: Silence[] };
  const count = silences.filter(([from, to]) => to - from >= toldSilenceMs).length;
  const told = toldSilences(silences, mostShown);
  const words = { count, shown: told.length };
  return {
    title: t(count === 0 ? 'player:silence.none' : count > told.length ? 'player:silence.longest' : 'player:silence.title', words),
    rows: told.map(([startMs, endMs]) => ({
      href: `${page}?t=${Math.floor(startMs / 1000)}`,
      time: fmt.timecode(startMs),
      length: t('player:silence.seconds', { count: Math.round((endMs - startMs) / 1000) }),
      startMs,
      endMs,
    })),
  };
}
