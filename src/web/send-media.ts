import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { BlobMissing, type Blobs, FilmKeyGone } from '../media/index.js';
import { notFound, refused } from './errors.js';

export interface MediaToSend {
  key: string;
  type: 'video/mp4' | 'audio/mp4' | 'image/jpeg';
  /** Shown when a browser keeps the file; says nothing of the meeting. */
  fileName: string;
  /** Asked again and again while bytes flow: an open player stops soon after the right has ended. */
  stillAllowed: () => Promise<boolean>;
  /** Done before the first byte leaves: what cannot be written in the log is not shown. */
  note?: () => Promise<unknown>;
}

type Range = { start: number; end: number };

const askAgainMs = 900;

const shownAs: Record<MediaToSend['type'], readonly string[]> = {
  'video/mp4': ['video', 'audio'],
  'audio/mp4': ['video', 'audio'],
  'image/jpeg': ['image'],
};

/**
 * A browser says what it wants a file for (Fetch Metadata). Only an element on a page of ours is given film or pictures: not an address in a
 * tab, a link that downloads, another site or a script. A browser too old to say is let through: this is a hindrance, the right is the lock.
 */
export function requireOurPage(req: Request, wanted: readonly string[]): void {
  const site = req.get('sec-fetch-site');
  const wantedAs = req.get('sec-fetch-dest');
  if ((site !== undefined && site !== 'same-origin') || (wantedAs !== undefined && !wanted.includes(wantedAs)))
    throw refused('refusals:filmOnItsPage');
}

/** One range as RFC 9110 §14.1.2 writes it. Null when there is none we follow (the whole is sent), 'outside' when no byte of it exists. */
export function rangeOf(header: string | undefined, size: number): Range | 'outside' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.replaceAll(' ', '') ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return Number(last) === 0 || size === 0 ? 'outside' : { start: Math.max(0, size - Number(last)), end: size - 1 };
  if (last !== '' && Number(last) < Number(first)) return null;
  if (Number(first) >= size) return 'outside';
  return { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}

/** A key names the same bytes for ever, so its hash is a strong validator that tells nothing. */
export const mediaMark = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 22);

// A player that seeks or closes ends its request, and a film can be erased while it flows: no fault of ours. A broken seal is one.
const closings = ['ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED', 'ECONNRESET', 'EPIPE'];
const isExpected = (error: unknown): boolean =>
  error instanceof FilmKeyGone || error instanceof BlobMissing || closings.includes((error as NodeJS.ErrnoException).code ?? '');

async function flow(res: Response, blobs: Blobs, media: MediaToSend, { start, end }: Range): Promise<void> {
  const asking = setInterval(() => {
    media.stillAllowed().then(
      (may) => may || res.destroy(),
      () => res.destroy(),
    );
  }, askAgainMs);
  try {
    await pipeline(blobs.readRange(media.key, start, end), res);
  } catch (error) {
    if (!isExpected(error)) throw error;
  } finally {
    clearInterval(asking);
  }
}

/** The one door by which film and pictures leave: byte ranges, nothing kept by any cache, never to another site. */
export async function sendMedia(req: Request, res: Response, blobs: Blobs, media: MediaToSend): Promise<void> {
  requireOurPage(req, shownAs[media.type]);
  const size = await blobs.size(media.key);
  if (size === null || size === 0) throw notFound();
  const tag = `"${mediaMark(media.key)}"`;
  const asked = req.get('if-range');
  const range = asked !== undefined && asked !== tag ? null : rangeOf(req.get('range'), size);
  res.set({
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    'Content-Disposition': `inline; filename="${media.fileName}"`,
    'Content-Type': media.type,
    'Cross-Origin-Resource-Policy': 'same-origin',
    ETag: tag,
    'X-Content-Type-Options': 'nosniff',
  });
  if (range === 'outside') {
    res.status(416).set('Content-Range', `bytes */${size}`).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (req.method !== 'HEAD') await media.note?.();
  if (range) res.status(206).set('Content-Range', `bytes ${start}-${end}/${size}`);
  res.set('Content-Length', String(end - start + 1));
  if (req.method === 'HEAD') res.end();
  else await flow(res, blobs, media, { start, end });
}
