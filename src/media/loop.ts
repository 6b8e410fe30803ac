import { untold } from './encoding.js';
import { make } from './ffmpeg.js';
import type { MakeOptions } from './film.js';
import { makeTimeMs } from './limits.js';
import { probe } from './probe.js';

/**
 * Lays a film end to end, whole times, by stream copy, so that nothing is made anew. The output is an MP4 ready to stream.
 * Throws `MediaRefused` when the input is no film, Error when the fault is ours.
 */
export async function loopFilm(input: number, output: number, times: number, options: MakeOptions = {}): Promise<{ durationMs: number }> {
  const { container, durationMs } = await probe(input);
  await make({
    ...{ input, output, container, ...options },
    before: ['-stream_loop', String(times - 1)],
    args: ['-map', '0', '-c', 'copy', ...untold, '-movflags', '+faststart', '-f', 'mp4'],
    timeMs: makeTimeMs(durationMs * times),
  });
  return { durationMs: durationMs * times };
}
