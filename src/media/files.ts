import { fstat, read } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';

const readFrom = promisify(read);
const statOf = promisify(fstat);

/** Up to `bytes` bytes of an open file from a position; fewer at its end. */
export async function readAt(file: number, at: number, bytes: number): Promise<Buffer> {
  const { bytesRead, buffer } = await readFrom(file, Buffer.alloc(bytes), 0, bytes, at);
  return buffer.subarray(0, bytesRead);
}

/** Bytes of an open file. */
export const sizeOf = async (file: number): Promise<number> => (await statOf(file)).size;

export function hasCode(error: unknown, ...codes: string[]): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));
}

/** Puts a folder's list of names on disk, so that a rename in it outlives a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
