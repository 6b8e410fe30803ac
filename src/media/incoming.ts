import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder for files on their way in. Names are random and made here, never by the sender. */
export interface Incoming {
  readonly folder: string;
  /** A fresh name of 128 random bits, without an ending. */
  newName(): string;
  /** The file's place. Throws RangeError on a name this folder did not make. */
  pathOf(name: string): string;
  /** Removes a file; one that is gone already is no error. */
  remove(name: string): Promise<void>;
  /** Removes files last written more than `olderThanMs` ago whose names are not in `keep`. Returns how many. */
  sweep(olderThanMs: number, keep: ReadonlySet<string>): Promise<number>;
}

const namePattern = /^[0-9a-f]{32}$/;

/** Opens the folder (made if absent, readable by the server only). */
export async function openIncoming(folder: string): Promise<Incoming> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const pathOf = (name: string): string => {
    if (!namePattern.test(name)) throw new RangeError('not a name made here');
    return join(folder, name);
  };
  return {
    folder,
    newName: () => randomBytes(16).toString('hex'),
    pathOf,
    remove: (name) => rm(pathOf(name), { force: true }),
    sweep: (olderThanMs, keep) => sweepIncoming(folder, olderThanMs, keep),
  };
}

/** Removes files last written more than `olderThanMs` ago, but for those named in `keep`. Returns how many went. */
export async function sweepIncoming(folder: string, olderThanMs: number, keep: ReadonlySet<string>): Promise<number> {
  let swept = 0;
  for (const name of await readdir(folder)) {
    if (keep.has(name)) continue;
    const path = join(folder, name);
    const stat = await lstat(path).catch(() => null);
    if (stat === null || stat.isDirectory() || Date.now() - stat.mtimeMs < olderThanMs) continue;
    await rm(path, { force: true });
    swept += 1;
  }
  return swept;
}

/** Bytes an ordinary user may still write where the folder lies. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

// A film is kept beside its playable version for a while, and the database must never be the one to meet a full disk. Our choice.
const reserveBytes = 512 * 1024 * 1024;

/** Whether a film of this many bytes fits together with its playable version; if not, answer 507. */
export async function hasRoomFor(folder: string, bytes: number): Promise<boolean> {
  return (await freeBytes(folder)) >= 2 * bytes + reserveBytes;
}
