import type { Readable } from 'node:stream';

/**
 * Where film is kept. Keys are made by the server, never by a person; see `requireKey`.
 * The contract says nothing of how bytes lie at rest, so that they can be sealed without changing a caller.
 */
export interface Blobs {
  /**
   * Keeps the bytes under the key, whole or not at all, and safely on disk when it resolves.
   * Replaces what was there. A `{ path }` source is taken: the file is gone from its old place afterwards.
   */
  put(key: string, source: Readable | { path: string }): Promise<{ bytes: number }>;
  /**
   * The bytes from start to end, both included, read through one descriptor in pieces of at most 256 KiB.
   * Throws RangeError on a malformed range; the stream fails with `BlobMissing`, or with RangeError when the end lies outside.
   */
  readRange(key: string, start: number, end: number): Readable;
  /** Size in bytes, or null when nothing is kept under the key. */
  size(key: string): Promise<number | null>;
  /** Removes for good; removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** Every key that begins with the prefix, in order of the alphabet. An empty prefix lists all. */
  list(prefix: string): AsyncIterable<string>;
  /** Lends a readable file with the bytes for as long as the work lasts; the work must not change or keep it. */
  withFile<T>(key: string, work: (path: string) => Promise<T>): Promise<T>;
  /** Removes what interrupted `put`s left behind. Returns how many files went. */
  sweepUnfinished(olderThanMs: number): Promise<number>;
}

export class BlobMissing extends Error {
  override readonly name = 'BlobMissing';
  constructor() {
    super('nothing is kept under this key');
  }
}

export class BlobKeyRefused extends Error {
  override readonly name = 'BlobKeyRefused';
  constructor() {
    super('not a key made by this system');
  }
}

// Every part begins with a letter or digit, so neither "..", hidden names nor empty parts can be written.
const keyPattern = /^[a-z0-9][a-z0-9_.-]*(?:\/[a-z0-9][a-z0-9_.-]*)*$/;
const longestKey = 200;

/** Returns the key, or throws `BlobKeyRefused`. */
export function requireKey(key: string): string {
  if (key.length > longestKey || key.includes('..') || !keyPattern.test(key)) throw new BlobKeyRefused();
  return key;
}
