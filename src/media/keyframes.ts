import { askProbe } from './ffprobe.js';
import { limits } from './limits.js';
import type { Probe } from './probe.js';

/** A playable has a keyframe every 2 seconds, so that a click in the list of comments shows its picture at once (our choice). */
export const keyframeSeconds = 2;
const tolerance = 0.2;

/** Whether every keyframe of the picture follows the one before within 2.2 seconds, as it must to be kept as it is. */
export async function keyframesAreClose(path: string, found: Probe, signal?: AbortSignal): Promise<boolean> {
  if (!found.video) return false;
  let lastKey = 0;
  let close = true;
  let any = false;
  const { exit } = await askProbe({
    path,
    container: found.container,
    args: ['-select_streams', String(found.video.index), '-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0'],
    timeMs: limits.scanTimeMs,
    onLine: (line) => {
      const [at = '', flags = ''] = line.split(',');
      const seconds = Number(at);
      if (!Number.isFinite(seconds) || at === '') return (close = false);
      if (!any) lastKey = seconds;
      close = seconds - lastKey <= keyframeSeconds + tolerance && (any || flags.startsWith('K'));
      any = true;
      if (flags.startsWith('K')) lastKey = seconds;
      return close;
    },
    signal,
  });
  return exit === 0 && any && close;
}
