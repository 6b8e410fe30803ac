import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { confinement, endGroup, endRest, niceness } from './child.js';
import { type Container, containers, decoders, decodersBesides, limits } from './limits.js';
import { MediaRefused } from './refusal.js';
import { boxed, handedIn, SandboxClosed, trySandbox } from './sandbox.js';

export interface Ask {
  /** Descriptor of the film. */
  input: number;
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
    ...['-protocol_whitelist', 'file,pipe'],
    ...['-format_whitelist', containers.join(',')],
    ...['-codec_whitelist', [...decoders, ...besides].join(',')],
    ...['-max_pixels', String(limits.maxPixels)],
    ...['-f', container],
  ];
}

const longestComplaint = 16_384;
const longestAnswerLine = 65_536;

/**
 * Runs ffprobe in the sandbox. It is started here and not through fluent-ffmpeg, whose ffprobe inherits the environment, cannot be ended,
 * and reads a text format in which a film's own title can pose as a measurement.
 * Throws `MediaRefused` took-too-long after `timeMs`, `SandboxClosed`, the signal's reason on abort.
 */
export async function askProbe(ask: Ask): Promise<Answer> {
  ask.signal?.throwIfAborted();
  const guard = inputGuard(ask.container, decodersBesides);
  const box = boxed({ seconds: ask.timeMs / 1000 + 1, bytes: 0 });
  const args = ['-n', String(niceness), ...box, 'ffprobe', '-v', 'error', ...guard, ...ask.args, handedIn(0)];
  const child = spawn('nice', args, { ...confinement, stdio: ['ignore', 'pipe', 'pipe', ask.input] });
  child.once('exit', () => endRest(child.pid));
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
    if (!enough && exit !== 0) await requireOpen(complaint, exit);
    return { exit: enough ? 0 : exit, complaint };
  } catch (error) {
    if (isMissing(error)) throw new SandboxClosed('nice is not installed');
    throw error;
  } finally {
    clearTimeout(clock);
    ask.signal?.removeEventListener('abort', end);
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * Throws `SandboxClosed` when a tool ended because its sandbox could not be made. What was said is only a hint, since a film may put words
 * in a tool's mouth: the sandbox itself is asked.
 */
export async function requireOpen(complaint: string, exit: number | null): Promise<void> {
  if (!/^(?:bwrap|prlimit|nice): /m.test(complaint) && exit !== 126 && exit !== 127) return;
  const state = await trySandbox();
  if (!state.ok) throw new SandboxClosed(state.detail);
}
