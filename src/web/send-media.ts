import { createHash } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import { BlobMissing, type Blobs, FilmKeyGone, type HeldBlob, type Piece, Unwanted } from '../media/index.js';
import { notFound, refused } from './errors.js';
import { Watch } from './watch.js';

export interface MediaToSend {
  key: string;
  type: 'video/mp4' | 'audio/mp4' | 'image/jpeg';
  /** Shown when a browser keeps the file; says nothing of the meeting. */
  fileName: string;
  /** Asked again and again while bytes flow, and told whether they do: an open player stops soon after the right has ended. */
  stillAllowed: (sent: boolean) => Promise<boolean>;
  /** Done before the first byte leaves: what cannot be written in the log is not shown. */
  note?: () => Promise<unknown>;
}

/** An open film and everything that is said of it, whichever range is asked for. */
export interface Sendable {
  film: HeldBlob;
  type: MediaToSend['type'];
  tag: string;
  headers: OutgoingHttpHeaders;
  watch: Watch;
}

/** Who takes over the film of an answer, open as it is, for the next ranges of it, and lets it go; false when nobody does after all. */
export const handOver = new WeakMap<ServerResponse, (sendable: Sendable) => boolean>();

type Range = { start: number; end: number };

const shownAs: Record<MediaToSend['type'], readonly string[]> = {
  'video/mp4': ['video', 'audio'],
  'audio/mp4': ['video', 'audio'],
  'image/jpeg': ['image'],
};

function fetchedAs({ headers }: IncomingMessage, wanted: readonly string[]): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-dest': wantedAs } = headers;
  return (site === undefined || site === 'same-origin') && (wantedAs === undefined || wanted.includes(String(wantedAs)));
}

/**
 * A browser says what it wants a file for (Fetch Metadata). Only an element on a page of ours is given film or pictures: not an address in a
 * tab, a link that downloads, another site or a script. A browser too old to say is let through: this is a hindrance, the right is the lock.
 */
export function requireOurPage(req: Request, wanted: readonly string[]): void {
  if (!fetchedAs(req, wanted)) throw refused('refusals:filmOnItsPage');
}

export const isForOurPage = (req: IncomingMessage, type: MediaToSend['type']): boolean => fetchedAs(req, shownAs[type]);

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
  [FilmKeyGone, BlobMissing, Unwanted].some((one) => error instanceof one) ||
  closings.includes((error as NodeJS.ErrnoException).code ?? '');

/** Until the piece is with the network, or the reader is gone: once a connection is closed nothing is read for it any more. */
const written = (res: ServerResponse, { bytes, letGo }: Piece, isLast: boolean): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      res.off('close', done);
      letGo();
      resolve();
    };
    res.once('close', done);
    if (isLast) res.end(bytes, done);
    else res.write(bytes, done);
  });

async function pour(res: ServerResponse, pieces: AsyncIterable<Piece>, bytes: number): Promise<void> {
  let left = bytes;
  for await (const piece of pieces) {
    if (res.destroyed) return piece.letGo();
    left -= piece.bytes.length;
    await written(res, piece, left === 0);
  }
}

async function flow(res: ServerResponse, { film, watch }: Sendable, { start, end }: Range): Promise<void> {
  try {
    await watch.over(res, () =>
      pour(
        res,
        film.pieces(start, end, () => !res.destroyed),
        end - start + 1,
      ),
    );
  } catch (error) {
    res.destroy();
    if (!isExpected(error)) throw error;
  }
}

/** Sends the range that is asked for, or the whole. */
export async function send(req: IncomingMessage, res: ServerResponse, sendable: Sendable): Promise<void> {
  const { film, tag, headers } = sendable;
  const { 'if-range': asked, range: wanted } = req.headers;
  const range = asked !== undefined && asked !== tag ? null : rangeOf(wanted, film.bytes);
  if (range === 'outside') {
    res.writeHead(416, { ...headers, 'Content-Range': `bytes */${film.bytes}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: film.bytes - 1 };
  const of = range ? { 'Content-Range': `bytes ${start}-${end}/${film.bytes}` } : {};
  res.writeHead(range ? 206 : 200, { ...headers, ...of, 'Content-Length': String(end - start + 1) });
  if (req.method === 'HEAD') res.end();
  else await flow(res, sendable, { start, end });
}

/** The one door by which film and pictures leave: byte ranges, nothing kept by any cache, never to another site. */
export async function sendMedia(req: Request, res: Response, blobs: Blobs, media: MediaToSend): Promise<void> {
  const { key, type, fileName, stillAllowed, note } = media;
  requireOurPage(req, shownAs[type]);
  const film = await blobs.hold(key);
  if (film === null) throw notFound();
  let left = false;
  try {
    if (film.bytes === 0) throw notFound();
    const tag = `"${mediaMark(key)}"`;
    res.set({
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'no-store',
      'Content-Disposition': `inline; filename="${fileName}"`,
      'Content-Type': type,
      'Cross-Origin-Resource-Policy': 'same-origin',
      ETag: tag,
      'X-Content-Type-Options': 'nosniff',
    });
    const sendable: Sendable = { film, type, tag, headers: { ...res.getHeaders() }, watch: new Watch(stillAllowed) };
    if (req.method !== 'HEAD') await note?.();
    left = handOver.get(res)?.(sendable) ?? false;
    await send(req, res, sendable);
  } finally {
    if (!left) film.release();
  }
}
