import type { OnStart } from './child.js';
import { filmArgs, pictureCanStay, pictureIsPlain, type Sound, soundCanStay } from './encoding.js';
import { make } from './ffmpeg.js';
import { sizeOf } from './files.js';
import { closeEnoughMs, playsFromKeyframes } from './keyframes.js';
import { limits, makeTimeMs } from './limits.js';
import { type Probe, probe } from './probe.js';
import { MediaRefused } from './refusal.js';

export interface MakeOptions {
  signal?: AbortSignal | undefined;
  /** Told of every ffmpeg that begins, one after the other; the last told is the one that may outlive the server. */
  onStart?: OnStart | undefined;
}

export interface FilmOptions extends MakeOptions {
  /** What `probe` said of the input. */
  probe: Probe;
  /** Told now and then how much is done, from 0 to 1, never backwards. */
  onProgress?: ((fraction: number) => void) | undefined;
}

export interface Film {
  durationMs: number;
  /** How much of the length its header promised was not there, in ms; 0 when all was. */
  missingMs: number;
  bytes: number;
  /** Null when there is only sound. */
  picture: { width: number; height: number } | null;
  sound: boolean;
  /** Whether the picture was kept as it was and not made anew. */
  pictureKept: boolean;
}

/** Whether a film can be made playable without making its picture anew: seconds instead of an hour. */
export const canRemux = ({ video, audio }: Probe): boolean => (video ? pictureIsPlain(video) : audio !== null && soundCanStay(audio));

/**
 * Lays picture and sound as they are into a fresh MP4: index first, and without title, place, device, chapters or subtitles.
 * Sound that browsers do not play becomes AAC. Null when the copy does not play to its end or not from each keyframe, so that the picture must be
 * made anew.
 * Throws `MediaRefused` when most of the film is gone or it is too big, `SandboxClosed`, the signal's reason on abort, Error when the fault is ours.
 */
export async function makeRemux(input: number, output: number, options: FilmOptions): Promise<Film | null> {
  const { audio } = options.probe;
  try {
    const sound: Sound = audio && !soundCanStay(audio) ? 'plain' : 'copied';
    await write(input, output, options, { keepPicture: true, sound });
    const made = await check(options.probe, output, options.signal);
    if (made.picture && !(await playsAsCopied(output, made.durationMs, options))) return null;
    return { ...made, pictureKept: true };
  } catch (error) {
    return nullIfUnfit(error);
  }
}

/** A copy that came to nothing is no verdict on the film, but one that is mostly gone would not be mended by making it anew. */
function nullIfUnfit(error: unknown): null {
  if (error instanceof MediaRefused && error.reason === 'broken' && error.detail !== mostIsGone) return null;
  throw error;
}

/**
 * Makes the version that is smooth everywhere: H.264 of at most 720p and 8 bits, a keyframe every 2 s, upright, its loudness evened.
 * Only a picture that must be is made anew; otherwise it is copied and only the sound is worked on. Sound alone stays sound alone.
 * `keyframeGapMs` is what the function of that name said. Throws as `makeRemux`.
 */
export async function makeSteady(input: number, output: number, options: FilmOptions & { keyframeGapMs: number }): Promise<Film> {
  const { video } = options.probe;
  if (video && pictureCanStay(video) && options.keyframeGapMs <= closeEnoughMs) {
    const kept = await copyPicture(input, output, options);
    if (kept) return kept;
  }
  await write(input, output, options, { keepPicture: false, sound: 'evened' });
  const made = await check(options.probe, output, options.signal);
  options.onProgress?.(1);
  return { ...made, pictureKept: false };
}

async function copyPicture(input: number, output: number, options: FilmOptions): Promise<Film | null> {
  try {
    // No progress is told of a copy: if it comes to nothing, the count must not go backwards.
    await write(input, output, { ...options, onProgress: undefined }, { keepPicture: true, sound: 'evened' });
    const made = await check(options.probe, output, options.signal);
    if (!(await playsAsCopied(output, made.durationMs, options))) return null;
    return { ...made, pictureKept: true };
  } catch (error) {
    return nullIfUnfit(error);
  }
}

async function write(input: number, output: number, options: FilmOptions, how: { keepPicture: boolean; sound: Sound }): Promise<void> {
  const found = options.probe;
  let told = 0;
  await make({
    ...{ input, output, container: found.container, signal: options.signal, onStart: options.onStart },
    // AVI gives its pictures no times.
    before: found.container === 'avi' ? ['-fflags', '+genpts'] : [],
    args: filmArgs(found, how),
    maxBytes: how.keepPicture ? Math.max(limits.maxPlayableBytes, 1.1 * (await sizeOf(input))) : limits.maxPlayableBytes,
    timeMs: makeTimeMs(found.durationMs),
    onReach: (ms) => {
      const fraction = Math.min(0.99, ms / found.durationMs);
      if (fraction < told + 0.005) return;
      told = fraction;
      options.onProgress?.(fraction);
    },
  });
}

const mostIsGone = 'less than half of it is there';

async function check(found: Probe, output: number, signal?: AbortSignal): Promise<Omit<Film, 'pictureKept'>> {
  const made = await probe(output, { signal }).catch(nothingPlayable);
  const missing = found.durationMs - made.durationMs;
  const short = missing > Math.max(2_000, found.durationMs * 0.05);
  // What is left can be played up to the damage, and the page tells how much is missing. Less than half is no longer the meeting.
  if (missing > found.durationMs / 2) throw new MediaRefused('broken', mostIsGone);
  if ((found.video !== null) !== (made.video !== null) || (found.audio !== null) !== (made.audio !== null)) {
    throw new MediaRefused('broken', 'a track came to nothing');
  }
  const picture = made.video && { width: made.video.width, height: made.video.height };
  return { durationMs: made.durationMs, missingMs: short ? missing : 0, bytes: await sizeOf(output), picture, sound: made.audio !== null };
}

function nothingPlayable(error: unknown): never {
  throw error instanceof MediaRefused && error.reason !== 'too-long' ? new MediaRefused('broken', `made: ${error.reason}`) : error;
}

/** A slow camera takes a picture a second; the last three of any film are looked for. */
function playsAsCopied(output: number, durationMs: number, options: FilmOptions): Promise<boolean> {
  const lastMs = Math.max(1_000, 3_000 / (options.probe.video?.fps ?? 1));
  return playsFromKeyframes(output, Math.max(0, durationMs - lastMs), options);
}
