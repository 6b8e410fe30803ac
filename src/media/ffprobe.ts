import { createInterface } from 'node:readline';
import { endGroup, startProbe } from './child.js';
import { type Container, containers, decoders, decodersBesides, limits } from './limits.js';
import { MediaRefused } from './refusal.js';

export interface Ask {
  path: string;
  container: Container;
  args: readonly string[];
  timeMs: number;
  /** Called with each line of the answer; returning false ends the tool early, which is no error. */
  onLine: (line: string) => boolean;
  signal?: AbortSignal | undefined;
}

export interface Answer {
  exit: number | null;
  complaint: string;
}

/** Input options every tool gets: one known demuxer, files only, allowed decoders only, no bigger picture than the limit. */
export function inputGuard(container: Container, besides: readonly string[] = []): string[] {
  return [
    ...['-protocol_whitelist', 'file'],
    ...['-format_whitelist', containers.join(',')],
    ...['-codec_whitelist', [...decoders, ...besides].join(',')],
    ...['-max_pixels', String(limits.maxPixels)],
    ...['-f', container],
  ];
}

const longestComplaint = 16_384;
const longestAnswerLine = 65_536;

/**
 * Runs ffprobe under the guard. It is started here and not through fluent-ffmpeg, whose ffprobe inherits the environment, cannot be ended,
 * and reads a text format in which a film's own title can pose as a measurement.
 * Throws `MediaRefused` took-too-long after `timeMs`, the signal's reason on abort, Error when ffprobe is not installed.
 */
export async function askProbe(ask: Ask): Promise<Answer> {
  ask.signal?.throwIfAborted();
  const guard = inputGuard(ask.container, decodersBesides);
  const child = startProbe(['-v', 'error', ...guard, ...ask.args, `file:${ask.path}`]);
  const end = (): void => endGroup(child.pid);
  let late = false;
  const clock = setTimeout(() => {
    late = true;
    end();
  }, ask.timeMs);
  ask.signal?.addEventListener('abort', end, { once: true });

  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => (complaint = (complaint + piece).slice(0, longestComplaint)));
  let enough = false;
  const lines = createInterface({ input: child.stdout! });
  lines.on('line', (line) => {
    if (enough) return;
    enough = line.length > longestAnswerLine || !ask.onLine(line);
    if (enough) end();
  });
  try {
    const exit = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    ask.signal?.throwIfAborted();
    if (late) throw new MediaRefused('took-too-long', 'ffprobe');
    if (exit === 126 || exit === 127) throw new Error('ffprobe cannot be started');
    return { exit: enough ? 0 : exit, complaint };
  } finally {
    clearTimeout(clock);
    ask.signal?.removeEventListener('abort', end);
  }
}
