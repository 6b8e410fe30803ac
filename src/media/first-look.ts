import { buffer } from 'node:stream/consumers';
import type { Blobs } from './blobs.js';
import { limits } from './limits.js';
import { chunkBytes } from './sealed-format.js';

/** Reads `bytes` from a position, fewer at the end. */
type Read = (at: number, bytes: number) => Promise<Buffer>;

/** An index is read in hundreds of small steps, most of them within the chunk that was opened last. */
function reading(blobs: Blobs, key: string, size: number): Read {
  let [held, from] = [Buffer.alloc(0), 0];
  return async (at, bytes) => {
    const to = Math.min(size, at + bytes);
    if (to <= at) return Buffer.alloc(0);
    if (at < from || to > from + held.length) {
      from = Math.floor(at / chunkBytes) * chunkBytes;
      held = await buffer(blobs.readRange(key, from, Math.min(size, Math.max(to, from + chunkBytes)) - 1));
    }
    return held.subarray(at - from, to - from);
  };
}

interface Box {
  kind: string;
  /** Where its content begins and where it ends. */
  from: number;
  to: number;
}

/** More than any camera writes; a file with more is left to the tools. */
const mostBoxes = 2_000;

async function boxAt(read: Read, at: number, end: number): Promise<Box | null> {
  if (at + 8 > end) return null;
  const head = await read(at, 16);
  if (head.length < 8) return null;
  const short = head.readUInt32BE(0);
  const long = short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : null;
  const length = short === 0 ? end - at : (long ?? short);
  const from = at + (long === null ? 8 : 16);
  if (length < from - at || at + length > end) return null;
  return { kind: head.toString('latin1', 4, 8), from, to: at + length };
}

/** The boxes side by side within a stretch. One that is malformed ends the row. */
async function* boxesIn(read: Read, from: number, to: number): AsyncGenerator<Box> {
  let at = from;
  for (let count = 0; count < mostBoxes; count += 1) {
    const box = await boxAt(read, at, to);
    if (box === null) return;
    yield box;
    at = box.to;
  }
}

async function find(read: Read, within: Box | null, ...path: string[]): Promise<Box | null> {
  let place = within;
  for (const kind of path) {
    let found: Box | null = null;
    if (place) for await (const box of boxesIn(read, place.from, place.to)) if (box.kind === kind && !found) found = box;
    place = found;
  }
  return place;
}

// Baseline, main and high: eight bits, as every browser decodes. High 10 and 4:2:2 have numbers above.
const mostProfile = 100;
const sampleBytes = 400;

/** H.264 in eight bits, no larger and no faster than the limits. `sample` describes the pictures, of which there are `count`. */
function pictureFits(sample: Buffer, count: number, seconds: number): boolean {
  const settings = sample.indexOf('avcC', 0, 'latin1');
  if (sample.length < 36 || settings < 0) return false;
  const pixels = sample.readUInt16BE(32) * sample.readUInt16BE(34);
  return (sample[settings + 5] ?? 255) <= mostProfile && pixels <= limits.maxPixels && count <= seconds * limits.maxFramesPerSecond;
}

/** 'plays', 'bars' playing, or is 'beside' the point, such as a track of places or subtitles. */
async function judgeTrack(read: Read, track: Box, seconds: number): Promise<'plays' | 'bars' | 'beside'> {
  const media = await find(read, track, 'mdia');
  const handler = await find(read, media, 'hdlr');
  const table = await find(read, media, 'minf', 'stbl');
  const [samples, sizes] = [await find(read, table, 'stsd'), await find(read, table, 'stsz')];
  if (!handler || !samples) return 'bars';
  const kind = (await read(handler.from + 8, 4)).toString('latin1');
  if (kind !== 'vide' && kind !== 'soun') return 'beside';
  const sample = await read(samples.from + 8, sampleBytes);
  const format = sample.toString('latin1', 4, 8);
  if (kind === 'soun') return format === 'mp4a' ? 'plays' : 'bars';
  const count = sizes ? await read(sizes.from + 8, 4) : Buffer.alloc(0);
  const fits = ['avc1', 'avc3'].includes(format) && pictureFits(sample, count.length === 4 ? count.readUInt32BE() : 0, seconds);
  return fits ? 'plays' : 'bars';
}

/** Seconds, as the index says; zero when it does not. */
async function lengthOf(read: Read, moov: Box): Promise<number> {
  const header = await find(read, moov, 'mvhd');
  const said = header ? await read(header.from, 32) : Buffer.alloc(0);
  if (said.length < 32) return 0;
  const [unit, length] =
    said[0] === 1 ? [said.readUInt32BE(20), Number(said.readBigUInt64BE(24))] : [said.readUInt32BE(12), said.readUInt32BE(16)];
  return unit === 0 ? 0 : length / unit;
}

interface Index {
  read: Read;
  moov: Box;
  seconds: number;
}

/** The index, when the boxes at the top fill the file to its last byte: one that ends outside it was cut off on the way. */
async function readIndex(blobs: Blobs, key: string): Promise<Index | null> {
  const size = await blobs.size(key);
  if (size === null || size < 32) return null;
  const read = reading(blobs, key, size);
  let [moov, reached]: [Box | null, number] = [null, 0];
  for await (const box of boxesIn(read, 0, size)) {
    if (box.kind === 'moov') moov ??= box;
    reached = box.to;
  }
  return moov && reached === size ? { read, moov, seconds: await lengthOf(read, moov) } : null;
}

/**
 * Whether a file plays in a browser as it came: H.264 in 8 bits and AAC in MP4 or MOV, whole, its index first or last, within the limits as
 * far as the index tells them. Reads the index through the seal, so that an hour of film is judged in milliseconds and no tool is started.
 * Never throws on what the file holds.
 */
export async function playsAtOnce(blobs: Blobs, key: string): Promise<boolean> {
  const index = await readIndex(blobs, key);
  if (!index) return false;
  const { read, moov, seconds } = index;
  if (seconds * 1000 < limits.minDurationMs || seconds * 1000 > limits.maxDurationMs) return false;
  const verdicts: string[] = [];
  for await (const box of boxesIn(read, moov.from, moov.to)) if (box.kind === 'trak') verdicts.push(await judgeTrack(read, box, seconds));
  return verdicts.length <= limits.maxTracks && verdicts.includes('plays') && !verdicts.includes('bars');
}

/** How long an MP4 or MOV says it is, in ms; null for other files, and where it does not say. The tools measure it later. */
export async function toldLength(blobs: Blobs, key: string): Promise<number | null> {
  const index = await readIndex(blobs, key);
  return index && index.seconds > 0 ? Math.round(index.seconds * 1000) : null;
}
