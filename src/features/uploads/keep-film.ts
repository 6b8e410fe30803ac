import { localDate } from '../../domain/calendar/dates.js';
import { mayAttach } from '../../domain/consent/effective-scope.js';
import { eraseOn } from '../../domain/recording/retention.js';
import { enqueue } from '../../jobs/queue.js';
import { MediaRefused, SandboxClosed } from '../../media/index.js';
import type { Actor } from '../../store/audit.js';
import { findRoom } from '../../store/consent.js';
import type { Writer } from '../../store/database.js';
import type { MeetingLine } from '../../store/meeting.js';
import { askPhoneCopy } from '../../store/phone-copy.js';
import { createRecording } from '../../store/recording-life.js';
import { conflict, Refusal } from '../../web/errors.js';
import type { House } from '../../web/house.js';
import type { NewFilm } from './new-film.js';

/** A film that came whole and lies sealed under its key. */
export interface ReceivedFilm extends NewFilm {
  bytes: number;
}

const lookMs = 10_000;

/** Half a gigabyte is opened in about a second. */
const lookBytes = 512 * 1024 ** 2;

/** What is wrong and can be seen at once is said at once. A file that takes longer to look through is left to the job. */
async function look({ media }: House, { key, bytes }: ReceivedFilm): Promise<void> {
  if (bytes > lookBytes) return;
  const signal = AbortSignal.timeout(lookMs);
  try {
    await media.blobs.withNameless(key, (fd) => media.probe(fd, { signal }));
  } catch (error) {
    if (error instanceof MediaRefused) throw new Refusal(422, `recordings:refusal.${error.reason}`);
    // Without a sandbox nothing is looked at: the film is kept, and its job waits.
    if (!signal.aborted && !(error instanceof SandboxClosed)) throw error;
  }
}

/**
 * From a received film to a recording with its job: row, job, question and audit entry in one transaction, and whatever `also` does.
 * Returns the recording's id.
 */
export async function keepFilm(
  house: House,
  actor: Actor & { personId: number },
  meeting: MeetingLine,
  film: ReceivedFilm,
  also: (tx: Writer, recordingId: number) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  // What plays in a browser as it came is looked through by its job: its uploader sees it at once.
  const originalPlays = (await house.media.playsAtOnce(film.key)) ? 1 : 0;
  if (originalPlays === 0) await look(house, film);
  return house.db.write(async (tx) => {
    // A slow film takes hours: somebody may have said no meanwhile.
    if (!mayAttach(await findRoom(tx, meeting.id)).ok) throw conflict('uploads:new.answersChanged');
    const given = {
      meetingId: meeting.id,
      ownerId: actor.personId,
      originalKey: film.key,
      filmKeyId: film.keyId,
      bytes: film.bytes,
      originalPlays,
      eraseOn: eraseOn(localDate(actor.now), null).date,
    };
    const id = await createRecording(tx, actor, given, meeting.municipalityId);
    if (id === null) throw conflict('refusals:meetingHasRecording');
    await also(tx, id);
    await askPhoneCopy(tx, id, actor.now);
    await enqueue(tx, 'process-recording', { recordingId: id }, { now: actor.now });
    return id;
  });
}
