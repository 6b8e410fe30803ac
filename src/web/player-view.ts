import type { RecordingFor } from '../store/recording.js';
import { filmAddress } from './film-files.js';
import type { Visit } from './guard.js';
import { paths } from './paths.js';

/** The film in its frame, with what the island needs. Drawn by `components/player`. */
export interface PlayerView {
  src: string;
  poster: string | null;
  label: string;
  /** Whole seconds of the film, as far as it was measured. */
  seconds: number;
  speeds: { value: number; label: string }[];
  /** Who looks, and when, over the picture. */
  watermark: { name: string; time: string; at: string };
  playing: string;
  viewing: string;
  /** Sentences of the island, as JSON. */
  words: string;
}

const speeds = [0.5, 0.75, 1, 1.25, 1.5, 2];
const spoken = [
  'play',
  'pause',
  'soundOn',
  'soundOff',
  'full',
  'leaveFull',
  'at',
  'stopped',
  'gone',
  'signedOut',
  'signIn',
  'away',
  'broken',
  'better',
];

const wordsOf = ({ t }: Visit<unknown>): string =>
  JSON.stringify(Object.fromEntries(spoken.map((name) => [name, t(`player:${name}`, { time: '{time}', length: '{length}' })])));

/** The player for a viewer who may watch, opened at second `at`. */
export function playerOf(visit: Visit<unknown>, facts: RecordingFor, label: string, at: number | null): PlayerView {
  const { viewer, fmt, now } = visit;
  const { recording } = facts;
  const address = filmAddress(facts);
  return {
    src: address.src + (at === null ? '' : `#t=${at}`),
    poster: recording.posterKey === null ? null : paths.recordings.poster(recording.id),
    label,
    seconds: Math.max(1, Math.floor((recording.durationMs ?? 0) / 1000)),
    speeds: speeds.map((value) => ({ value, label: fmt.number(value) })),
    watermark: { name: viewer.name, time: fmt.moment(now), at: now.toISOString() },
    playing: paths.recordings.playing(recording.id),
    viewing: paths.recordings.viewing(recording.id),
    words: wordsOf(visit),
  };
}
