import { localDate } from '../../domain/calendar/dates.js';
import { mayAttach } from '../../domain/consent/effective-scope.js';
import { isMarked, stretchOf, type Marks } from '../../domain/recording/cut.js';
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

/** Somebody in the room said no, or took an answer back, before the film was kept. */
export const answersChanged = 'uploads:new.answersChanged';

/** The marks can still be changed; what was sent is kept for it. */
export const cutOutside = 'uploads:cut.fault.outsideKept';

function requireWithin(marks: Marks, durationMs: number | null): void {
  if (durationMs !== null && isMarked(marks) && stretchOf(marks, durationMs) === null) throw conflict(cutOutside);
}

const lookMs = 10_000;

/** Half a gigabyte is opened in about a second. */
const lookBytes = 512 * 1024 ** 2;

/** What is wrong and can be seen at once is said at once. A file that takes longer to look through is left to the job. */
async function look({ media }: House, { key, bytes }: ReceivedFilm, marks: Marks): Promise<void> {
  if (bytes > lookBytes) return;
  const signal = AbortSignal.timeout(lookMs);
  try {
    const { durationMs } = await media.blobs.withNameless(key, (fd) => media.probe(fd, { signal }));
    requireWithin(marks, durationMs);
  } catch (error) {
    if (error instanceof MediaRefused) throw new Refusal(422, `recordings:refusal.${error.reason}`);
    // Without a sandbox nothing is looked at: the film is kept, and its job waits.
    if (!signal.aborted && !(error instanceof SandboxClosed)) throw error;
  }
}

export interface Keeping {
  /** What is kept of it. Within the transaction they are asked for again: they may be changed to the last moment. */
  marks: (tx: Writer) => Promise<Marks>;
  /** Done in the same transaction. */
  also?: (tx: Writer, recordingId: number) => Promise<void>;
}

/**
 * From a received film to a recording with its job: row, marks, job, question and audit entry in one transaction, and whatever `also` does.
 * Nobody sees the original of a film that is to be cut. Returns the recording's id.
 */
export async function keepFilm(
  house: House,
  actor: Actor & { personId: number },
  meeting: MeetingLine,
  film: ReceivedFilm,
  { marks, also }: Keeping,
): Promise<number> {
  const asked = await house.db.write(marks);
  if (isMarked(asked)) requireWithin(asked, await house.media.toldLength(film.key));
  // What plays in a browser as it came is looked through by its job: its uploader sees it at once.
  const originalPlays = (await house.media.playsAtOnce(film.key)) ? 1 : 0;
  if (originalPlays === 0) await look(house, film, asked);
  return house.db.write(async (tx) => {
    const kept = await marks(tx);
    // A slow film takes hours: somebody may have said no meanwhile.
    if (!mayAttach(await findRoom(tx, meeting.id)).ok) throw conflict(answersChanged);
    const given = {
      meetingId: meeting.id,
      ownerId: actor.personId,
      originalKey: film.key,
      filmKeyId: film.keyId,
      bytes: film.bytes,
      originalPlays: isMarked(kept) ? 0 : originalPlays,
      ...{ cutFromMs: kept.fromMs, cutToMs: kept.toMs },
      eraseOn: eraseOn(localDate(actor.now), null).date,
    };
    const id = await createRecording(tx, actor, given, meeting.municipalityId);
    if (id === null) throw conflict('refusals:meetingHasRecording');
    await also?.(tx, id);
    await askPhoneCopy(tx, id, actor.now);
    await enqueue(tx, 'process-recording', { recordingId: id }, { now: actor.now });
    return id;
  });
}
