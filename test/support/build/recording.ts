import { createReadStream } from 'node:fs';
import type { Purpose } from '../../../src/domain/consent/consent.js';
import { type Media, newBlobKey } from '../../../src/media/index.js';
import type { Database } from '../../../src/store/database.js';
import { bindFilmKey, createFilmKey } from '../../../src/store/data-key.js';
import type { RowOf } from '../../../src/store/table.js';
import { networkMeetings, recordings } from '../../../src/store/tables.js';
import { buildMeeting, buildRoom } from './meeting.js';

export type RecordingRow = RowOf<typeof recordings>;

export interface RecordingGiven extends Partial<Omit<RecordingRow, 'originalKey' | 'posterKey'>> {
  /** Give it a place for an original under its film key. */
  original?: boolean;
  /** Give it a place for a poster. */
  poster?: boolean;
  leaderId?: number;
  /** What everyone in the room said yes to; null for a room where nobody was asked. */
  scope?: readonly Purpose[] | null;
}

/** A recording that can be played and is closed for nobody: 48 minutes, everyone said yes, the reflection delivered. No file lies behind it. */
export async function buildRecording(
  db: Database,
  { leaderId, scope, original = false, poster = false, ...given }: RecordingGiven = {},
): Promise<RecordingRow> {
  const meeting = given.meetingId
    ? await db.find(networkMeetings, { id: given.meetingId })
    : await buildMeeting(db, leaderId === undefined ? {} : { leaderId });
  if (!meeting) throw new Error('no such meeting');
  if (scope !== null && !given.meetingId) await buildRoom(db, meeting, scope);
  const filmKeyId = await db.write((tx) => createFilmKey(tx, new Date('2026-09-16T15:00:00.000Z')));
  const row = {
    ownerId: meeting.leaderId,
    processing: 'ready',
    refusal: null,
    progress: 100,
    review: 'reflected',
    reviewSince: '2026-09-17T08:00:00.000Z',
    playableKey: newBlobKey(filmKeyId),
    posterKey: poster ? newBlobKey(filmKeyId) : null,
    bytes: 1_000_000,
    durationMs: 48 * 60_000,
    hasPicture: 1,
    uploadedAt: '2026-09-16T15:00:00.000Z',
    readyAt: '2026-09-16T15:10:00.000Z',
    eraseOn: '2027-03-15',
    erasedAt: null,
    erasedWhy: null,
    step: null,
    stepSince: null,
    originalPlays: null,
    keyframeGapMs: null,
    missingMs: null,
    ...{ cutFromMs: null, cutToMs: null, cutAt: null, cutStartMs: null, cutEndMs: null },
    settledAt: given.processing === undefined || given.processing === 'ready' ? '2026-09-16T15:10:00.000Z' : null,
    ...given,
    originalKey: original ? newBlobKey(filmKeyId) : null,
    meetingId: meeting.id,
  };
  const id = await db.write(async (tx) => {
    const made = await tx.insert(recordings, row);
    await bindFilmKey(tx, filmKeyId, made);
    return made;
  });
  return { ...row, id };
}

/** Puts the clip behind the recording's key. */
export async function putFilm(media: Media, key: string, clipPath: string): Promise<void> {
  await media.blobs.put(key, createReadStream(clipPath));
}
