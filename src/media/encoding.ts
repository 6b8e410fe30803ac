import { keyframeSeconds } from './keyframes.js';
import { limits } from './limits.js';
import type { Probe, ProbedAudio, ProbedVideo } from './probe.js';

// 720p on its longer and shorter side, lying or standing: a face is read well and every phone plays it (our choice).
const longSide = 1280;
const shortSide = 720;
const framesPerSecond = 30;

/** Whether a browser plays the picture as it is; the distance of its keyframes is looked at apart. */
export function pictureCanStay(it: ProbedVideo): boolean {
  const [short, long] = [Math.min(it.width, it.height), Math.max(it.width, it.height)];
  const plain = it.codec === 'h264' && ['yuv420p', 'yuvj420p'].includes(it.pixelFormat) && !it.interlaced && !it.hdr;
  return (
    plain && it.rotation === 0 && Math.abs(it.pixelAspect - 1) < 0.01 && short <= shortSide && long <= longSide && (it.fps ?? 0) <= 60.5
  );
}

/** Whether a browser plays the sound as it is. */
export function soundCanStay(it: ProbedAudio): boolean {
  return it.codec === 'aac' && it.profile === 'LC' && (it.channels === 1 || it.channels === 2);
}

/** Width and height after turning and shrinking, even and never enlarged. */
export function fittedSize(it: ProbedVideo): { width: number; height: number } {
  const stored = { width: it.width * it.pixelAspect, height: it.height };
  const upright = it.rotation % 180 === 0 ? stored : { width: stored.height, height: stored.width };
  const [short, long] = [Math.min(upright.width, upright.height), Math.max(upright.width, upright.height)];
  const shrink = Math.min(1, shortSide / short, longSide / long);
  const even = (side: number): number => Math.max(2, Math.round((side * shrink) / 2) * 2);
  return { width: even(upright.width), height: even(upright.height) };
}

// What a screen with ordinary range shows of a phone's wide-range film. Without it faces turn grey.
const toOrdinaryRange = 'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv';

function filtersFor(it: ProbedVideo): string {
  const { width, height } = fittedSize(it);
  return [
    it.interlaced && 'yadif=deint=interlaced',
    (it.fps ?? Infinity) > framesPerSecond + 0.5 && `fps=${framesPerSecond}`,
    `scale=${width}:${height}`,
    'setsar=1',
    it.hdr && toOrdinaryRange,
    'format=yuv420p',
  ]
    .filter((filter) => filter !== false)
    .join(',');
}

function pictureArgs(it: ProbedVideo, keep: boolean): string[] {
  const mapped = ['-map', `0:${it.index}`];
  if (keep) return [...mapped, '-c:v', 'copy'];
  return [
    ...mapped,
    ...['-vf', filtersFor(it), '-fps_mode', 'vfr'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', '23', '-maxrate', '3M', '-bufsize', '6M'],
    ...['-force_key_frames', `expr:gte(t,n_forced*${keyframeSeconds})`, '-g', String(framesPerSecond * keyframeSeconds)],
  ];
}

function soundArgs(it: ProbedAudio, keep: boolean): string[] {
  const mapped = ['-map', `0:${it.index}`];
  if (keep) return [...mapped, '-c:a', 'copy'];
  // Gaps become silence, so that sound and picture stay together over an hour.
  return [
    ...mapped,
    '-af',
    'aresample=async=1:first_pts=0',
    '-c:a',
    'aac',
    '-b:a',
    '128k',
    '-ar',
    '48000',
    '-ac',
    String(Math.min(2, it.channels || 1)),
  ];
}

/** ffmpeg's output options for a playable: nothing of the source's tags, chapters or places follows along. */
export function playableArgs(found: Probe, keep: { picture: boolean; sound: boolean }): string[] {
  return [
    ...(found.video ? pictureArgs(found.video, keep.picture) : ['-vn']),
    ...(found.audio ? soundArgs(found.audio, keep.sound) : ['-an']),
    ...['-sn', '-dn', '-map_metadata', '-1', '-map_metadata:s:v', '-1', '-map_metadata:s:a', '-1', '-map_chapters', '-1'],
    ...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'],
    ...['-t', String(limits.maxDurationMs / 1000 + 60), '-fs', String(limits.maxPlayableBytes)],
    ...['-max_muxing_queue_size', '4096', '-movflags', '+faststart', '-f', 'mp4'],
  ];
}
