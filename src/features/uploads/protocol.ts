import { Server, type DataStore } from '@tus/server';
import { randomBytes } from 'node:crypto';
import { notFound, Refusal } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { protocolVersion } from '../../web/resumable.js';
import { readOn } from '../../web/uploads.js';
import { locker } from './locks.js';

/** 128 random bits: it tells nothing, and nobody guesses it. */
const newPublicId = (): string => randomBytes(16).toString('hex');

const passedOn = ['tus-resumable', 'upload-offset', 'upload-length', 'upload-defer-length', 'upload-metadata', 'upload-concat'];
const answered = ['upload-offset', 'upload-length', 'tus-version', 'tus-extension', 'tus-max-size', 'location', 'cache-control'];

/** What the protocol's library refuses by a number, as people and clients read it from us. */
function refusalFor(status: number): Refusal | null {
  if (status === 404) return notFound();
  if (status === 409) return new Refusal(409, 'uploads:refused.offset');
  if (status === 410) return new Refusal(410, 'uploads:refused.expired');
  if (status === 413) return new Refusal(413, 'uploads:refused.tooMuch');
  if (status >= 400 && status < 500) return new Refusal(400, 'uploads:refused.malformed');
  // An extension that is not offered.
  return status === 501 ? new Refusal(400, 'uploads:refused.malformed') : null;
}

interface Faulty {
  status_code?: number;
}

function raise(fault: unknown, status: number): never {
  if (fault instanceof Refusal) throw fault;
  const numbered = (fault as Faulty | null)?.status_code ?? (fault === null ? status : 500);
  throw refusalFor(numbered) ?? fault ?? new Error(`the protocol answered ${status}`);
}

/** The request as the library reads it. The body stays with us: the store takes it straight from the line. */
function asked({ req, house }: Visit<unknown>): Request {
  const headers = new Headers();
  for (const name of [...passedOn, ...(req.method === 'PATCH' ? ['content-type', 'content-length'] : [])]) {
    const value = req.get(name);
    if (value !== undefined) headers.set(name, value);
  }
  return new Request(new URL(req.path, house.settings.origin), { method: req.method, headers });
}

/** What may not be kept is soon not sent any more either. Whoever has not read the answer by then asks once more. */
const goneLingerMs = 2_000;

function checkVersion({ req, res }: Visit<unknown>): void {
  if (req.method === 'OPTIONS' || req.get('tus-resumable') === protocolVersion) return;
  res.set('Tus-Version', protocolVersion);
  throw new Refusal(412, 'uploads:refused.version');
}

function checkPiece({ req }: Visit<unknown>): void {
  if (req.method !== 'PATCH') return;
  if (req.get('content-type') !== 'application/offset+octet-stream') throw new Refusal(415, 'uploads:refused.malformed');
}

/** One request of tus 1.0 (https://tus.io/protocols/resumable-upload): the library says what it means, `store` keeps the bytes. */
export async function speak(visit: Visit<unknown>, store: DataStore): Promise<void> {
  const { req, res, house } = visit;
  let fault: unknown = null;
  try {
    checkVersion(visit);
    checkPiece(visit);
    const server = new Server({
      path: paths.uploads.show('').replace(/\/$/, ''),
      relativeLocation: true,
      // At a beginning the limit is ours to tell, in words.
      maxSize: req.method === 'OPTIONS' ? house.settings.maxUploadBytes : undefined,
      allowedOrigins: [],
      namingFunction: newPublicId,
      getFileIdFromRequest: (_req, last) => last,
      locker: locker(() => req.socket.destroy()),
      datastore: store,
      onResponseError: (_req, error) => void (fault = error),
    });
    const answer = await server.handleWeb(asked(visit));
    if (answer.status >= 400) raise(fault, answer.status);
    for (const name of answered) {
      const value = answer.headers.get(name);
      if (value !== null) res.set(name, value);
    }
    res.status(answer.status).end();
  } catch (error) {
    await readOn(req, error instanceof Refusal && error.status === 410 ? goneLingerMs : undefined);
    throw error;
  }
}
