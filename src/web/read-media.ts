import type { Blobs } from '../media/index.js';

/** A small file as a whole; null when it is not there, or larger than `mostBytes`. */
export async function readMedia(blobs: Blobs, key: string, mostBytes: number): Promise<Buffer | null> {
  const size = await blobs.size(key);
  if (size === null || size === 0 || size > mostBytes) return null;
  const parts: Buffer[] = [];
  for await (const part of blobs.readRange(key, 0, size - 1)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
