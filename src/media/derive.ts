import { open, rm, stat } from 'node:fs/promises';
import type { OnStart } from './child.js';
import { playableArgs, pictureCanStay, soundCanStay } from './encoding.js';
import { make, nowhere } from './ffmpeg.js';
import { keyframesAreClose } from './keyframes.js';
import { limits, makeTimeMs } from './limits.js';
import { type Probe, probe } from './probe.js';
import { MediaRefused } from './refusal.js';

export interface MakeOptions {
  signal?: AbortSignal;
  /** Told of every ffmpeg that begins, one after the other; the last told is the one that may outlive the server. */
  onStart?: OnStart;
}

export interface PlayableOptions extends MakeOptions {
  /** What `probe` said of the input. */
  probe: Probe;
  /** Told now and then how much is done, from 0 to 1, never backwards. */
  onProgress?: (fraction: number) => void;
}

export interface Playable {
  durationMs: number;
  bytes: number;
  /** Null when there is only sound. */
  picture: { width: number; height: number } | null;
  sound: boolean;
  /** Whether the picture was kept as it was and not made anew. */
  pictureKept: boolean;
}

/**
 * Makes what browsers play: MP4 with H.264 of at most 720p and AAC, a keyframe every 2 s, turned upright, without tags, ready to stream.
 * What fits already is kept as it is, which takes seconds; the rest is made anew on one niced thread.
 * The output is on disk when this resolves, and gone when it throws.
 * Throws `MediaRefused` (broken, took-too-long, too-long, too-big), the signal's reason on abort, Error when the fault is ours.
 */
export async function makePlayable(input: string, output: string, options: PlayableOptions): Promise<Playable> {
  const found = options.probe;
  try {
    const pictureKept = found.video !== null && pictureCanStay(found.video) && (await keepPicture(input, output, options));
    if (!pictureKept) await write(input, output, options, false);
    const made = await check(found, output, options.signal);
    await flush(output);
    options.onProgress?.(1);
    return { ...made, pictureKept };
  } catch (error) {
    await rm(output, { force: true });
    throw error;
  }
}

/**
 * True when the picture could be kept and plays at both ends. Its keyframes are looked at while it is being copied, for both take
 * as long as reading the film. A film that is cut off is refused here: making it anew would not mend it.
 */
async function keepPicture(input: string, output: string, options: PlayableOptions): Promise<boolean> {
  const halt = new AbortController();
  const signal = options.signal ? AbortSignal.any([halt.signal, options.signal]) : halt.signal;
  // No progress is told of a copy: it takes seconds, and if it comes to nothing the count must not go backwards.
  const copying = write(input, output, { ...options, signal, onProgress: undefined }, true).then(() => true, copyFailed);
  copying.catch(() => undefined);
  try {
    if (!(await keyframesAreClose(input, options.probe, options.signal)) || !(await copying)) return false;
    const { durationMs } = await check(options.probe, output, options.signal);
    const ends = [0, Math.max(0, durationMs - 2_500)].map((at) => plays(output, at, options));
    const [start, end] = await Promise.all(ends);
    return start === true && end === true;
  } catch (error) {
    return copyFailed(error);
  } finally {
    halt.abort();
    await copying.catch(() => undefined);
  }
}

function copyFailed(error: unknown): false {
  if (error instanceof MediaRefused && error.reason === 'broken' && error.detail !== cutOff) return false;
  throw error;
}

async function write(input: string, output: string, options: PlayableOptions, picture: boolean): Promise<void> {
  const found = options.probe;
  const sound = found.audio !== null && soundCanStay(found.audio);
  let told = 0;
  await make({
    path: input,
    container: found.container,
    args: playableArgs(found, { picture, sound }),
    output,
    timeMs: makeTimeMs(found.durationMs),
    signal: options.signal,
    onStart: options.onStart,
    onReach: (ms) => {
      const fraction = Math.min(0.99, ms / found.durationMs);
      if (fraction < told + 0.005) return;
      told = fraction;
      options.onProgress?.(fraction);
    },
  });
}

const cutOff = 'shorter than its header says';

async function check(found: Probe, output: string, signal?: AbortSignal): Promise<Omit<Playable, 'pictureKept'>> {
  const { size } = await stat(output);
  if (size >= limits.maxPlayableBytes) throw new MediaRefused('too-big');
  const made = await probe(output, { signal }).catch(nothingPlayable);
  const missing = found.durationMs - made.durationMs;
  if (missing > Math.max(2_000, found.durationMs * 0.05)) throw new MediaRefused('broken', cutOff);
  if ((found.video !== null) !== (made.video !== null) || (found.audio !== null) !== (made.audio !== null)) {
    throw new MediaRefused('broken', 'a track came to nothing');
  }
  const picture = made.video && { width: made.video.width, height: made.video.height };
  return { durationMs: made.durationMs, bytes: size, picture, sound: made.audio !== null };
}

function nothingPlayable(error: unknown): never {
  throw error instanceof MediaRefused && error.reason !== 'too-long' ? new MediaRefused('broken', `made: ${error.reason}`) : error;
}

async function plays(path: string, fromMs: number, { signal, onStart }: MakeOptions): Promise<boolean> {
  const { pictures } = await make({
    path,
    container: 'mov',
    before: ['-ss', seconds(fromMs), '-t', '2.5'],
    args: ['-f', 'null'],
    output: nowhere,
    timeMs: limits.posterTimeMs,
    signal,
    onStart,
  });
  return pictures > 0;
}

/**
 * Takes one picture as JPEG, at `atMs` or, when the film is shorter, its first. At most 720p and without tags.
 * Throws `MediaRefused` no-picture-or-sound when there is no picture, otherwise as `makePlayable`.
 */
export async function makePoster(input: string, output: string, options: MakeOptions & { atMs: number }): Promise<{ bytes: number }> {
  const found = await probe(input, { signal: options.signal });
  if (!found.video) throw new MediaRefused('no-picture-or-sound');
  const tries = [Math.min(options.atMs, Math.max(0, found.durationMs - 500)), 0];
  for (const at of tries) {
    const { pictures } = await make({
      path: input,
      container: found.container,
      before: ['-ss', seconds(at)],
      args: posterArgs(found.video.index),
      output,
      timeMs: limits.posterTimeMs,
      signal: options.signal,
      onStart: options.onStart,
    });
    if (pictures === 0) continue;
    await flush(output);
    return { bytes: (await stat(output)).size };
  }
  await rm(output, { force: true });
  throw new MediaRefused('broken', 'no picture could be taken');
}

function posterArgs(index: number): string[] {
  const fit = "scale='min(1280,iw*sar)':'min(1280,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1,format=yuvj420p";
  const plain = ['-an', '-sn', '-dn', '-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact'];
  return ['-map', `0:${index}`, '-frames:v', '1', '-vf', fit, '-q:v', '4', ...plain, '-f', 'image2', '-update', '1'];
}

const seconds = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(3);

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
