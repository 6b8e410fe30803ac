import { open } from 'node:fs/promises';
import { localDate } from '../../domain/calendar/dates.js';
import { mayAttach } from '../../domain/consent/effective-scope.js';
import { eraseOn } from '../../domain/recording/retention.js';
import { enqueue } from '../../jobs/queue.js';
import { MediaRefused, SandboxClosed } from '../../media/index.js';
import type { Actor } from '../../store/audit.js';
import { findRoom } from '../../store/consent.js';
import type { MeetingLine } from '../../store/meeting.js';
import { createRecording } from '../../store/recording-life.js';
import { conflict, Refusal } from '../../web/errors.js';
import type { House } from '../../web/house.js';
import type { ReceivedFile } from '../../web/uploads.js';
import { newFilmKey } from './film-keys.js';

const lookMs = 10_000;

/** What can be seen at once is said at once. A file that takes longer to look through is left to the job. */
async function look({ media }: House, file: ReceivedFile): Promise<void> {
  const signal = AbortSignal.timeout(lookMs);
  const film = await open(file.path, 'r');
  try {
    await media.probe(film.fd, { signal });
  } catch (error) {
    if (error instanceof MediaRefused) throw new Refusal(422, `recordings:refusal.${error.reason}`);
    // Without a sandbox nothing is looked at: the film is kept, and its job waits.
    if (!signal.aborted && !(error instanceof SandboxClosed)) throw error;
  } finally {
    await film.close();
  }
}

/** From a received file to a recording with its job: row, job and audit entry in one transaction. Returns the recording's id. */
export async function keepFilm(
  house: House,
  actor: Actor & { personId: number },
  meeting: MeetingLine,
  file: ReceivedFile,
): Promise<number> {
  await look(house, file);
  const { blobs } = house.media;
  const originalKey = newFilmKey(house);
  const { bytes } = await blobs.put(originalKey, { path: file.path });
  try {
    return await house.db.write(async (tx) => {
      // A slow film takes hours: somebody may have said no meanwhile.
      if (!mayAttach(await findRoom(tx, meeting.id)).ok) throw conflict('recordings:new.answersChanged');
      const given = {
        meetingId: meeting.id,
        ownerId: actor.personId,
        originalKey,
        bytes,
        eraseOn: eraseOn(localDate(actor.now), null).date,
      };
      const id = await createRecording(tx, actor, given, meeting.municipalityId);
      if (id === null) throw conflict('refusals:meetingHasRecording');
      await enqueue(tx, 'process-recording', { recordingId: id }, { now: actor.now });
      return id;
    });
  } catch (error) {
    await blobs.remove(originalKey);
    throw error;
  }
}
