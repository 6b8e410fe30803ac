import { fittedSize, untold } from './encoding.js';
import { make } from './ffmpeg.js';
import { sizeOf } from './files.js';
import type { MakeOptions } from './film.js';
import { limits } from './limits.js';
import { keyframeGapMs, keyframeListing } from './keyframes.js';
import type { Probe, ProbedVideo } from './probe.js';
import { MediaRefused } from './refusal.js';

export interface PictureOptions extends MakeOptions {
  /** What `probe` said of the input. */
  probe: Probe;
}

export interface Picture {
  bytes: number;
}

// A picture weighs far less; the bound only stops a runaway.
const maxPictureBytes = 64 * 1024 ** 2;

/**
 * Takes one picture as JPEG, at `atMs` or, when nothing is there, the first. At most 720p and without tags.
 * Throws `MediaRefused` no-picture-or-sound when there is no picture, broken when none can be taken, otherwise as `makeRemux`.
 */
export async function makePoster(input: number, output: number, options: PictureOptions & { atMs: number }): Promise<Picture> {
  const { video, durationMs, container } = options.probe;
  if (!video) throw new MediaRefused('no-picture-or-sound');
  const { width, height } = fittedSize(video);
  for (const at of [Math.min(options.atMs, Math.max(0, durationMs - 500)), 0]) {
    const { pictures } = await make({
      ...{ input, output, container, signal: options.signal, onStart: options.onStart, maxBytes: maxPictureBytes },
      before: ['-ss', (at / 1000).toFixed(3)],
      args: jpegArgs(video.index, `scale=${width}:${height},setsar=1,format=yuvj420p`, 4),
      timeMs: limits.posterTimeMs,
    });
    if (pictures > 0) return { bytes: await sizeOf(output) };
  }
  throw new MediaRefused('broken', 'no picture could be taken');
}

const jpegArgs = (index: number, filters: string, quality: number): string[] => [
  ...['-map', `0:${index}`, '-frames:v', '1', '-vf', filters, '-q:v', String(quality), '-an', ...untold, '-f', 'mjpeg'],
];

/** Small pictures beside each other, row by row, one for each `everyMs` of the film. */
export interface Sprite extends Picture {
  everyMs: number;
  count: number;
  columns: number;
  /** Pixels of one small picture. */
  width: number;
  height: number;
}

export const spriteColumns = 10;
const mostPictures = 600;
const tile = { long: 160, short: 90 };

/** One picture for at least each hundredth of the film, at most ten seconds apart while 600 of them reach (our choice). */
export function spriteStepMs(durationMs: number): number {
  const seconds = durationMs / 1000;
  return 1000 * Math.max(1, Math.ceil(seconds / mostPictures), Math.min(10, Math.ceil(seconds / 120)));
}

/** Keyframes further apart than this make a sprite that shows the wrong moment; it then waits for the steady version. */
const spriteGapMs = 10_000;

/** What came of a picture strip, and how far apart the film's keyframes are at most, in ms. */
export interface Strip {
  keyframeGapMs: number;
  /** Null when they are further apart than `spriteGapMs`: the strip would show other moments than it stands for. */
  sprite: Sprite | null;
}

/**
 * Makes the picture strip of the time slider from keyframes alone, thirteen times faster than decoding every picture. Where the film lists its
 * keyframes, the same reading tells how far apart they are. Throws as `makePoster`.
 */
export async function makeSprite(input: number, output: number, options: PictureOptions): Promise<Strip> {
  const { video, durationMs, container } = options.probe;
  if (!video) throw new MediaRefused('no-picture-or-sound');
  const listing = container === 'mov' ? keyframeListing(durationMs, video.index) : null;
  const gap = listing ? 0 : await keyframeGapMs(input, options.probe, options.signal);
  if (gap > spriteGapMs) return { keyframeGapMs: gap, sprite: null };
  const { filters, ...sprite } = layOut(video, durationMs);
  const { pictures } = await make({
    ...{ input, output, container, signal: options.signal, onStart: options.onStart, maxBytes: maxPictureBytes },
    before: ['-discard', 'nokey', '-skip_frame', 'nokey'],
    args: jpegArgs(video.index, filters.join(','), 6),
    ...(listing && { listing }),
    timeMs: limits.scanTimeMs,
  });
  const found = listing ? listing.gapMs() : gap;
  if (found > spriteGapMs) return { keyframeGapMs: found, sprite: null };
  if (pictures === 0) throw new MediaRefused('broken', 'no picture could be taken');
  return { keyframeGapMs: found, sprite: { bytes: await sizeOf(output), ...sprite } };
}

function layOut(video: ProbedVideo, durationMs: number): Omit<Sprite, 'bytes'> & { filters: string[] } {
  const everyMs = spriteStepMs(durationMs);
  const count = Math.max(1, Math.ceil(durationMs / everyMs));
  const { width, height } = fittedSize(video, tile);
  const filters = [
    // Rounded up: the picture is the one on the screen at its moment, never a later one.
    `fps=fps=1000/${everyMs}:round=up:start_time=0`,
    `scale=${width}:${height}:flags=fast_bilinear,setsar=1`,
    `tile=${spriteColumns}x${Math.ceil(count / spriteColumns)}`,
    'format=yuvj420p',
  ];
  return { filters, everyMs, count, columns: spriteColumns, width, height };
}
