import type { OnStart } from './child.js';
import { make } from './ffmpeg.js';
import { makeTimeMs } from './limits.js';
import { probe } from './probe.js';

/**
 * Lays a film end to end, whole times, by stream copy, so that nothing is made anew. The output is an MP4 ready to stream.
 * Throws `MediaRefused` when the input is no film, Error when the fault is ours.
 */
export async function loopFilm(
  input: string,
  output: string,
  times: number,
  options: { onStart?: OnStart } = {},
): Promise<{ durationMs: number }> {
  const { container, durationMs } = await probe(input);
  await make({
    path: input,
    container,
    before: ['-stream_loop', String(times - 1)],
    args: ['-map', '0', '-c', 'copy', '-map_metadata', '-1', '-fflags', '+bitexact', '-movflags', '+faststart', '-f', 'mp4'],
    output,
    timeMs: makeTimeMs(durationMs * times),
    onStart: options.onStart,
  });
  return { durationMs: durationMs * times };
}
