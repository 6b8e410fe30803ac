const minute = 60_000;

/**
 * What a film may be. Checked against what ffprobe says before anything is decoded.
 * All figures are our choice: a network meeting lasts 60–90 minutes, a phone films at most 4096×2304 and 120 pictures a second.
 */
export const limits = {
  minDurationMs: 1_000,
  maxDurationMs: 240 * minute,
  maxPixels: 4096 * 2304,
  maxFramesPerSecond: 121,
  maxTracks: 8,
  maxPlayableBytes: 8 * 1024 ** 3,
  probeTimeMs: 30_000,
  scanTimeMs: 5 * minute,
  posterTimeMs: minute,
} as const;

/** Time a playable may take to make: five minutes and six times the film's length (our choice; one slow core needs about one). */
export const makeTimeMs = (durationMs: number): number => 5 * minute + 6 * durationMs;

/** Containers by the name of the only demuxer that may open them. */
export const containers = ['mov', 'matroska', 'mpegts', 'avi', 'wav', 'mp3', 'ogg'] as const;
export type Container = (typeof containers)[number];

export const videoCodecs = ['h264', 'hevc', 'vp8', 'vp9', 'av1', 'mpeg4', 'mpeg2video', 'mjpeg', 'h263', 'prores'];

export const audioCodecs = [
  ...['aac', 'mp3', 'opus', 'vorbis', 'ac3', 'eac3', 'mp2', 'alac', 'amr_nb', 'amr_wb'],
  ...['pcm_s16le', 'pcm_s16be', 'pcm_s24le', 'pcm_s24be', 'pcm_s32le', 'pcm_f32le', 'pcm_u8', 'pcm_alaw', 'pcm_mulaw'],
];

// Decoders are named after their library where one is used, so the codec's own name is not enough.
const decoderNames = ['libdav1d', 'libaom-av1', 'libvpx', 'libvpx-vp9', 'libopus', 'mp3float', 'amrnb', 'amrwb'];

/** Decoders that may run on a stranger's file. MagicYUV (CVE-2026-8461) is the reason that this is a list of what may, not of what may not. */
export const decoders = [...videoCodecs, ...audioCodecs, ...decoderNames];

/** Subtitles and cover pictures: ffprobe must open them to describe the file, nothing else ever does. */
export const decodersBesides = ['mov_text', 'subrip', 'srt', 'ass', 'ssa', 'webvtt', 'png'];
