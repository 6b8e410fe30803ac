import type { Packets, Track } from './packets.js';

/** Which of a track's packets are kept, counted as they are stored. */
export interface Kept {
  first: number;
  /** The one after the last. */
  end: number;
  /** Within the two, shown outside the marks or built on what is. */
  without: number[];
}

export interface CutPlan {
  video: Kept | null;
  audio: Kept | null;
  /** Where the cut film begins and ends on the film's own clock, in seconds. */
  begins: number;
  ends: number;
}

/** A film whose pictures can only be entered later than this after the mark is made anew, exactly from the mark (our choice). */
export const longestWaitMs = 10_000;

/** A packet of sound holds something of its neighbour's time; MP3 borrows room from as many as ten. */
const lapOf = (codec: string): number => (codec === 'mp3' ? 12 : 2);

/** How far the search for pictures stored out of order goes: more than any coder reaches ahead. */
const reach = 64;

/** In seconds on the film's own clock; null: from the beginning, to the end. */
export interface Span {
  from: number | null;
  to: number | null;
}

const countOf = ({ end, first, without }: Kept): number => end - first - without.length;

/** How many packets a cut keeps of each track. */
export const keptCounts = ({ video, audio }: CutPlan) => ({ video: video ? countOf(video) : 0, audio: audio ? countOf(audio) : 0 });

const atOrEnd = (index: number, { times }: Track): number => (index < 0 ? times.length : index);

/**
 * From the first keyframe at or after the mark. Pictures stored after it and shown before it are built on what lies before the cut; they go,
 * and so does, at the end, whatever is built on a picture that is left out.
 */
function keepPictures(track: Track, { from, to }: Span): Kept | null {
  const { times, keys } = track;
  const first = from === null ? 0 : times.findIndex((time, n) => keys[n] === true && time >= from);
  if (first < 0 || times.length === 0) return null;
  const end =
    to === null
      ? times.length
      : atOrEnd(
          times.findIndex((time, n) => n >= first && time >= to),
          track,
        );
  const begins = from === null ? -Infinity : times[first]!;
  const ends = times.slice(end, end + reach).reduce((least, time) => Math.min(least, time), Infinity);
  const without: number[] = [];
  for (let n = first; n < end; n += 1) if (!(times[n]! >= begins && times[n]! < ends)) without.push(n);
  return end > first ? { first, end, without } : null;
}

function keepSound(track: Track, { from, to }: Span, begins: number, codec: string): Kept | null {
  const { times, lengths } = track;
  const lap = lapOf(codec) * lengths.reduce((longest, one) => Math.max(longest, one), 0);
  const least = from === null ? -Infinity : Math.max(begins, from + lap);
  const first = times.findIndex((time) => time >= least);
  if (first < 0) return null;
  const end =
    to === null
      ? times.length
      : atOrEnd(
          times.findIndex((time, n) => n >= first && time + lap > to),
          track,
        );
  return end > first ? { first, end, without: [] } : null;
}

const lastOf = ({ times, lengths }: Track, { first, end, without }: Kept): number => {
  const left = new Set(without);
  let last = -Infinity;
  for (let n = first; n < end; n += 1) if (!left.has(n)) last = Math.max(last, times[n]! + lengths[n]!);
  return last;
};

const isTold = (track: Track | null): boolean => track === null || !track.times.some((time) => Number.isNaN(time));

/** Which packets a cut by copy keeps. Null when it cannot be made so: the times are not told, or no keyframe comes soon enough. */
export function planCut({ video, audio, origin }: Packets, span: Span, codec: string): CutPlan | null {
  if (!isTold(video) || !isTold(audio)) return null;
  const pictures = video && keepPictures(video, span);
  if (video && !pictures) return null;
  const entered = video && pictures ? video.times[pictures.first]! : (span.from ?? origin);
  if (span.from !== null && (entered - span.from) * 1000 > longestWaitMs) return null;
  const sound = audio && keepSound(audio, span, entered, codec);
  const kept = [
    { track: video, kept: pictures },
    { track: audio, kept: sound },
  ].flatMap(({ track, kept: some }) => (track && some ? [{ track, kept: some }] : []));
  const [first] = kept;
  if (!first) return null;
  const begins = span.from === null ? origin : first.track.times[first.kept.first]!;
  return { video: pictures, audio: sound, begins, ends: Math.max(...kept.map((one) => lastOf(one.track, one.kept))) };
}
