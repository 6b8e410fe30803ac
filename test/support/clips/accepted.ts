const black = (size: string, fps: string | number, seconds = 3): string[] => [
  ...['-f', 'lavfi', '-i', `color=black:s=${size}:r=${fps}:d=${seconds},drawbox=enable='between(t,0.999,1.999)':color=white:t=fill`],
];
const beep = (rate = 48_000, seconds = 3): string[] => [
  ...['-f', 'lavfi', '-i', `aevalsrc='0.5*sin(2*PI*700*t)*gte(t,1)*lt(t,2)':s=${rate}:d=${seconds}`],
];
const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50'];
const hevc = (pixels = 'yuv420p', params = ''): string[] => [
  ...['-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', pixels, '-tag:v', 'hvc1', '-x265-params', `log-level=error${params}`],
];
const wide = ':colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc';
const aac = ['-c:a', 'aac', '-b:a', '64k'];
/** What a telephone writes about its owner. */
const told = [
  ...['-metadata', 'com.apple.quicktime.location.ISO6709=+55.6761+012.5683+010/', '-metadata', 'com.apple.quicktime.model=Privat telefon'],
  ...['-metadata', 'title=Privat titel', '-metadata', 'location=+55.6761+012.5683/', '-metadata:s:v', 'handler_name=Privat sted'],
];
const tagged = [...told, '-movflags', 'use_metadata_tags'];

export interface Accepted {
  /** ffmpeg's arguments; the output follows. */
  args: string[];
  ending: string;
  /** What must be true of what is made besides being playable and in step. */
  picture?: { width: number; height: number } | null;
  sound?: false;
  /** Turned by its mark after it was made. */
  turned?: true;
  /** The share of the file that is left. */
  cut?: number;
  /** Seconds the film lasts, when not three. */
  seconds?: number;
}

const small = [...black('320x240', 25), ...beep()];

/** Films as they come from telephones, cameras, computers and meeting programs. Each is three seconds: a flash and a beep from 1 s to 2 s. */
export const accepted: Record<string, Accepted> = {
  'a telephone held upright, HEVC, with its place': {
    args: [...small, ...hevc(), ...aac, ...tagged],
    ending: 'mov',
    turned: true,
    picture: { width: 240, height: 320 },
  },
  'a telephone in 10 bits and wide range': { args: [...small, ...hevc('yuv420p10le', wide), ...aac, ...tagged], ending: 'mov' },
  'a telephone, H.264, index at the end, with its place': { args: [...small, ...h264, ...aac, ...tagged], ending: 'mov' },
  'H.264 with its index first': { args: [...small, ...h264, ...aac, '-movflags', '+faststart'], ending: 'mp4' },
  'fragmented MP4': { args: [...small, ...h264, ...aac, '-movflags', 'frag_keyframe+empty_moov+default_base_moof'], ending: 'mp4' },
  'a browser’s recording with uneven times and no length': {
    args: [
      ...small,
      '-vf',
      "select='lt(mod(n,25),10)'",
      '-fps_mode',
      'vfr',
      '-c:v',
      'libvpx',
      '-deadline',
      'realtime',
      '-c:a',
      'libopus',
      '-f',
      'webm',
      '-live',
      '1',
    ],
    ending: 'webm',
  },
  'VP9 and Opus': { args: [...small, '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'], ending: 'webm' },
  'AV1 in MP4': { args: [...small, '-c:v', 'libsvtav1', '-preset', '12', ...aac], ending: 'mp4' },
  'Matroska from a screen recorder': { args: [...small, ...h264, ...aac, ...told], ending: 'mkv' },
  'Matroska that was cut off': {
    args: [...black('320x240', 25, 8), ...beep(48_000, 8), ...h264, '-g', '25', ...aac],
    ending: 'mkv',
    cut: 0.9,
    seconds: 0,
  },
  'MPEG-TS': { args: [...small, ...h264, ...aac], ending: 'ts' },
  'a camcorder’s M2TS': { args: [...small, ...h264, '-c:a', 'ac3', '-f', 'mpegts', '-mpegts_m2ts_mode', '1'], ending: 'm2ts' },
  'AVI with motion JPEG': { args: [...small, '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p', '-c:a', 'pcm_s16le'], ending: 'avi' },
  'AVI with MPEG-4 and MP3': { args: [...small, '-c:v', 'mpeg4', '-c:a', 'libmp3lame'], ending: 'avi' },
  'sound in 5.1': { args: [...small, ...h264, '-af', 'pan=5.1|FL=c0|FR=c0|FC=c0|LFE=c0|BL=c0|BR=c0', ...aac], ending: 'mp4' },
  'sound in 5.1, AC-3': { args: [...small, ...h264, '-af', 'pan=5.1|FL=c0|FR=c0|FC=c0|LFE=c0|BL=c0|BR=c0', '-c:a', 'ac3'], ending: 'mkv' },
  'no sound': { args: [...black('320x240', 25), ...h264], ending: 'mp4', sound: false },
  'sound alone, M4A': { args: [...beep(), ...aac], ending: 'm4a', picture: null },
  'sound alone, MP3': { args: [...beep(), '-c:a', 'libmp3lame'], ending: 'mp3', picture: null },
  'sound alone, WAV': { args: [...beep()], ending: 'wav', picture: null },
  'sound alone, Ogg Opus': { args: [...beep(), '-c:a', 'libopus'], ending: 'ogg', picture: null },
  'odd width and height': {
    args: [...black('321x241', 25), ...beep(), '-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus'],
    ending: 'webm',
    picture: { width: 320, height: 240 },
  },
  'one picture a second': { args: [...black('320x240', 1), ...beep(), ...h264, ...aac], ending: 'mp4' },
  '120 pictures a second': { args: [...black('320x240', 120), ...beep(), ...h264, ...aac], ending: 'mp4' },
  'almost four hours': { args: [...black('64x48', '1/5', 14_340), ...h264, '-g', '10'], ending: 'mp4', sound: false, seconds: 14_340 },
  'sound in mono at 8 kHz': { args: [...black('320x240', 25), ...beep(8_000), ...h264, ...aac, '-ac', '1'], ending: 'mp4' },
  'an upright picture': {
    args: [...black('270x480', 30), ...beep(), ...h264, ...aac],
    ending: 'mp4',
    picture: { width: 270, height: 480 },
  },
  'three sound tracks': { args: [...small, ...h264, ...aac, '-map', '0:v', '-map', '1:a', '-map', '1:a', '-map', '1:a'], ending: 'mp4' },
  'H.264 in 10 bits': { args: [...small, ...h264, '-pix_fmt', 'yuv420p10le', ...aac], ending: 'mp4' },
  ProRes: { args: [...black('320x240', 25), ...beep(), '-c:v', 'prores_ks', '-profile:v', '0', '-c:a', 'pcm_s16le'], ending: 'mov' },
  'interlaced MPEG-2': {
    args: [...black('720x576', 25), ...beep(), '-c:v', 'mpeg2video', '-flags', '+ilme+ildct', '-c:a', 'mp2', '-f', 'mpegts'],
    ending: 'mts',
  },
  'pixels that are not square': {
    args: [...small, '-vf', 'setsar=4/3', ...h264, ...aac],
    ending: 'mp4',
    picture: { width: 426, height: 240 },
  },
  'an old telephone’s H.263': { args: [...black('352x288', 15), ...beep(), '-c:v', 'h263', ...aac], ending: '3gp' },
  'sound that begins before the picture': { args: [...small, '-af', 'adelay=0', '-output_ts_offset', '7', ...h264, ...aac], ending: 'ts' },
  'full-range colours': { args: [...small, ...h264, '-pix_fmt', 'yuvj420p', ...aac], ending: 'mp4' },
  '4K': { args: [...black('3840x2160', 5), ...beep(), ...h264, ...aac], ending: 'mp4', picture: { width: 1280, height: 720 } },
};
