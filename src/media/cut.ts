import { filmArgs, untold } from './encoding.js';
import { make } from './ffmpeg.js';
import { sizeOf } from './files.js';
import type { FilmOptions, MakeOptions } from './film.js';
import { limits, makeTimeMs } from './limits.js';
import { type CutPlan, type Kept, keptCounts, planCut } from './cut-plan.js';
import { listPackets } from './packets.js';
import { type Probe, probe } from './probe.js';
import { MediaRefused } from './refusal.js';

/** What is kept, in ms of the film as players count. Null: from the beginning, to the end. */
export interface CutSpan {
  fromMs: number | null;
  toMs: number | null;
}

/** How much is gone at each end, in ms. */
export interface Cut {
  startMs: number;
  endMs: number;
}

const mp4Video = ['h264', 'hevc', 'av1', 'mpeg4'];
const mp4Audio = ['aac', 'mp3', 'ac3', 'eac3', 'alac'];
/** It does not tell when a picture is shown, only which is the next. */
const untimed = 'avi';
/** Here the tools' clock can be off by a picture or two, and by what a coder of sound puts before its beginning. */
const inDoubt = [untimed, 'mpegts'];
const doubtMs = 200;

const fitsMp4 = ({ video, audio }: Probe): boolean =>
  (video === null || mp4Video.includes(video.codec)) && (audio === null || mp4Audio.includes(audio.codec));

/** Matroska as it is written here does not say how a picture is turned. */
const formatFor = (found: Probe): 'mp4' | 'matroska' | null => {
  if (found.container === untimed) return null;
  if (fitsMp4(found)) return 'mp4';
  return (found.video?.rotation ?? 0) === 0 ? 'matroska' : null;
};

/** Packets are dropped by their number: what a demuxer counts is the same in every tool, while times are rewritten on their way. */
function dropOthers({ first, end, without }: Kept): string {
  const outside = [`lt(n\\,${first})`, `gte(n\\,${end})`, ...without.map((n) => `eq(n\\,${n})`)];
  return `noise=drop=${outside.join('+')}`;
}

/** `-copyinkf` and `-copypriorss`, so that nothing is dropped before it is counted. */
const trackArgs = (index: number, kind: 'v' | 'a', kept: Kept): string[] => [
  ...['-map', `0:${index}`, `-c:${kind}`, 'copy', `-copyinkf:${kind}`, `-copypriorss:${kind}`, '1', `-bsf:${kind}`, dropOthers(kept)],
];

function copyArgs({ video, audio }: Probe, plan: CutPlan, format: string): string[] {
  return [
    ...(video && plan.video ? trackArgs(video.index, 'v', plan.video) : ['-vn']),
    ...(audio && plan.audio ? trackArgs(audio.index, 'a', plan.audio) : ['-an']),
    ...untold,
    ...['-output_ts_offset', (-plan.begins).toFixed(6), '-max_muxing_queue_size', '4096'],
    ...(format === 'mp4' ? ['-write_tmcd', '0'] : []),
    ...['-f', format],
  ];
}

/** Whether the file holds what was planned and nothing else, counted without the list of edits that can hide pictures from players. */
async function isAsPlanned(output: number, plan: CutPlan, signal?: AbortSignal): Promise<boolean> {
  const made = await probe(output, { signal });
  const packets = await listPackets(output, made, { signal, stored: true });
  const wanted = keptCounts(plan);
  const counts = { video: packets?.video?.times.length ?? 0, audio: packets?.audio?.times.length ?? 0 };
  return counts.video === wanted.video && counts.audio === wanted.audio && (packets?.video?.keys[0] ?? true);
}

const nullIfRefused = (error: unknown): null => {
  if (error instanceof MediaRefused && error.reason !== 'took-too-long') return null;
  throw error;
};

/**
 * Copies what lies between the marks into a fresh file and nothing else: it begins at the first keyframe at or after the mark, and no packet
 * before it or after the other mark is in it, not even hidden. Null when it cannot be made by copy (no keyframe within ten seconds, a
 * container that does not tell its times, a result that is not exactly as planned); then `makeCutAnew` can.
 * Throws as `makeRemux`.
 */
export async function makeCut(input: number, output: number, span: CutSpan, options: MakeOptions & { probe: Probe }): Promise<Cut | null> {
  const { probe: found, signal, onStart } = options;
  const format = formatFor(found);
  const packets = format === null ? null : await listPackets(input, found, { signal });
  if (format === null || packets === null) return null;
  const onClock = (ms: number | null): number | null => (ms === null ? null : packets.origin + ms / 1000);
  const plan = planCut(packets, { from: onClock(span.fromMs), to: onClock(span.toMs) }, found.audio?.codec ?? '');
  if (plan === null) return null;
  try {
    await make({
      ...{ input, output, container: found.container, signal, onStart },
      before: ['-copyts'],
      args: copyArgs(found, plan, format),
      maxBytes: Math.max(1024 ** 2, 1.1 * (await sizeOf(input))),
      timeMs: makeTimeMs(found.durationMs),
    });
    if (!(await isAsPlanned(output, plan, signal))) return null;
  } catch (error) {
    return nullIfRefused(error);
  }
  return {
    startMs: span.fromMs === null ? 0 : Math.round((plan.begins - packets.origin) * 1000),
    endMs: span.toMs === null ? 0 : Math.max(0, Math.round(found.durationMs - (plan.ends - packets.origin) * 1000)),
  };
}

/**
 * Makes picture and sound of what lies between the marks anew, exactly from mark to mark where the container's clock can be trusted to the picture, as the steady version would. Slow: about as long as
 * the film lasts. Throws as `makeRemux`.
 */
export async function makeCutAnew(input: number, output: number, span: CutSpan, options: FilmOptions): Promise<Cut> {
  const { probe: found, signal, onStart, onProgress } = options;
  const doubt = inDoubt.includes(found.container) ? doubtMs : 0;
  const fromMs = span.fromMs === null ? 0 : span.fromMs + doubt;
  const toMs = span.toMs === null ? found.durationMs : Math.min(span.toMs - doubt, found.durationMs);
  await make({
    ...{ input, output, container: found.container, signal, onStart },
    before: found.container === untimed ? ['-fflags', '+genpts'] : [],
    args: ['-ss', (fromMs / 1000).toFixed(3), ...filmArgs(found, { keepPicture: false, sound: 'plain', lastsMs: toMs - fromMs })],
    maxBytes: limits.maxPlayableBytes,
    timeMs: makeTimeMs(found.durationMs),
    onReach: (ms) => onProgress?.(Math.min(0.99, ms / (toMs - fromMs))),
  });
  const made = await probe(output, { signal });
  return { startMs: fromMs, endMs: Math.max(0, found.durationMs - fromMs - made.durationMs) };
}
