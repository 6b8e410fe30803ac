import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, lstatSync, readlinkSync } from 'node:fs';
import { confinement, niceness, searchPath } from './child.js';

/** What a tool may use up before the kernel ends it. */
export interface Bounds {
  /** Processor seconds. */
  seconds: number;
  /** Bytes of any file it writes. */
  bytes: number;
}

// Decoding a 4096×2304 film and making it 720p takes 0.7 GiB of address space; nothing we accept comes near this. Our choice.
const addressSpace = 3 * 1024 ** 3;
const openFiles = 64;
const temporaryBytes = 1024 ** 2;

/** First descriptor a tool inherits: those handed to it are numbered from here. */
export const firstDescriptor = 3;

/** The address of the nth file handed in, as a tool inside names it. */
export const handedIn = (nth: number): string => `file:/proc/self/fd/${firstDescriptor + nth}`;

/** Where the programs and their libraries lie: links on today's distributions, folders on older ones. */
function roots(): string[] {
  const bound = (path: string): string[] => {
    try {
      return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
    } catch {
      return [];
    }
  };
  const libraries = ['/lib', '/lib32', '/lib64', '/libx32'].flatMap(bound);
  // Debian's ffmpeg finds its linear algebra through /etc/alternatives.
  const found = ['/etc/alternatives', '/etc/ld.so.cache'].flatMap((path) => ['--ro-bind-try', path, path]);
  return ['--ro-bind', '/usr', '/usr', ...libraries, ...found];
}

/** `own`: a /proc with the tool alone in it. `seen`: the machine's, read-only. */
type ProcView = 'own' | 'seen';

// No session of its own: it is in the one its starter made for it (`detached`), which has no terminal, and so in the group that is ended as one.
const wallsWith = (proc: ProcView): string[] => [
  ...['--unshare-user', '--unshare-all', '--die-with-parent', '--clearenv', '--cap-drop', 'ALL'],
  ...['--uid', '65534', '--gid', '65534', '--hostname', 'film'],
  ...roots(),
  ...(proc === 'own' ? ['--proc', '/proc'] : ['--ro-bind', '/proc', '/proc']),
  ...['--dev', '/dev', '--remount-ro', '/dev'],
  ...['--size', String(temporaryBytes), '--tmpfs', '/tmp', '--remount-ro', '/', '--chdir', '/tmp'],
  ...['--setenv', 'PATH', searchPath, '--setenv', 'LC_ALL', 'C'],
];

let settled: ProcView | null = null;

/**
 * Inside another container, where parts of /proc are covered, the kernel gives nobody a /proc of their own. There the tool sees the names
 * of the machine's processes, but never their environment, their memory or what a descriptor of theirs holds: it has no rights in the
 * namespace they live in.
 */
function walls(): string[] {
  if (settled === null) {
    const works = (proc: ProcView) =>
      spawnSync('bwrap', [...wallsWith(proc), '--', 'true'], { ...confinement, stdio: 'ignore' }).status === 0;
    settled = (['own', 'seen'] as const).find(works) ?? null;
  }
  return wallsWith(settled ?? 'own');
}

/**
 * The command that stands before a tool's own name: bounds by prlimit, walls by bubblewrap. Inside there is no network, no environment, no
 * other process, and no file but the programs and the descriptors handed in. It ends when the process that began it ends.
 */
export function boxed({ seconds, bytes }: Bounds): [string, ...string[]] {
  const cpu = Math.ceil(seconds);
  const bounds = [`--cpu=${cpu}:${cpu + 5}`, `--fsize=${Math.ceil(bytes)}`, `--as=${addressSpace}`, `--nofile=${openFiles}`, '--core=0'];
  return ['prlimit', ...bounds, '--', 'bwrap', ...walls(), '--'];
}

export type SandboxFault = 'missing' | 'closed';
export type SandboxState = { ok: true } | { ok: false; why: SandboxFault; /** For the log. */ detail: string };

/** The sandbox cannot start: nothing is processed until it can, and the film is not to blame. */
export class SandboxClosed extends Error {
  override readonly name = 'SandboxClosed';
}

const programs = ['nice', 'prlimit', 'bwrap', 'ffprobe', 'ffmpeg'];

function isThere(program: string): boolean {
  return searchPath.split(':').some((folder) => {
    try {
      accessSync(`${folder}/${program}`, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Which of the programs this room needs are not installed. */
export const missingTools = (): string[] => programs.filter((program) => !isThere(program));

const patienceMs = 20_000;

/** Starts a tool inside and sees it end well. */
export async function trySandbox(): Promise<SandboxState> {
  const missing = missingTools();
  if (missing.length > 0) return { ok: false, why: 'missing', detail: missing.join(', ') };
  const args = ['-n', String(niceness), ...boxed({ seconds: 10, bytes: 0 }), 'ffprobe', '-version'];
  const child = spawn('nice', args, { ...confinement, stdio: ['ignore', 'ignore', 'pipe'], timeout: patienceMs, killSignal: 'SIGKILL' });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => (complaint = (complaint + piece).slice(0, 500)));
  const exit = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  return exit === 0 ? { ok: true } : { ok: false, why: 'closed', detail: complaint.trim() || `exit ${exit}` };
}

// Asked before every job and on every page that waits: a tenth of a second each time would be felt.
const goodForMs = 60_000;
const badForMs = 5_000;

/** Remembers the answer of `ask`: for a minute when all is well, for five seconds when not. */
export function remembered(ask: () => Promise<SandboxState> = trySandbox): { check: () => Promise<SandboxState>; forget: () => void } {
  let asked: { at: number; state: Promise<SandboxState> } | null = null;
  let lasting = badForMs;
  return {
    check: () => {
      if (asked && Date.now() - asked.at < lasting) return asked.state;
      lasting = badForMs;
      const state = ask();
      asked = { at: Date.now(), state };
      state.then(
        ({ ok }) => (lasting = ok ? goodForMs : badForMs),
        () => (asked = null),
      );
      return state;
    },
    forget: () => void (asked = null),
  };
}
