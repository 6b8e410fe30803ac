import { z } from 'zod';
import { askProbe } from './ffprobe.js';
import { audioCodecs, type Container, limits, videoCodecs } from './limits.js';
import { MediaRefused } from './refusal.js';
import { readSignature } from './signature.js';
import { requireWhole } from './whole.js';

export interface ProbedVideo {
  /** The track's number in the file. */
  index: number;
  codec: string;
  /** Pixels as stored, before rotation. */
  width: number;
  height: number;
  /** Degrees clockwise the picture must be turned to stand upright: 0, 90, 180 or 270. */
  rotation: number;
  /** Pictures a second on average, or null when the container does not say. */
  fps: number | null;
  pixelFormat: string;
  /** Width of a pixel divided by its height. */
  pixelAspect: number;
  interlaced: boolean;
  /** Made for a high dynamic range screen. */
  hdr: boolean;
}

export interface ProbedAudio {
  index: number;
  codec: string;
  profile: string;
  channels: number;
}

export interface Probe {
  durationMs: number;
  container: Container;
  video: ProbedVideo | null;
  audio: ProbedAudio | null;
  tracks: number;
}

const track = z.object({
  index: z.number().int(),
  codec_type: z.string().optional(),
  codec_name: z.string().default('unknown'),
  profile: z.coerce.string().default(''),
  width: z.number().int().default(0),
  height: z.number().int().default(0),
  pix_fmt: z.string().default(''),
  avg_frame_rate: z.string().default('0/0'),
  sample_aspect_ratio: z.string().default('1:1'),
  field_order: z.string().default('progressive'),
  color_transfer: z.string().default(''),
  channels: z.number().int().default(0),
  duration: z.coerce.number().optional(),
  disposition: z.object({ attached_pic: z.number() }).optional(),
  side_data_list: z.array(z.object({ rotation: z.coerce.number().optional() })).default([]),
});
type Track = z.infer<typeof track>;

const answer = z.object({
  streams: z.array(track).default([]),
  format: z.object({ duration: z.coerce.number().optional(), nb_streams: z.number().int() }),
});
type Described = z.infer<typeof answer>;

// Tags are left out on purpose: titles, places and makers are never read.
const entries = [
  'format=duration,nb_streams',
  'stream=index,codec_type,codec_name,profile,width,height,pix_fmt,avg_frame_rate,sample_aspect_ratio,field_order,color_transfer,channels,duration',
  'stream_disposition=attached_pic',
  'stream_side_data=rotation',
].join(':');

const mostLines = 10_000;

/**
 * What the film behind the descriptor is, after every limit of `limits.ts` is held against it.
 * Throws `MediaRefused` with the reason; Error when the tool is missing; the signal's reason on abort.
 */
export async function probe(input: number, { signal }: { signal?: AbortSignal } = {}): Promise<Probe> {
  const container = await readSignature(input);
  if (container === 'mov') await requireWhole(input);
  const described = await describe(input, container, signal);
  const video = described.streams.find((it) => it.codec_type === 'video' && it.disposition?.attached_pic !== 1);
  const audio = described.streams.find((it) => it.codec_type === 'audio');
  requireAllowed(described, video, audio);
  const found = {
    container,
    video: video ? readVideo(video) : null,
    audio: audio ? readAudio(audio) : null,
    tracks: described.format.nb_streams,
  };
  const seconds = lengthOf(described, video, audio) ?? (await measure(input, container, (video ?? audio)?.index ?? 0, signal));
  return requireLength({ ...found, durationMs: Math.round(seconds * 1000) });
}

async function describe(input: number, container: Container, signal?: AbortSignal): Promise<Described> {
  const lines: string[] = [];
  const { exit, complaint } = await askProbe({
    input,
    container,
    args: ['-of', 'json', '-show_entries', entries],
    timeMs: limits.probeTimeMs,
    onLine: (line) => lines.push(line) < mostLines,
    signal,
  });
  const refusedCodec = /Codec \(([\w-]{1,30})\) not on whitelist/.exec(complaint)?.[1];
  if (exit !== 0 && refusedCodec) throw new MediaRefused('codec-refused', refusedCodec);
  // Some decoders go on after this complaint, with a picture of no size.
  if (/exceeds specified max pixel count/.test(complaint)) throw new MediaRefused('too-many-pixels');
  if (exit !== 0) throw new MediaRefused('broken', container);
  if (lines.length >= mostLines) throw new MediaRefused('too-many-tracks');
  const read = answer.safeParse(parse(lines.join('\n')));
  if (!read.success) throw new MediaRefused('broken', 'no description');
  return read.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function requireAllowed(described: Described, video: Track | undefined, audio: Track | undefined): void {
  if (described.format.nb_streams > limits.maxTracks) throw new MediaRefused('too-many-tracks', String(described.format.nb_streams));
  if (!video && !audio) throw new MediaRefused('no-picture-or-sound');
  if (video && !videoCodecs.includes(video.codec_name)) throw new MediaRefused('codec-refused', video.codec_name);
  if (audio && !isAudioCodec(audio.codec_name)) throw new MediaRefused('codec-refused', audio.codec_name);
  if (!video) return;
  if (video.width * video.height > limits.maxPixels) throw new MediaRefused('too-many-pixels', `${video.width}x${video.height}`);
  if (video.width < 2 || video.height < 2 || video.pix_fmt === '') throw new MediaRefused('broken', 'no picture size');
  if ((ratio(video.avg_frame_rate, '/') ?? 0) > limits.maxFramesPerSecond) throw new MediaRefused('too-many-frames', video.avg_frame_rate);
}

const isAudioCodec = (codec: string): boolean => audioCodecs.includes(codec);

function readVideo(it: Track): ProbedVideo {
  const turned = it.side_data_list.find((side) => side.rotation !== undefined)?.rotation ?? 0;
  return {
    index: it.index,
    codec: it.codec_name,
    width: it.width,
    height: it.height,
    rotation: (((Math.round(-turned / 90) * 90) % 360) + 360) % 360,
    fps: ratio(it.avg_frame_rate, '/'),
    pixelFormat: it.pix_fmt,
    pixelAspect: ratio(it.sample_aspect_ratio, ':') ?? 1,
    interlaced: !['progressive', 'unknown'].includes(it.field_order),
    hdr: ['smpte2084', 'arib-std-b67'].includes(it.color_transfer),
  };
}

function readAudio(it: Track): ProbedAudio {
  return { index: it.index, codec: it.codec_name, profile: it.profile, channels: it.channels };
}

function ratio(text: string, sign: string): number | null {
  const [over = 0, under = 0] = text.split(sign).map(Number);
  return over > 0 && under > 0 ? over / under : null;
}

function lengthOf(described: Described, ...used: (Track | undefined)[]): number | null {
  const lengths = used.map((it) => it?.duration ?? 0).filter((seconds) => seconds > 0);
  const seconds = lengths.length > 0 ? Math.max(...lengths) : (described.format.duration ?? 0);
  return seconds > 0 ? seconds : null;
}

/** A browser's own recorder writes no length: it is the time of the last packet. */
async function measure(input: number, container: Container, index: number, signal?: AbortSignal): Promise<number> {
  let last = 0;
  await askProbe({
    input,
    container,
    args: ['-select_streams', String(index), '-show_entries', 'packet=pts_time', '-of', 'csv=p=0'],
    timeMs: limits.scanTimeMs,
    onLine: (line) => {
      last = Math.max(last, Number.parseFloat(line) || 0);
      return last * 1000 <= limits.maxDurationMs;
    },
    signal,
  });
  return last;
}

function requireLength(found: Probe): Probe {
  if (found.durationMs < limits.minDurationMs) throw new MediaRefused('too-short', `${found.durationMs} ms`);
  if (found.durationMs > limits.maxDurationMs) throw new MediaRefused('too-long', `${found.durationMs} ms`);
  return found;
}
