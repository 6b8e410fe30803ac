import { listFiles, type RecordingFile } from '../store/recording-file.js';
import type { RecordingFor } from '../store/recording.js';
import { filmAddress } from './film-files.js';
import type { Visit } from './guard.js';
import { paths } from './paths.js';
import { silencesOf, type SilencesView } from './silences-view.js';

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
  /** Whose session the page was made for. */
  viewer: number;
  /** The picture strip: small pictures of one size, row by row, one for each `everyMs`. */
  strip: { src: string; width: number; height: number; everyMs: number } | null;
  wave: string | null;
  silences: SilencesView | null;
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

function stripOf(recordingId: number, files: RecordingFile[]): PlayerView['strip'] {
  const { width, height, stepMs } = files.find(({ kind }) => kind === 'sprite') ?? {};
  return width && height && stepMs ? { src: paths.recordings.sprite(recordingId), width, height, everyMs: stepMs } : null;
}

export interface Opening {
  label: string;
  /** The second it opens at. */
  at: number | null;
  /** The address of the page it stands on. */
  page: string;
}

/** The player for a viewer who may watch. */
export async function playerOf(visit: Visit<unknown>, facts: RecordingFor, { label, at, page }: Opening): Promise<PlayerView> {
  const { viewer, fmt, now, house } = visit;
  const { recording } = facts;
  const files = await listFiles(house.db, recording.id);
  return {
    src: filmAddress(facts).src + (at === null ? '' : `#t=${at}`),
    poster: recording.posterKey === null ? null : paths.recordings.poster(recording.id),
    label,
    seconds: Math.max(1, Math.floor((recording.durationMs ?? 0) / 1000)),
    speeds: speeds.map((value) => ({ value, label: fmt.number(value) })),
    watermark: { name: viewer.name, time: fmt.moment(now), at: now.toISOString() },
    playing: paths.recordings.playing(recording.id),
    viewing: paths.recordings.viewing(recording.id),
    viewer: viewer.id,
    strip: stripOf(recording.id, files),
    wave: files.some(({ kind }) => kind === 'peaks') ? paths.recordings.wave(recording.id) : null,
    silences: await silencesOf(visit, files, page),
    words: wordsOf(visit),
  };
}
