import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endGroup, startOf } from './child.js';

// A tool's own process lives inside the sandbox and ends with it; these are the names its outside may bear.
const tools = new Set(['nice', 'prlimit', 'bwrap']);
const patienceMs = 5_000;

/**
 * Ends a tool that outlived the server that began it. `startedAt` is in clock ticks, as `OnStart` gave it.
 * Kills only when both the start time and the program's name fit, so that a stranger who got the number later is left alone.
 * Resolves when the process is gone; throws when it would not end within 5 seconds.
 */
export async function endOrphan({ pid, startedAt }: { pid: number; startedAt: number }): Promise<'ended' | 'gone' | 'stranger'> {
  if (!Number.isSafeInteger(pid) || pid <= 1) return 'stranger';
  const begun = startOf(pid);
  if (begun === null) return 'gone';
  if (begun !== startedAt || !tools.has(await programOf(pid))) return 'stranger';
  endGroup(pid);
  for (let waited = 0; waited < patienceMs; waited += 20) {
    if (startOf(pid) !== startedAt) return 'ended';
    await wait(20);
  }
  throw new Error('a left-over tool would not end');
}

async function programOf(pid: number): Promise<string> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return basename(command.split('\0')[0] ?? '');
}
