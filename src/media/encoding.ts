import { keyframeSeconds } from './keyframes.js';
import { limits } from './limits.js';
import type { Probe, ProbedAudio, ProbedVideo } from './probe.js';

// 720p on its longer and shorter side, lying or standing: a face is read well and every phone plays it (our choice).
const longSide = 1280;
const shortSide = 720;
const framesPerSecond = 30;

/** Whether every browser decodes the picture, whatever its size and however it is turned. */
export const pictureIsPlain = (it: ProbedVideo): boolean => it.codec === 'h264' && ['yuv420p', 'yuvj420p'].includes(it.pixelFormat);

/** Whether the picture is steady as it is; the distance of its keyframes is looked at apart. */
export function pictureCanStay(it: ProbedVideo): boolean {
  const [short, long] = [Math.min(it.width, it.height), Math.max(it.width, it.height)];
  const upright = it.rotation === 0 && Math.abs(it.pixelAspect - 1) < 0.01;
  const small = short <= shortSide && long <= longSide && (it.fps ?? 0) <= 60.5;
  return pictureIsPlain(it) && !it.interlaced && !it.hdr && upright && small;
}

/** Whether a browser plays the sound as it is. */
export const soundCanStay = (it: ProbedAudio): boolean => it.codec === 'aac';

/** Whether the file as it came plays in a browser: H.264 and AAC in MP4 or MOV, wherever its index lies. */
export function playsAsItIs({ container, video, audio }: Probe): boolean {
  return container === 'mov' && (video === null || pictureIsPlain(video)) && (audio === null || soundCanStay(audio));
}

/** Width and height after turning and shrinking, even and never enlarged. */
export function fittedSize(it: ProbedVideo, within = { long: longSide, short: shortSide }): { width: number; height: number } {
  const stored = { width: it.width * it.pixelAspect, height: it.height };
  const upright = it.rotation % 180 === 0 ? stored : { width: stored.height, height: stored.width };
  const [short, long] = [Math.min(upright.width, upright.height), Math.max(upright.width, upright.height)];
  const shrink = Math.min(1, within.short / short, within.long / long);
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

/**
 * Of the picture's own units only those it is drawn from: slices (1–5), parameter sets (7, 8) and delimiters (9). Messages beside the picture
 * (SEI, 6) and units without a meaning of their own are where cameras write place, device and what was said (ITU-T H.264 table 7-1, annex D).
 */
const drawnFrom = ['-bsf:v', 'filter_units=pass_types=1-5|7-9'];

function pictureArgs(it: ProbedVideo, keep: boolean): string[] {
  const mapped = ['-map', `0:${it.index}`, ...drawnFrom];
  if (keep) return [...mapped, '-c:v', 'copy'];
  return [
    ...mapped,
    ...['-vf', filtersFor(it), '-fps_mode', 'vfr'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high', '-crf', '23', '-maxrate', '3M', '-bufsize', '6M'],
    // Captions inside the picture would follow into the new one.
    ...['-a53cc', '0'],
    ...['-force_key_frames', `expr:gte(t,n_forced*${keyframeSeconds})`, '-g', String(framesPerSecond * keyframeSeconds)],
  ];
}

// Gaps become silence, so that sound and picture stay together over an hour.
const together = 'aresample=async=1:first_pts=0';

/**
 * One telephone on a table hears one voice near and another far away: each stretch of about ten seconds is brought to the same level, at most
 * 18 dB up. What is nearly silent is not raised, for in Open Dialogue silence is meant. See docs/decisions/0008-film-in-a-box.md.
 */
const evened = 'dynaudnorm=framelen=500:gausssize=21:peak=0.9:maxgain=8:threshold=0.01';

export type Sound = 'copied' | 'plain' | 'evened';

function soundArgs(it: ProbedAudio, sound: Sound): string[] {
  const mapped = ['-map', `0:${it.index}`];
  if (sound === 'copied') return [...mapped, '-c:a', 'copy'];
  const filters = sound === 'evened' ? `${together},${evened}` : together;
  return [...mapped, '-af', filters, '-c:a', 'aac', '-b:a', '128k', '-ar', '48000', '-ac', String(Math.min(2, it.channels || 1))];
}

/** Output options that leave nothing of the source's tags, chapters, subtitles or places. */
export const untold = [
  ...['-sn', '-dn', '-map_metadata', '-1', '-map_metadata:s:v', '-1', '-map_metadata:s:a', '-1', '-map_chapters', '-1'],
  ...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'],
];

/** The most that is written of a film, in ms: no more than may be taken in, and a little for what its header does not tell. */
const mostMs = limits.maxDurationMs + 60_000;

/** ffmpeg's output options for an MP4 of one picture and one sound, ready to stream, and no longer than `lastsMs`. */
export function filmArgs(found: Probe, how: { keepPicture: boolean; sound: Sound; lastsMs?: number }): string[] {
  return [
    ...(found.video ? pictureArgs(found.video, how.keepPicture) : ['-vn']),
    ...(found.audio ? soundArgs(found.audio, how.sound) : ['-an']),
    ...untold,
    ...['-t', String((how.lastsMs ?? mostMs) / 1000), '-max_muxing_queue_size', '4096'],
    ...['-movflags', '+faststart', '-write_tmcd', '0', '-f', 'mp4'],
  ];
}
