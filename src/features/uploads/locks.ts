import type { Lock, Locker } from '@tus/server';
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from '../../web/errors.js';

/** How long a newcomer lets the request before it finish by itself, and how long it waits in all. */
const graceMs = 2_000;
const patienceMs = 10_000;

interface Held {
  /** Ends the request that holds it; what it had sent in whole pieces stays. */
  stop: () => void;
  freed: Promise<void>;
  free: () => void;
}

const held = new Map<string, Held>();

function hold(id: string, stop: () => void): void {
  let free = (): void => undefined;
  const freed = new Promise<void>((resolve) => (free = resolve));
  held.set(id, { stop, freed, free });
}

/** Takes the upload for one request at a time. A line that went silent is cut for the one that comes after it. */
async function take(id: string, stop: () => void): Promise<void> {
  const until = Date.now() + patienceMs;
  for (let other = held.get(id); other; other = held.get(id)) {
    const cut = setTimeout(other.stop, graceMs).unref();
    const waited = new AbortController();
    const tooLong = wait(Math.max(0, until - Date.now()), 'late' as const, { signal: waited.signal }).catch(() => 'late' as const);
    const end = await Promise.race([other.freed, tooLong]);
    waited.abort();
    clearTimeout(cut);
    if (end === 'late') throw new Refusal(423, 'uploads:refused.busy');
  }
  hold(id, stop);
}

function release(id: string): void {
  held.get(id)?.free();
  held.delete(id);
}

/** The locks as the protocol's library asks for them. `stop` ends the request that asks. */
export const locker = (stop: () => void): Locker => ({
  newLock: (id: string): Lock => ({
    lock: () => take(id, stop),
    unlock: () => Promise.resolve(release(id)),
  }),
});

/** Does `work` while nobody else touches the upload. */
export async function alone<T>(id: string, work: () => Promise<T>): Promise<T> {
  await take(id, () => undefined);
  try {
    return await work();
  } finally {
    release(id);
  }
}
