import type { Database, Reader, Writer } from './database.js';
import { sessions } from './tables.js';
import type { RowOf } from './table.js';

export type SessionRow = RowOf<typeof sessions>;

export const readSession = (db: Database, idHash: string, now: string): Promise<Pick<SessionRow, 'payload' | 'seenAt'> | null> =>
  db.row('SELECT payload, seen_at AS "seenAt" FROM session WHERE id_hash = $1 AND expires_at > $2', [idHash, now]);

/** A session that was just made. */
export const startSession = (db: Database, row: SessionRow): Promise<void> =>
  db.write((tx) =>
    tx.run(
      `INSERT INTO session (id_hash, person_id, payload, started_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id_hash) DO UPDATE SET person_id = excluded.person_id, payload = excluded.payload, seen_at = excluded.seen_at, expires_at = excluded.expires_at`,
      [row.idHash, row.personId, row.payload, row.startedAt, row.seenAt, row.expiresAt],
    ),
  );

/** An ended session stays ended: a request still under way when it ended does not bring it back. */
export const renewSession = (db: Database, { idHash, personId, payload, seenAt, expiresAt }: SessionRow): Promise<number> =>
  db.write((tx) => tx.update(sessions, { idHash }, { personId, payload, seenAt, expiresAt }));

/** Writes only when the session was last seen before `staleBefore`: reading is free of writes. */
export async function touchSession(db: Database, idHash: string, now: string, expiresAt: string, staleBefore: string): Promise<void> {
  const stale = await db.row('SELECT id_hash FROM session WHERE id_hash = $1 AND seen_at < $2', [idHash, staleBefore]);
  if (stale) await db.write((tx) => tx.update(sessions, { idHash }, { seenAt: now, expiresAt }));
}

export const dropSession = (db: Database, idHash: string): Promise<number> => db.write((tx) => tx.remove(sessions, { idHash }));

export const sweepSessions = (db: Database, now: string): Promise<void> =>
  db.write((tx) => tx.run('DELETE FROM session WHERE expires_at <= $1', [now]));

/** Ends every session of the person at once, but the one they are asking from when it is given. */
export const endSessionsOf = (tx: Writer, personId: number, exceptIdHash = ''): Promise<void> =>
  tx.run('DELETE FROM session WHERE person_id = $1 AND id_hash <> $2', [personId, exceptIdHash]);

export interface OpenSession {
  idHash: string;
  startedAt: string;
  seenAt: string;
}

export const listSessionsOf = (db: Reader, personId: number, now: string): Promise<OpenSession[]> =>
  db.rows<OpenSession>(
    `SELECT id_hash AS "idHash", started_at AS "startedAt", seen_at AS "seenAt" FROM session
     WHERE person_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, id_hash`,
    [personId, now],
  );
