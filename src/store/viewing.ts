import type { Purpose } from '../domain/consent/consent.js';
import type { Stretch } from '../domain/viewing/stretch.js';
import { audit, type Actor } from './audit.js';
import type { Database, Reader, Writer } from './database.js';
import { viewings, viewingStretches } from './tables.js';

export interface Sitting {
  id: number;
  purpose: Purpose;
  /** The last sign of it that was kept. */
  lastAt: string;
}

const lastSign = (viewing: string) =>
  `COALESCE((SELECT MAX(s.at) FROM viewing_stretch s WHERE s.viewing_id = ${viewing}.id), ${viewing}.started_at)`;

/** The viewer's latest sitting before this recording, if it gave a sign at `since` or later. */
export async function findSitting(db: Reader, recordingId: number, viewerId: number, since: string): Promise<Sitting | null> {
  const latest = await db.row<Sitting>(
    `SELECT v.id, v.purpose, ${lastSign('v')} AS "lastAt" FROM viewing v WHERE v.recording_id = $1 AND v.viewer_id = $2 ORDER BY v.id DESC LIMIT 1`,
    [recordingId, viewerId],
  );
  return latest && latest.lastAt >= since ? latest : null;
}

export interface NewSitting {
  recordingId: number;
  viewerId: number;
  purpose: Purpose;
  municipalityId: number;
}

/** The line of this sitting: the one that is open for the same purpose since `since`, or a new one with its audit entry. */
export const openSitting = (db: Database, actor: Actor, sitting: NewSitting, since: string): Promise<number> =>
  db.write(async (tx) => {
    const { recordingId, viewerId, purpose, municipalityId } = sitting;
    // Two requests of one player come at once: the second waits here and finds the first one's line.
    await tx.run('UPDATE recording SET progress = progress WHERE id = $1', [recordingId]);
    const open = await findSitting(tx, recordingId, viewerId, since);
    if (open?.purpose === purpose) return open.id;
    const id = await tx.insert(viewings, { recordingId, viewerId, purpose, startedAt: actor.now.toISOString() });
    await audit(tx, actor, 'recording.watch', 'recording', recordingId, municipalityId);
    return id;
  });

/** Stretches at most kept for one sitting: a day of telling every half minute. */
const mostKept = 3_000;

/** Adds played parts to a sitting. The rows are the log, so no entry is written about them. False when the sitting holds too many. */
export const noteStretches = (db: Database, now: Date, viewingId: number, stretches: readonly Stretch[]): Promise<boolean> =>
  db.write(async (tx: Writer) => {
    const kept = await tx.row<{ count: number }>('SELECT COUNT(*) AS "count" FROM viewing_stretch WHERE viewing_id = $1', [viewingId]);
    if (Number(kept?.count ?? 0) + stretches.length > mostKept) return false;
    await tx.insertMany(
      viewingStretches,
      stretches.map((one) => ({ ...one, viewingId, at: now.toISOString() })),
    );
    return true;
  });

export interface Viewing {
  id: number;
  name: string;
  purpose: Purpose;
  startedAt: string;
  stretches: Stretch[];
}

export interface Viewings {
  /** The newest sittings of everyone but the owner, newest first. */
  others: Viewing[];
  /** How many those are in all. */
  count: number;
  own: { count: number; lastAt: string | null };
}

/** Who has sat before a recording. Three queries, however many sittings there are. */
export async function listViewings(db: Reader, recordingId: number, ownerId: number, most: number): Promise<Viewings> {
  const others = `FROM viewing v JOIN person p ON p.id = v.viewer_id WHERE v.recording_id = $1 AND v.viewer_id <> $2`;
  const lines = await db.rows<Omit<Viewing, 'stretches'>>(
    `SELECT v.id, p.name, v.purpose, v.started_at AS "startedAt" ${others} ORDER BY v.id DESC LIMIT $3`,
    [recordingId, ownerId, most],
  );
  const parts = await db.rows<Stretch & { viewingId: number }>(
    `SELECT s.viewing_id AS "viewingId", s.from_ms AS "fromMs", s.to_ms AS "toMs" FROM viewing_stretch s
     WHERE s.viewing_id IN (SELECT v.id ${others} ORDER BY v.id DESC LIMIT $3) ORDER BY s.viewing_id, s.from_ms`,
    [recordingId, ownerId, most],
  );
  const sums = await db.row<{ others: number; own: number; lastAt: string | null }>(
    `SELECT COUNT(CASE WHEN v.viewer_id <> $2 THEN 1 END) AS "others", COUNT(CASE WHEN v.viewer_id = $2 THEN 1 END) AS "own",
       MAX(CASE WHEN v.viewer_id = $2 THEN v.started_at END) AS "lastAt" FROM viewing v WHERE v.recording_id = $1`,
    [recordingId, ownerId],
  );
  const partsOf = new Map<number, Stretch[]>(lines.map(({ id }) => [id, []]));
  for (const { viewingId, ...stretch } of parts) partsOf.get(viewingId)?.push(stretch);
  return {
    others: lines.map((line) => ({ ...line, stretches: partsOf.get(line.id) ?? [] })),
    count: Number(sums?.others ?? 0),
    own: { count: Number(sums?.own ?? 0), lastAt: sums?.lastAt ?? null },
  };
}
