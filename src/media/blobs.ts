import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FileName } from './sealed-format.js';

/** The keys film is sealed under. They are kept elsewhere, so that film dies with its key. */
export interface FilmKeys {
  /** 32 bytes, or null when the key was destroyed or never was. */
  open(keyId: number): Promise<Buffer | null>;
}

/** A file already open, from its first byte on. */
export interface OpenFile {
  fd: number;
  bytes: number;
}

/** Some plain bytes of a film. */
export interface Piece {
  bytes: Buffer;
  /** Once nobody reads the bytes any more: their room is used again. Whoever does not say so costs memory the collector does not count. */
  letGo(): void;
}

/** A sealed file held open for a while, so that a player's next range costs no more than its chunks. */
export interface HeldBlob {
  /** Plain bytes of the whole. */
  bytes: number;
  /**
   * The plain bytes from start to end, both included, in pieces of at most nine sixteenths of a mebibyte. Nothing is read before it is asked
   * for: a slow reader holds one piece. Any number may read at once. Throws RangeError on a malformed range, `SealBroken` when a single bit
   * is not as it was sealed, `BlobMissing` once it was let go, `Unwanted` when `wanted` says no before a piece's turn has come.
   */
  pieces(start: number, end: number, wanted?: () => boolean): AsyncGenerator<Piece>;
  /** Lets it go: closed as soon as nobody reads any more. */
  release(): void;
}

/**
 * Where film is kept, sealed. A blob's key is `k` and the number of the key it is sealed under, a slash, and 32 hexadecimal digits
 * made by the server: everything of one recording lies under one prefix. See docs/sealed-format.md for how bytes lie at rest.
 */
export interface Blobs {
  /**
   * Seals the plain bytes as they come and keeps them under the key, whole or not at all, safely on disk when it resolves.
   * Replaces what was there. Throws `FilmKeyGone`, or what the source or the disk said.
   */
  put(key: string, source: Readable | OpenFile): Promise<{ bytes: number }>;
  /**
   * The plain bytes from start to end, both included, opened on the way in pieces of at most nine sixteenths of a mebibyte through one descriptor.
   * Throws RangeError on a malformed range; the stream fails with `BlobMissing`, `FilmKeyGone`, `SealBroken` when a single bit is not as
   * it was sealed, or RangeError when the end lies outside.
   */
  readRange(key: string, start: number, end: number): Readable;
  /** Opens a blob for as long as it is not let go; null when nothing is kept under the key. Throws `FilmKeyGone`, `SealBroken`. */
  hold(key: string): Promise<HeldBlob | null>;
  /** Plain size in bytes, or null when nothing is kept under the key. */
  size(key: string): Promise<number | null>;
  /** Removes for good, also what is still growing; removing what is not there is no error. */
  remove(key: string): Promise<void>;
  /** Every key that begins with the prefix, also of what is still growing, in order of the alphabet. An empty prefix lists all. */
  list(prefix: string): AsyncIterable<string>;
  /** Opens the whole into a file without a name and lends its descriptor for as long as the work lasts. */
  withNameless<T>(key: string, work: (fd: number, bytes: number) => Promise<T>): Promise<T>;
  /** Removes what interrupted `put`s left behind. Returns how many files went. */
  sweepUnfinished(olderThanMs: number): Promise<number>;
}

export class BlobMissing extends Error {
  override readonly name = 'BlobMissing';
  constructor() {
    super('nothing is kept under this key');
  }
}

/** Whoever asked for it is gone: it was not read. */
export class Unwanted extends Error {
  override readonly name = 'Unwanted';
  constructor() {
    super('nobody waits for this any more');
  }
}

/** The key this film was sealed under was destroyed: nobody can open it again. */
export class FilmKeyGone extends Error {
  override readonly name = 'FilmKeyGone';
  constructor() {
    super('the key of this film is gone');
  }
}

export class BlobKeyRefused extends Error {
  override readonly name = 'BlobKeyRefused';
  constructor() {
    super('not a key made by this system');
  }
}

const keyPattern = /^k([1-9][0-9]{0,14})\/([0-9a-f]{32})$/;

/** What the key says: number of the film key, and the file's own 16 bytes. Throws `BlobKeyRefused`. */
export function nameOf(key: string): FileName {
  const [, keyId = '', fileId = ''] = keyPattern.exec(key) ?? [];
  if (keyId === '') throw new BlobKeyRefused();
  return { keyId: Number(keyId), fileId: Buffer.from(fileId, 'hex') };
}

/** Everything sealed under one film key lies under this prefix. */
export const prefixOf = (keyId: number): string => `k${keyId}/`;

/** A fresh key under the film key. It tells nothing of meeting or person, and is never shown. */
export const newBlobKey = (keyId: number): string => prefixOf(keyId) + randomBytes(16).toString('hex');
