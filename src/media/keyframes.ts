import { type Make, make } from './ffmpeg.js';
import { askProbe } from './ffprobe.js';
import { limits } from './limits.js';
import type { Probe } from './probe.js';

/** A steady version has a keyframe every 2 seconds, so that a click in the list of comments shows its picture at once (our choice). */
export const keyframeSeconds = 2;
const toleranceMs = 200;

/** Keyframes this close may stay as they are. */
export const closeEnoughMs = keyframeSeconds * 1000 + toleranceMs;

/** Keeps the largest distance between moments told in order. */
function widest(durationMs: number) {
  let last = 0;
  let gap = 0;
  let any = false;
  return {
    tell: (ms: number): void => {
      gap = Math.max(gap, any ? ms - last : 0);
      last = ms;
      any = true;
    },
    first: (): boolean => !any,
    result: (): number => (any ? Math.max(gap, durationMs - last) : Infinity),
  };
}

/** The largest distance between two keyframes, or from the last one to the end, in ms. Infinity when there are none. */
export async function keyframeGapMs(input: number, found: Probe, signal?: AbortSignal): Promise<number> {
  if (!found.video) return Infinity;
  const read = found.container === 'mov' ? fromIndex : fromPackets;
  return read(input, found, found.video.index, signal);
}

/** Listens to the keyframes of a track of an MP4 or MOV, which lists them: only those are read, a hundredth of the file. */
export function keyframeListing(durationMs: number, index: number): { args: string[]; take: (piece: Buffer) => void; gapMs: () => number } {
  const gap = widest(durationMs);
  let seconds = 0;
  let origin: number | null = null;
  const take = byLine((line) => {
    const base = /^#tb 0: (\d+)\/(\d+)/.exec(line);
    if (base) seconds = Number(base[1]) / Number(base[2]);
    const at = /^0,\s*-?\d+,\s*(-?\d+),/.exec(line)?.[1];
    if (at === undefined || !isKey(line)) return;
    const ms = Number(at) * seconds * 1000;
    origin ??= ms;
    gap.tell(ms - origin);
  });
  return { args: ['-map', `0:${index}`, '-c', 'copy', '-f', 'framecrc'], take, gapMs: gap.result };
}

async function fromIndex(input: number, found: Probe, index: number, signal?: AbortSignal): Promise<number> {
  const { args, take, gapMs } = keyframeListing(found.durationMs, index);
  const before = ['-discard', 'nokey'];
  await make({ input, container: found.container, signal, timeMs: limits.scanTimeMs, before, args, output: take });
  return gapMs();
}

/** What was read to find out what a film is comes also when it is no keyframe, as with pictures that are stored out of order. */
const isKey = (line: string): boolean => !/, F=0x/.test(line);

function byLine(take: (line: string) => void): (piece: Buffer) => void {
  let rest = '';
  return (piece) => {
    const lines = (rest + piece.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(take);
  };
}

/**
 * Whether a copied picture (H.264 in MP4) is there from `tailMs` on, and a player can begin at each of its keyframes without being told how: each
 * is an IDR picture. A camcorder's open groups of pictures need the message of a recovery point beside them (ITU-T H.264 D.2.8), which the copy
 * does not keep. Both are asked of one ffmpeg, for starting it costs more than what it does.
 */
export async function playsFromKeyframes(input: number, tailMs: number, work: Pick<Make, 'signal' | 'onStart'>): Promise<boolean> {
  const found = [0, 0, 0];
  let next = Number.NaN;
  await make({
    ...{ input, container: 'mov', timeMs: limits.scanTimeMs, signal: work.signal, onStart: work.onStart },
    before: ['-discard', 'nokey'],
    again: ['-ss', (tailMs / 1000).toFixed(3)],
    args: [
      ...['-map', '0:v:0', '-map', '0:v:0', '-map', '1:v:0', '-c', 'copy', '-bsf:v:1', 'filter_units=pass_types=5'],
      ...['-c:v:2', 'rawvideo', '-filter:v:2', 'scale=16:16:flags=fast_bilinear', '-frames:v:2', '1', '-f', 'framecrc'],
    ],
    output: byLine((line) => {
      const [, track, at, lasts] = /^([012]),\s*(-?\d+),\s*-?\d+,\s*(\d+),/.exec(line) ?? [];
      if (track === undefined) return;
      // What follows the first without a gap was read to find out what the film is; a keyframe of an open group stands alone, and bears no mark.
      const readAhead = track === '0' && Number(at) === next && !isKey(line);
      if (track === '0') next = Number(at) + Number(lasts);
      if (!readAhead) found[Number(track)]! += 1;
    }),
  });
  const [keyframes, beginnings, pictures] = found;
  return keyframes! > 0 && keyframes === beginnings && pictures! > 0;
}

/** The other containers are read from end to end. A film that does not begin with a keyframe has none worth the name. */
async function fromPackets(input: number, found: Probe, index: number, signal?: AbortSignal): Promise<number> {
  const gap = widest(found.durationMs);
  let origin: number | null = null;
  const { exit } = await askProbe({
    ...{ input, container: found.container, signal, timeMs: limits.scanTimeMs },
    args: ['-select_streams', String(index), '-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0'],
    onLine: (line) => {
      const [at = '', flags = ''] = line.split(',');
      if (gap.first() && !flags.startsWith('K')) return false;
      if (!flags.startsWith('K') || at === '' || !Number.isFinite(Number(at))) return true;
      origin ??= Number(at);
      gap.tell((Number(at) - origin) * 1000);
      return true;
    },
  });
  return exit === 0 ? gap.result() : Infinity;
}
