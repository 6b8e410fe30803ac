import { DataStore, Upload } from '@tus/server';
import type { Readable } from 'node:stream';
import { percentKept, sweptAt } from '../../domain/upload/upload.js';
import { GrowingBusy, OffsetMismatch, TooLong } from '../../media/index.js';
import { noteKept, type UploadRow } from '../../store/upload.js';
import { notFound, Refusal } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { beginUpload } from './begin-upload.js';
import { discardAsked, orWhyGone, refusalOf, stillTaken } from './stopped.js';
import type { MeetingToFilm, UploadFor } from './scope.js';

const extensions = ['creation', 'termination', 'expiration'];

/** Says when what has been sent will be thrown away. */
const tellExpiry = ({ res }: Visit<unknown>, touchedAt: string): void => void res.set('Upload-Expires', sweptAt(touchedAt).toUTCString());

/** What the protocol offers where there is no upload yet. */
export class NewUpload extends DataStore {
  override extensions = extensions;

  constructor(private readonly visit: Visit<MeetingToFilm>) {
    super();
  }

  override async create(file: Upload): Promise<Upload> {
    // Names and types that a sender tells of the file are never kept.
    file.metadata = undefined;
    await beginUpload(this.visit, file.id, file.size ?? 0);
    tellExpiry(this.visit, this.visit.now.toISOString());
    return file;
  }
}

const refusals: [abstract new (...given: never[]) => Error, () => Refusal][] = [
  [OffsetMismatch, () => new Refusal(409, 'uploads:refused.offset')],
  [GrowingBusy, () => new Refusal(423, 'uploads:refused.busy')],
  [TooLong, () => new Refusal(413, 'uploads:refused.tooMuch')],
];

function worded(error: unknown): unknown {
  if (['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) return new Refusal(507, 'uploads:refused.diskFull');
  return refusals.find(([kind]) => error instanceof kind)?.[1]() ?? error;
}

const noteEveryMs = 10_000;
const noteEveryPercent = 5;

/** How far it is lies in the sealed file itself. The row follows now and then, for the pages that only tell of it. */
const worthNoting = ({ kept: before, bytes, touchedAt }: UploadRow, kept: number, now: Date): boolean =>
  kept === bytes ||
  now.getTime() - Date.parse(touchedAt) >= noteEveryMs ||
  percentKept(kept, bytes) - percentKept(before, bytes) >= noteEveryPercent;

const askAgainMs = 5_000;
const silenceMs = 60_000;

/** The bytes of one upload, for one request. Every piece is sealed as it arrives, and on disk before it is answered for. */
export class SealedUpload extends DataStore {
  override extensions = extensions;

  constructor(private readonly visit: Visit<UploadFor>) {
    super();
  }

  override async getUpload(id: string): Promise<Upload> {
    const { upload, stopped } = this.visit.record;
    if (id !== upload.publicId) throw notFound();
    if (stopped !== null && stopped !== 'finished') throw refusalOf(stopped);
    const offset = stopped === 'finished' ? upload.bytes : await this.kept();
    if (offset < upload.bytes) tellExpiry(this.visit, upload.touchedAt);
    return new Upload({ id, size: upload.bytes, offset, creation_date: upload.createdAt });
  }

  private async kept(): Promise<number> {
    const { house, record } = this.visit;
    try {
      return await orWhyGone(this.visit, () => house.media.growing.offset(record.upload.blobKey ?? ''));
    } catch (error) {
      throw worded(error);
    }
  }

  override async write(unused: Readable, _id: string, offset: number): Promise<number> {
    const { house, req, res, record } = this.visit;
    const { upload } = record;
    unused.resume();
    if (!(await house.media.hasRoomFor(0))) throw new Refusal(507, 'uploads:refused.diskFull');
    req.socket.setTimeout(silenceMs);
    const asking = setInterval(() => {
      stillTaken(this.visit).then(
        (taken) => taken || req.socket.destroy(),
        () => undefined,
      );
    }, askAgainMs);
    try {
      const kept = await orWhyGone(this.visit, () => house.media.growing.append(upload.blobKey ?? '', offset, upload.bytes, req));
      const now = house.clock();
      if (worthNoting(upload, kept, now)) await noteKept(house.db, upload.id, kept, now);
      if (kept < upload.bytes) tellExpiry(this.visit, now.toISOString());
      else res.removeHeader('Upload-Expires');
      return kept;
    } catch (error) {
      throw worded(error);
    } finally {
      clearInterval(asking);
    }
  }

  override async remove(): Promise<void> {
    const { stopped, upload } = this.visit.record;
    if (upload.state !== 'running' && stopped !== null) throw refusalOf(stopped);
    await discardAsked(this.visit);
  }
}
