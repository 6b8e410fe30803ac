import { make } from './ffmpeg.js';
import type { MakeOptions } from './film.js';
import { limits } from './limits.js';
import type { Probe } from './probe.js';
import { MediaRefused } from './refusal.js';

export interface Heard {
  /** The loudest moment of each `everyMs`, from 0 to 99. */
  peaks: number[];
  everyMs: number;
  /** From–to in ms, in order, where nobody is heard for two seconds or more. */
  silences: [number, number][];
}

const samplesPerSecond = 8_000;
const everyMs = 100;
const window = (samplesPerSecond * everyMs) / 1000;

/** What was heard in each window of 100 ms. */
export interface Windows {
  peaks: number[];
  /** Loudness in dB below full scale. */
  levels: number[];
}

/** The samples where they lie, which takes a fraction of the time of reading one after the other; copied when they lie askew. */
function samplesIn(bytes: Buffer, length: number): Int16Array {
  const even = bytes.byteOffset % 2 === 0 ? bytes : Buffer.from(bytes);
  return new Int16Array(even.buffer, even.byteOffset, length / 2);
}

/** Takes 16-bit samples as they come, in pieces of any length, and measures them window by window. */
export function listener(): { take: (piece: Buffer) => void; end: () => Windows } {
  const heard: Windows = { peaks: [], levels: [] };
  let rest: Buffer = Buffer.alloc(0);
  let [count, peak, power] = [0, 0, 0];
  const close = (): void => {
    heard.peaks.push(Math.min(99, Math.round((peak / 32_767) * 99)));
    heard.levels.push(power === 0 ? quietest : Math.max(quietest, 10 * Math.log10(power / count / 32_768 ** 2)));
    [count, peak, power] = [0, 0, 0];
  };
  const add = (samples: Int16Array, from: number, end: number): void => {
    let [most, sum] = [peak, power];
    for (let at = from; at < end; at += 1) {
      const sample = samples[at]!;
      const size = sample < 0 ? -sample : sample;
      if (size > most) most = size;
      sum += sample * sample;
    }
    [peak, power] = [most, sum];
    count += end - from;
  };
  const take = (piece: Buffer): void => {
    const all = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    const whole = all.length - (all.length % 2);
    const samples = samplesIn(all, whole);
    for (let at = 0; at < samples.length;) {
      const end = Math.min(samples.length, at + window - count);
      add(samples, at, end);
      at = end;
      if (count === window) close();
    }
    rest = all.subarray(whole);
  };
  return {
    take,
    end: () => {
      if (count > 0) close();
      return heard;
    },
  };
}

const quietest = -90;
const leastSilenceMs = 2_000;
/** So little between the quiet and the loud is a hum or a hush, with nothing to tell apart. */
const leastRangeDb = 10;
const hushDb = -55;

/**
 * Where nobody is heard. A room hums, so silence is measured from the film's own floor: a third of the way from its quietest twentieth to
 * its loudest, at most 12 dB. Stretches of two seconds or more; one loud window within a stretch is a chair, not a voice (our choice).
 */
export function silencesIn(levels: readonly number[]): [number, number][] {
  const threshold = thresholdOf(levels);
  const found: [number, number][] = [];
  let start: number | null = null;
  for (let at = 0; at <= levels.length; at += 1) {
    const quiet = at < levels.length && isQuiet(levels, at, threshold);
    if (quiet) start ??= at;
    else if (start !== null) {
      if ((at - start) * everyMs >= leastSilenceMs) found.push([start * everyMs, at * everyMs]);
      start = null;
    }
  }
  return found;
}

const isQuiet = (levels: readonly number[], at: number, threshold: number): boolean =>
  levels[at]! <= threshold || (at > 0 && at + 1 < levels.length && levels[at - 1]! <= threshold && levels[at + 1]! <= threshold);

function thresholdOf(levels: readonly number[]): number {
  const sorted = [...levels].sort((a, b) => a - b);
  const share = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? quietest;
  const [floor, loud] = [share(0.05), share(0.95)];
  if (loud - floor < leastRangeDb) return loud <= hushDb ? loud : quietest;
  return floor + Math.min(12, (loud - floor) / 3);
}

/**
 * Listens through the film once: peaks for the wave below the slider and the stretches of silence. Nothing is written anywhere.
 * Throws `MediaRefused` no-picture-or-sound when there is no sound, otherwise as `makeRemux`.
 */
export async function hear(input: number, options: MakeOptions & { probe: Probe }): Promise<Heard> {
  const { audio, container } = options.probe;
  if (!audio) throw new MediaRefused('no-picture-or-sound');
  const { take, end } = listener();
  await make({
    ...{ input, container, signal: options.signal, onStart: options.onStart },
    before: ['-vn'],
    args: [
      ...['-map', `0:${audio.index}`, '-af', `aresample=${samplesPerSecond}:async=1:first_pts=0`],
      // Otherwise every half kilobyte is handed over by itself, which takes more of the processor than measuring it.
      ...['-ac', '1', '-c:a', 'pcm_s16le', '-flush_packets', '0', '-f', 's16le'],
    ],
    output: take,
    timeMs: limits.scanTimeMs,
  });
  const { peaks, levels } = end();
  return { peaks, everyMs, silences: silencesIn(levels) };
}
