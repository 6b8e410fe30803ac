import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { rm } from 'node:fs/promises';
import ffmpeg from 'fluent-ffmpeg';
import { confinement, endGroup, niceness, type OnStart, startOf } from './child.js';
import { inputGuard } from './ffprobe.js';
import type { Container } from './limits.js';
import { MediaRefused } from './refusal.js';

export interface Make {
  path: string;
  container: Container;
  /** Options that stand before the input. */
  before?: readonly string[];
  args: readonly string[];
  output: string;
  timeMs: number;
  signal?: AbortSignal | undefined;
  onStart?: OnStart | undefined;
  /** Told how far the output reaches, in ms. */
  onReach?: ((ms: number) => void) | undefined;
}

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

/**
 * Runs ffmpeg through fluent-ffmpeg under the guard: empty environment, own process group, niced, one thread.
 * Never listen to fluent-ffmpeg's 'progress': it would start an ffprobe of its own on the file, without any guard.
 * On any failure the output is removed. Throws `MediaRefused` broken or took-too-long, the signal's reason on abort, Error when the fault is ours.
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
    if (work.output !== nowhere) await rm(work.output, { force: true });
    work.signal?.throwIfAborted();
    throw error instanceof MediaRefused ? error : judge(error, complaints);
  }
}

/** Output that is decoded and thrown away. */
export const nowhere = '-';

function prepare(work: Make): ffmpeg.FfmpegCommand {
  const quiet = ['-nostdin', '-y', '-hide_banner', '-loglevel', 'error', '-nostats', '-progress', 'pipe:2', '-filter_threads', '1'];
  return ffmpeg({ niceness, stdoutLines: 20 })
    .input(`file:${work.path}`)
    .inputOptions(...quiet, '-threads', '1', ...inputGuard(work.container), ...(work.before ?? []))
    .outputOptions('-threads', '1', ...work.args)
    .output(work.output === nowhere ? nowhere : `file:${work.output}`);
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
    confine(command, (child) => {
      pid = child.pid;
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

function confine(command: ffmpeg.FfmpegCommand, onChild: (child: ChildProcess) => void): void {
  const inner = command as unknown as Inner;
  const spawnAsWritten = inner._spawnFfmpeg.bind(command);
  inner._getFfmpegPath = (found) => found(null, 'ffmpeg');
  inner._spawnFfmpeg = (args, options, started, ended) => {
    const confined = { ...options, ...confinement };
    // With three arguments it only asks what this ffmpeg can do; the film is not touched.
    if (ended === undefined || typeof started !== 'function') return spawnAsWritten(args, confined, started);
    const startedAsWritten: (child: ChildProcess, ...rest: unknown[]) => void = (child, ...rest) => {
      started(child, ...rest);
      onChild(child);
    };
    spawnAsWritten(args, confined, startedAsWritten, ended);
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
  /No such file or directory|No space left|Input\/output error|Permission denied|Cannot allocate|Read-only file|Disk quota|Unknown encoder|No such filter/;

/** A film that cannot be read is refused; a full disk, a missing program or a kill from outside is not the film's fault. */
function judge(error: unknown, complaints: readonly string[]): Error {
  const message = String(error);
  const exit = Number(/exited with code (\d+)/.exec(message)?.[1]);
  const blame = complaints.find((line) => ours.test(line));
  if (blame !== undefined) return new Error(`ffmpeg: ${withoutPaths(blame)}`);
  if (!(exit > 0) || exit === 126 || exit === 127) return new Error(`ffmpeg could not do its work: ${withoutPaths(message)}`);
  return new MediaRefused('broken', withoutPaths(complaints.at(-1) ?? `exit ${exit}`));
}

const withoutPaths = (text: string): string => text.replaceAll(/(?:file:)?\/[^\s:']+/g, '…').slice(0, 200);
