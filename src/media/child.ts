import type { SpawnOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Told the moment a tool has begun: its process and, in clock ticks since the machine began, when. Together they name it for ever. */
export type OnStart = (pid: number, startedAt: number) => void;

// Nothing of the server's environment reaches a tool: it holds secrets, and ffmpeg reads variables of its own.
export const searchPath = '/usr/local/bin:/usr/bin:/bin';
const environment = { PATH: searchPath, LC_ALL: 'C' };

/** How a tool is started: an empty environment and a process group of its own, so that it can be ended with all it began. */
export const confinement = { env: environment, detached: true, windowsHide: true } satisfies SpawnOptions;

export const niceness = 15;

function ended(target: number): boolean {
  try {
    return process.kill(target, 'SIGKILL');
  } catch {
    // No such group or process: it is gone.
    return false;
  }
}

/** Ends the process and its group at once. One that has ended already is no error. */
export function endGroup(pid: number | undefined): void {
  if (pid === undefined || pid <= 1) return;
  if (!ended(-pid)) ended(pid);
}

/**
 * Ends what a tool that is gone left of its group: a sandbox whose outer half is killed while it is being made leaves its inner half, which
 * nothing ties to the outer one yet, and the tool in it goes on.
 */
export function endRest(pid: number | undefined): void {
  if (pid !== undefined && pid > 1) ended(-pid);
}

/** When the process began, in clock ticks since the machine began, or null when it is gone or a zombie. */
export function startOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the name in brackets and may hold spaces and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const started = Number(fields[19]);
    return fields[0] === 'Z' || fields[0] === 'X' || !Number.isSafeInteger(started) ? null : started;
  } catch {
    return null;
  }
}
