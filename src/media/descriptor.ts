import { close, constants, fstat, lstat, open, read, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { BlobMissing } from './blobs.js';
import { hasCode } from './files.js';

// The bare calls: opening a film for every range a player asks for, these cost half of what file handles do.
const [openFd, statFd, statPath, readFd] = [promisify(open), promisify(fstat), promisify(lstat), promisify(read)];
export const closeFd = promisify(close);

export interface Descriptor {
  fd: number;
  ino: number;
  size: number;
}

const readOnly = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

function missing(error: unknown): never {
  throw hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP') ? new BlobMissing() : error;
}

/** What lies under the path, without opening it; null when it is no regular file in a real folder. */
export async function lookAt(path: string): Promise<{ ino: number; size: number } | null> {
  try {
    if (!(await statPath(dirname(path))).isDirectory()) return null;
    const stat = await statPath(path);
    return stat.isFile() ? stat : null;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

/** Opens a regular file for reading; neither the file nor its folder may be a symbolic link. Throws `BlobMissing`. */
export async function openToRead(path: string): Promise<Descriptor> {
  const folder = await statPath(dirname(path)).catch(missing);
  if (!folder.isDirectory()) throw new BlobMissing();
  const fd = await openFd(path, readOnly).catch(missing);
  const stat = await statFd(fd);
  if (stat.isFile()) return { fd, ino: stat.ino, size: stat.size };
  await closeFd(fd);
  throw new BlobMissing();
}

/** Reads exactly this many bytes into the buffer; false when the file is shorter. */
export async function readInto(fd: number, buffer: Buffer, bytes: number, position: number): Promise<boolean> {
  for (let got = 0; got < bytes;) {
    const { bytesRead } = await readFd(fd, buffer, got, bytes - got, position + got);
    if (bytesRead === 0) return false;
    got += bytesRead;
  }
  return true;
}

/** The same at once, while everybody waits: only for what lies in memory. */
export function readIntoNow(fd: number, buffer: Buffer, bytes: number, position: number): boolean {
  for (let got = 0; got < bytes;) {
    const bytesRead = readSync(fd, buffer, got, bytes - got, position + got);
    if (bytesRead === 0) return false;
    got += bytesRead;
  }
  return true;
}
