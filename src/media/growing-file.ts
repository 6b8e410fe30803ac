import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { hasCode, syncFolder } from './files.js';
import { segmentsOf } from './blob-folder.js';
import { dirname } from 'node:path';
import {
  chunkBytes,
  chunksIn,
  endOfChunks,
  type FileName,
  SealBroken,
  type Segment,
  segmentBytes,
  wholeChunksBefore,
  readSegments,
  writeSegment,
} from './sealed-format.js';
import { chunksAtOnce } from './rooms.js';
import { ChunkReader } from './sealed-reader.js';

/** How far a film has grown. */
export interface Growth {
  /** Plain bytes of the whole film; null before the first of them came. */
  total: number | null;
  /** Plain bytes safely kept. */
  kept: number;
  segments: Segment[];
  /** Over the kept bytes; null when it must be made by reading them. */
  hash: Hash | null;
}

const mark = Buffer.from('PFGROWTH', 'latin1');
const markBytes = 16;

/** The list of segments beside a growing film: a mark, the whole size, then one record a segment. A torn record at its end is left out. */
async function readList(path: string): Promise<Pick<Growth, 'total' | 'segments'>> {
  const bytes = await readFile(path + segmentsOf).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return Buffer.alloc(0);
    throw error;
  });
  if (bytes.length < markBytes || !bytes.subarray(0, mark.length).equals(mark)) return { total: null, segments: [] };
  return { total: Number(bytes.readBigUInt64BE(mark.length)), segments: readSegments(bytes.subarray(markBytes)) };
}

/** Puts the segment on the list, on disk when it resolves. */
export async function noteSegment(path: string, growth: Growth, total: number, segment: Segment): Promise<void> {
  const list = await open(path + segmentsOf, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  try {
    const isNew = growth.total === null;
    if (isNew) await list.write(Buffer.concat([mark, bigEndian(total)]), 0, markBytes, 0);
    const end = markBytes + growth.segments.length * segmentBytes;
    await list.truncate(end);
    await list.write(writeSegment(segment), 0, segmentBytes, end);
    await list.sync();
    if (isNew) await syncFolder(dirname(path));
  } finally {
    await list.close();
  }
  growth.total = total;
  growth.segments.push(segment);
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** Looks at what lies on disk, after a restart or a failed write, and cuts off what was never wholly written. */
export async function readGrowth(file: FileHandle, path: string, dataKey: Buffer, name: FileName): Promise<Growth> {
  const { total, segments } = await readList(path);
  if (total === null) return { total, kept: 0, segments: [], hash: createHash('sha256') };
  const { size } = await file.stat();
  const there = size >= endOfChunks(total) ? total : wholeChunksBefore(size) * chunkBytes;
  const chunks = new ChunkReader(file.fd, dataKey, name, { segments, plain: total });
  const kept = await unbroken(chunks, segments.at(-1)?.first ?? 0, there);
  await file.truncate(endOfChunks(kept));
  await file.datasync();
  const standing = segments.filter(({ first }) => first * chunkBytes <= kept);
  return { total, kept, segments: standing, hash: kept === 0 ? createHash('sha256') : null };
}

/** Everything before the last segment was on disk before that segment began; only its own chunks can be torn. */
async function unbroken(chunks: ChunkReader, from: number, there: number): Promise<number> {
  for (let chunk = from; chunk < chunksIn(there); chunk += 1)
    try {
      (await chunks.read(chunk, 1)).letGo();
    } catch (error) {
      if (error instanceof SealBroken) return chunk * chunkBytes;
      throw error;
    }
  return there;
}

/** SHA-256 of the plain bytes, or of the first whole chunks of them, by reading. */
export async function hashOf(chunks: ChunkReader, plain = chunks.plain): Promise<Hash> {
  const hash = createHash('sha256');
  for (let chunk = 0; chunk < chunksIn(plain); chunk += chunksAtOnce) {
    const { bytes, letGo } = await chunks.read(chunk, Math.min(chunksAtOnce, chunksIn(plain) - chunk));
    hash.update(bytes);
    letGo();
  }
  return hash;
}
