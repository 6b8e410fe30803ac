import { noMarks } from '../../domain/recording/cut.js';
import { NotWhole } from '../../media/index.js';
import { endUpload, findMarks, findUpload, noteDigest } from '../../store/upload.js';
import { conflict, Refusal } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { discardUpload } from './end-upload.js';
import { keepFilm } from './keep-film.js';
import { alone } from './locks.js';
import type { UploadFor } from './scope.js';
import { refusalOf } from './stopped.js';

/** Reading sixteen gigabytes again, after a restart of the server, takes a while in which nothing is said. */
export const readingMs = 600_000;

async function finishFile({ house, req, record }: Visit<UploadFor>, key: string): Promise<string> {
  const known = (await findUpload(house.db, record.upload.publicId))?.sha256;
  if (known) return known;
  req.socket.setTimeout(readingMs);
  try {
    const { sha256 } = await house.media.growing.finish(key);
    await noteDigest(house.db, record.upload.id, sha256);
    return sha256;
  } catch (error) {
    if (error instanceof NotWhole) throw conflict('uploads:refused.notWhole', { kept: record.upload.kept });
    throw error;
  }
}

/**
 * Everything has come: the sender's fingerprint of the whole file must be the one of what lies here. Then it becomes a recording.
 * Asked again after a lost answer it says the same. What is not the same file, or no film, is thrown away. Returns the recording's id.
 */
export const completeUpload = (visit: Visit<UploadFor>, sha256: string): Promise<number> => {
  const { house, actor, viewer, record } = visit;
  const { upload, meeting, stopped } = record;
  if (stopped === 'finished' && upload.recordingId !== null) return Promise.resolve(upload.recordingId);
  if (stopped !== null || meeting === null || upload.blobKey === null || upload.dataKeyId === null)
    return Promise.reject(refusalOf(stopped ?? 'discarded'));
  const film = { key: upload.blobKey, bytes: upload.bytes, keyId: upload.dataKeyId };
  return alone(upload.publicId, async () => {
    if ((await finishFile(visit, film.key)) !== sha256) {
      await discardUpload(visit);
      throw new Refusal(422, 'uploads:refused.mismatch');
    }
    try {
      return await keepFilm(house, { ...actor, now: house.clock(), personId: viewer.id }, meeting, film, {
        marks: async (tx) => (await findMarks(tx, upload.id)) ?? noMarks,
        also: async (tx, recordingId) => {
          if (!(await endUpload(tx, actor, upload.id, 'finished', { sha256, recordingId }))) throw refusalOf('discarded');
        },
      });
    } catch (error) {
      if (error instanceof Refusal && error.status === 422) await discardUpload(visit);
      throw error;
    }
  });
};
