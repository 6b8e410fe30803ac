import { fittedSize, untold } from './encoding.js';
import { make } from './ffmpeg.js';
import { sizeOf } from './files.js';
import type { MakeOptions } from './film.js';
import { limits } from './limits.js';
import type { Probe } from './probe.js';
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
export const spriteGapMs = 10_000;

/**
 * Makes the picture strip of the time slider from keyframes alone, thirteen times faster than decoding every picture.
 * Only for films whose keyframes are at most `spriteGapMs` apart. Throws as `makePoster`.
 */
export async function makeSprite(input: number, output: number, options: PictureOptions): Promise<Sprite> {
  const { video, durationMs, container } = options.probe;
  if (!video) throw new MediaRefused('no-picture-or-sound');
  const everyMs = spriteStepMs(durationMs);
  const count = Math.max(1, Math.ceil(durationMs / everyMs));
  const { width, height } = fittedSize(video, tile);
  const rows = Math.ceil(count / spriteColumns);
  const filters = [
    // Rounded up: the picture is the one on the screen at its moment, never a later one.
    `fps=fps=1000/${everyMs}:round=up:start_time=0`,
    `scale=${width}:${height}:flags=fast_bilinear,setsar=1`,
    `tile=${spriteColumns}x${rows}`,
    'format=yuvj420p',
  ];
  const { pictures } = await make({
    ...{ input, output, container, signal: options.signal, onStart: options.onStart, maxBytes: maxPictureBytes },
    before: ['-discard', 'nokey', '-skip_frame', 'nokey'],
    args: jpegArgs(video.index, filters.join(','), 6),
    timeMs: limits.scanTimeMs,
  });
  if (pictures === 0) throw new MediaRefused('broken', 'no picture could be taken');
  return { bytes: await sizeOf(output), everyMs, count, columns: spriteColumns, width, height };
}
