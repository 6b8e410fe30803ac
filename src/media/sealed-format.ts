import { randomBytes } from 'node:crypto';

/** The sealed file, version 1, as docs/sealed-format.md writes it down. All figures are in bytes. */
export const chunkBytes = 1 << 16;
export const tagBytes = 16;
export const sealedChunkBytes = chunkBytes + tagBytes;
export const headerBytes = 64;
export const footerBytes = 64;
export const segmentBytes = 43;

const [saltBytes, prefixBytes, macBytes] = [32, 7, 32];
const headMark = Buffer.from('PFSEALED', 'latin1');
const footMark = Buffer.from('PFSEALND', 'latin1');
const version = 1;
/** AES-256-GCM by chunk, keys by HKDF-SHA256. */
const algorithm = 1;
const chunkLog2 = 16;

/** Not what was sealed: changed, swapped, cut, lengthened, mixed with another file, or not in this format. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  constructor(readonly what: string) {
    super(`a sealed file is not as it was sealed: ${what}`);
  }
}

/** A stretch of chunks sealed in one go, under a key of its own. */
export interface Segment {
  /** Number of its first chunk. */
  first: number;
  salt: Buffer;
  prefix: Buffer;
}

/** What a file is called, inside and outside: the key it is sealed under and its own 16 bytes. */
export interface FileName {
  keyId: number;
  fileId: Buffer;
}

export const positionOf = (chunk: number): number => headerBytes + chunk * sealedChunkBytes;
export const chunksIn = (plain: number): number => Math.ceil(plain / chunkBytes);

/** Where the chunks of a file of so many plain bytes end. */
export const endOfChunks = (plain: number): number => headerBytes + plain + chunksIn(plain) * tagBytes;

/** Plain bytes in whole chunks, when the chunks end here. */
export const wholeChunksBefore = (end: number): number => Math.max(0, Math.floor((end - headerBytes) / sealedChunkBytes));

export const newSegment = (first: number): Segment => ({ first, salt: randomBytes(saltBytes), prefix: randomBytes(prefixBytes) });

export function writeHeader({ keyId, fileId }: FileName): Buffer {
  const header = Buffer.alloc(headerBytes);
  headMark.copy(header);
  header.set([version, algorithm, chunkLog2], 8);
  header.writeBigUInt64BE(BigInt(keyId), 16);
  fileId.copy(header, 24);
  return header;
}

/** Throws `SealBroken` unless the header is the one this file must have. */
export function requireHeader(header: Buffer, name: FileName): void {
  if (!header.equals(writeHeader(name))) throw new SealBroken('its header');
}

export function writeSegment({ first, salt, prefix }: Segment): Buffer {
  const record = Buffer.alloc(segmentBytes);
  record.writeUInt32BE(first);
  salt.copy(record, 4);
  prefix.copy(record, 4 + saltBytes);
  return record;
}

/** Reads whole records; a piece of one at the end is left out. */
export function readSegments(records: Buffer): Segment[] {
  const found: Segment[] = [];
  for (let at = 0; at + segmentBytes <= records.length; at += segmentBytes)
    found.push({
      first: records.readUInt32BE(at),
      salt: records.subarray(at + 4, at + 4 + saltBytes),
      prefix: records.subarray(at + 4 + saltBytes, at + segmentBytes),
    });
  return found;
}

export interface Footer {
  /** Number of records in the table of segments, which lies before the footer. */
  segments: number;
  /** Plain bytes of the whole file. */
  plain: number;
}

/** Without its MAC, which fills the last 32 bytes. */
export function writeFooter({ segments, plain }: Footer): Buffer {
  const footer = Buffer.alloc(footerBytes - macBytes);
  footMark.copy(footer);
  footer.writeUInt32BE(segments, 8);
  footer.writeBigUInt64BE(BigInt(plain), 16);
  return footer;
}

/** The last 64 bytes of a file of `size` bytes. Throws `SealBroken` when they are no footer or do not fit the file's size. */
export function readFooter(footer: Buffer, size: number): Footer & { mac: Buffer } {
  if (footer.length !== footerBytes || !footer.subarray(0, 8).equals(footMark)) throw new SealBroken('its end');
  const segments = footer.readUInt32BE(8);
  const plain = Number(footer.readBigUInt64BE(16));
  const fits = endOfChunks(plain) + segments * segmentBytes + footerBytes === size;
  if (!fits || segments > chunksIn(plain)) throw new SealBroken('its size');
  return { segments, plain, mac: footer.subarray(footerBytes - macBytes) };
}
