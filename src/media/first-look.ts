import { buffer } from 'node:stream/consumers';
import type { Blobs } from './blobs.js';

/** Reads `bytes` from a position, fewer at the end. */
type Read = (at: number, bytes: number) => Promise<Buffer>;

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

/** 'plays', 'bars' playing, or is 'beside' the point, such as a track of places or subtitles. */
async function judgeTrack(read: Read, track: Box): Promise<'plays' | 'bars' | 'beside'> {
  const media = await find(read, track, 'mdia');
  const handler = await find(read, media, 'hdlr');
  const samples = await find(read, media, 'minf', 'stbl', 'stsd');
  if (!handler || !samples) return 'bars';
  const kind = (await read(handler.from + 8, 4)).toString('latin1');
  if (kind !== 'vide' && kind !== 'soun') return 'beside';
  const sample = await read(samples.from + 8, sampleBytes);
  const format = sample.toString('latin1', 4, 8);
  if (kind === 'soun') return format === 'mp4a' ? 'plays' : 'bars';
  const settings = sample.indexOf('avcC', 0, 'latin1');
  const profile = settings < 0 ? 255 : (sample[settings + 5] ?? 255);
  return ['avc1', 'avc3'].includes(format) && profile <= mostProfile ? 'plays' : 'bars';
}

/**
 * Whether a file plays in a browser as it came: H.264 in 8 bits and AAC in MP4 or MOV, its index first or last. Reads a few hundred bytes
 * through the seal, so that an hour of film is judged in milliseconds and no tool is started. Never throws on what the file holds.
 */
export async function playsAtOnce(blobs: Blobs, key: string): Promise<boolean> {
  const size = await blobs.size(key);
  if (size === null || size < 32) return false;
  const read: Read = (at, bytes) =>
    at >= size ? Promise.resolve(Buffer.alloc(0)) : buffer(blobs.readRange(key, at, Math.min(size, at + bytes) - 1));
  const moov = await find(read, { kind: 'file', from: 0, to: size }, 'moov');
  if (!moov) return false;
  const verdicts: string[] = [];
  for await (const box of boxesIn(read, moov.from, moov.to)) if (box.kind === 'trak') verdicts.push(await judgeTrack(read, box));
  return verdicts.includes('plays') && !verdicts.includes('bars');
}
