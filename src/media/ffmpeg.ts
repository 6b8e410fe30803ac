import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { ftruncate } from 'node:fs';
import { Writable } from 'node:stream';
import { promisify } from 'node:util';
import ffmpeg from 'fluent-ffmpeg';
import { confinement, endGroup, endRest, niceness, type OnStart, startOf } from './child.js';
import { inputGuard, requireOpen } from './ffprobe.js';
import { type Container, limits } from './limits.js';
import { MediaRefused } from './refusal.js';
import { boxed, handedIn, SandboxClosed } from './sandbox.js';

export interface Make {
  /** Descriptor of the film. */
  input: number;
  container: Container;
  /** Options that stand before the input. */
  before?: readonly string[];
  /** Options for the same film as a second input. */
  again?: readonly string[];
  /** Options of the output, with an explicit `-f`. */
  args: readonly string[];
  /** Descriptor written to, a taker of the bytes as they come, or `nowhere` for output that is decoded and thrown away. */
  output: number | typeof nowhere | ((piece: Buffer) => void);
  /** A second output, taken as it comes, of the same reading. Only beside an output with a descriptor. */
  listing?: { args: readonly string[]; take: (piece: Buffer) => void };
  /** The most bytes it may write; more is refused as too-big. */
  maxBytes?: number;
  timeMs: number;
  signal?: AbortSignal | undefined;
  onStart?: OnStart | undefined;
  /** Told how far the output reaches, in ms. */
  onReach?: ((ms: number) => void) | undefined;
}

/** Output that is decoded and thrown away. */
export const nowhere = '-';

/** How far the output reaches (ms) and how many pictures it got. */
export interface Made {
  reachedMs: number;
  pictures: number;
}

type Line = (error: Error | null, ...rest: unknown[]) => void;

/** The two inner calls of fluent-ffmpeg 2.1 that decide which program is started and how; the package is archived, so they stay. */
interface Inner {
  _getFfmpegPath(found: (error: Error | null, path: string) => void): void;
  _spawnFfmpeg(args: string[], options: SpawnOptions, started: unknown, ended?: Line): void;
}

const truncate = promisify(ftruncate);

/**
 * Runs ffmpeg through fluent-ffmpeg in the sandbox: niced, on one thread, with the descriptors as the only files there are.
 * Never listen to fluent-ffmpeg's 'progress': it would start an ffprobe of its own on the film, outside.
 * On any failure the output is emptied. Throws `MediaRefused` broken, took-too-long, too-big or too-heavy, `SandboxClosed`, the signal's
 * reason on abort, Error when the fault is ours.
 */
export async function make(work: Make): Promise<Made> {
  work.signal?.throwIfAborted();
  const made: Made = { reachedMs: 0, pictures: 0 };
  const complaints: string[] = [];
  const command = prepare(work);
  command.on('stderr', (line: string) => note(line, made, complaints, work.onReach));
  try {
    await run(command, work);
    return made;
  } catch (error) {
    if (typeof work.output === 'number') await truncate(work.output, 0).catch(() => undefined);
    work.signal?.throwIfAborted();
    if (error instanceof MediaRefused) throw error;
    await requireOpen(complaints.join('\n'), exitOf(error));
    throw judge(error, complaints);
  }
}

// Stays open when all is written: fluent-ffmpeg takes a closed stream for a broken one.
const taker = (take: (piece: Buffer) => void): Writable =>
  new Writable({
    autoDestroy: false,
    emitClose: false,
    write: (piece: Buffer, _encoding, done) => {
      take(piece);
      done();
    },
  });

function targetOf({ output }: Make): string | Writable {
  if (typeof output === 'function') return taker(output);
  return output === nowhere ? nowhere : handedIn(1);
}

function prepare(work: Make): ffmpeg.FfmpegCommand {
  const quiet = ['-nostdin', '-y', '-hide_banner', '-loglevel', 'error', '-nostats', '-progress', 'pipe:2', '-filter_threads', '1'];
  const guarded = (options: readonly string[] = []) => ['-threads', '1', ...inputGuard(work.container), ...options];
  const command = ffmpeg({ niceness, stdoutLines: 20 })
    .input(handedIn(0))
    .inputOptions(...quiet, ...guarded(work.before));
  if (work.again) command.input(handedIn(0)).inputOptions(...guarded(work.again));
  command.output(targetOf(work)).outputOptions('-threads', '1', ...work.args);
  return work.listing ? command.output(taker(work.listing.take)).outputOptions(...work.listing.args) : command;
}

function run(command: ffmpeg.FfmpegCommand, work: Make): Promise<void> {
  return new Promise((resolve, reject) => {
    let pid: number | undefined;
    let late = false;
    const end = (): void => endGroup(pid);
    const clock = setTimeout(() => {
      late = true;
      end();
    }, work.timeMs);
    confine(command, work, (child) => {
      pid = child.pid;
      child.once('exit', () => endRest(child.pid));
      const startedAt = pid === undefined ? null : startOf(pid);
      if (pid !== undefined && startedAt !== null) work.onStart?.(pid, startedAt);
      if (work.signal?.aborted || late) end();
    });
    const settle = (then: () => void) => (): void => {
      clearTimeout(clock);
      work.signal?.removeEventListener('abort', end);
      then();
    };
    work.signal?.addEventListener('abort', end, { once: true });
    command.on('end', settle(resolve));
    command.on('error', (error: Error) => settle(() => reject(late ? new MediaRefused('took-too-long', 'ffmpeg') : error))());
    command.run();
  });
}

function confine(command: ffmpeg.FfmpegCommand, work: Make, onChild: (child: ChildProcess) => void): void {
  const inner = command as unknown as Inner;
  const spawnAsWritten = inner._spawnFfmpeg.bind(command);
  const seconds = (2 * work.timeMs) / 1000 + 10;
  const [first, ...box] = boxed({ seconds, bytes: work.maxBytes ?? limits.maxPlayableBytes });
  const files = [work.input, ...(typeof work.output === 'number' ? [work.output] : [])];
  inner._getFfmpegPath = (found) => found(null, first);
  inner._spawnFfmpeg = (args, options, started, ended) => {
    const inBox = [...box, 'ffmpeg', ...args];
    // With three arguments it only asks what this ffmpeg can do; the film is not touched.
    if (ended === undefined || typeof started !== 'function') return spawnAsWritten(inBox, { ...options, ...confinement }, started);
    const confined: SpawnOptions = { ...options, ...confinement, stdio: ['ignore', 'pipe', 'pipe', ...files] };
    const startedAsWritten: (child: ChildProcess, ...rest: unknown[]) => void = (child, ...rest) => {
      started(child, ...rest);
      onChild(child);
    };
    spawnAsWritten(inBox, confined, startedAsWritten, ended);
  };
}

const mostComplaints = 40;

function note(line: string, made: Made, complaints: string[], onReach?: (ms: number) => void): void {
  const [, key, value] = /^([a-z0-9_]+)=\s*(\S*)$/.exec(line) ?? [];
  if (key === undefined) {
    if (complaints.length < mostComplaints && line.trim() !== '') complaints.push(line.slice(0, 300));
    return;
  }
  const figure = Number(value);
  if (!Number.isFinite(figure) || figure < 0) return;
  if (key === 'frame') made.pictures = figure;
  if (key !== 'out_time_us') return;
  made.reachedMs = Math.max(made.reachedMs, Math.round(figure / 1000));
  onReach?.(made.reachedMs);
}

const ours =
  /No such file or directory|No space left|Input\/output error|Permission denied|Read-only file|Disk quota|Unknown encoder|No such filter/;

const exitOf = (error: unknown): number | null => {
  const code = /exited with code (\d+)/.exec(String(error))?.[1];
  return code === undefined ? null : Number(code);
};

/** The film made a tool crash: segmentation fault, abort and their like, as the shell numbers them. */
const crashes = [132, 134, 135, 136, 139];

/** What the bounds of the sandbox say through the exit. ffmpeg answers the end of its processor time by ending with 255. */
function overBounds(exit: number | null, complaints: readonly string[]): MediaRefused | null {
  if (exit === 153 || complaints.some((line) => /File too large/.test(line))) return new MediaRefused('too-big');
  if (exit === 152 || exit === 255) return new MediaRefused('took-too-long', 'processor time');
  return complaints.some((line) => /Cannot allocate/.test(line)) ? new MediaRefused('too-heavy') : null;
}

/** A film that cannot be read is refused; a full disk, a missing program or a kill from outside is not the film's fault. */
function judge(error: unknown, complaints: readonly string[]): Error {
  const exit = exitOf(error);
  if (String(error).includes('Cannot find ffmpeg') || String(error).includes('ENOENT')) return new SandboxClosed('nice is not installed');
  const over = overBounds(exit, complaints);
  if (over) return over;
  const blame = complaints.find((line) => ours.test(line));
  if (blame !== undefined) return new Error(`ffmpeg: ${withoutPaths(blame)}`);
  const crashed = exit !== null && crashes.includes(exit);
  if (!crashed && (exit === null || exit === 0 || exit >= 126))
    return new Error(`ffmpeg could not do its work: ${withoutPaths(String(error))}`);
  return new MediaRefused('broken', withoutPaths(complaints.at(-1) ?? `exit ${exit}`));
}

const withoutPaths = (text: string): string => text.replaceAll(/(?:file:)?\/[^\s:']+/g, '…').slice(0, 200);
