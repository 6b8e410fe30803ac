import { audit, type Actor } from './audit.js';
import type { Database, Reader } from './database.js';
import { masterKeyFault } from './rotation.js';

export interface QueueState {
  /** Jobs whose turn has come. */
  due: number;
  /** When the oldest of them could have begun. */
  oldestDue: string | null;
  running: number;
  /** Taken by a worker that gives no sign any more: taken up again by the next one that lives. */
  lost: number;
  /** Jobs for later: sweeps, and new attempts. */
  planned: number;
  /** Stopped for good, and not let go. */
  stopped: number;
}

/** A file that was refused is no trouble: whoever sent it was told, and its job has done what it should. */
const dead = `state = 'dead' AND let_go_at IS NULL AND COALESCE(last_error, '') <> 'JobRefused'`;

export async function queueState(db: Reader, now: Date): Promise<QueueState> {
  const row = await db.row<Record<keyof QueueState, number | string | null>>(
    `SELECT COUNT(CASE WHEN state = 'waiting' AND run_at <= $1 THEN 1 END) AS "due",
       MIN(CASE WHEN state = 'waiting' AND run_at <= $1 THEN run_at END) AS "oldestDue",
       COUNT(CASE WHEN state = 'running' AND lease_until >= $1 THEN 1 END) AS "running",
       COUNT(CASE WHEN state = 'running' AND lease_until < $1 THEN 1 END) AS "lost",
       COUNT(CASE WHEN state = 'waiting' AND run_at > $1 THEN 1 END) AS "planned",
       COUNT(CASE WHEN ${dead} THEN 1 END) AS "stopped" FROM job WHERE state <> 'done'`,
    [now.toISOString()],
  );
  const count = (name: keyof QueueState) => Number(row?.[name] ?? 0);
  return {
    due: count('due'),
    oldestDue: row?.oldestDue == null ? null : String(row.oldestDue),
    running: count('running'),
    lost: count('lost'),
    planned: count('planned'),
    stopped: count('stopped'),
  };
}

/** A job that stopped, without what it was about. */
export interface StoppedJobLine {
  id: number;
  kind: string;
  attempts: number;
  /** The technical name of the last fault. */
  lastError: string | null;
  endedAt: string | null;
  stopped: boolean;
}

const line = `SELECT id, kind, attempts, last_error AS "lastError", ended_at AS "endedAt", CASE WHEN ${dead} THEN 1 ELSE 0 END AS "stopped" FROM job`;
const shaped = (row: Omit<StoppedJobLine, 'stopped'> & { stopped: number }): StoppedJobLine => ({ ...row, stopped: row.stopped === 1 });

/** The newest stopped jobs, at most `most`. */
export const listStoppedJobs = async (db: Reader, most: number): Promise<StoppedJobLine[]> =>
  (await db.rows<Parameters<typeof shaped>[0]>(`${line} WHERE ${dead} ORDER BY ended_at DESC, id DESC LIMIT $1`, [most])).map(shaped);

/** A job that stopped once, also when it has been settled since. */
export async function findStoppedJob(db: Reader, id: number): Promise<StoppedJobLine | null> {
  const row = await db.row<Parameters<typeof shaped>[0]>(`${line} WHERE id = $1 AND last_error IS NOT NULL`, [id]);
  return row && shaped(row);
}

/** Changes a stopped job once. False when somebody else was first. */
const settle = (db: Database, actor: Actor, jobId: number, action: string, change: string): Promise<boolean> =>
  db.write(async (tx) => {
    await tx.run('UPDATE job SET kind = kind WHERE id = $1', [jobId]);
    if (!(await tx.row(`SELECT id FROM job WHERE id = $1 AND ${dead}`, [jobId]))) return false;
    await tx.run(`UPDATE job SET ${change} WHERE id = $1`, [jobId, actor.now.toISOString()]);
    await audit(tx, actor, action, 'job', jobId);
    return true;
  });

/** From the beginning, with all its attempts. */
export const retryJob = (db: Database, actor: Actor, jobId: number): Promise<boolean> =>
  settle(db, actor, jobId, 'job.retry', `state = 'waiting', run_at = $2, attempts = 0, ended_at = NULL, lease_until = NULL, child = NULL`);

/** It is not shown as trouble any more. What it should have done is not done. */
export const letJobGo = (db: Database, actor: Actor, jobId: number): Promise<boolean> =>
  settle(db, actor, jobId, 'job.let_go', 'let_go_at = $2');

export interface UnderWayState {
  count: number;
  keptBytes: number;
  totalBytes: number;
}

/** Films on their way in, in numbers. */
export async function underWayState(db: Reader): Promise<UnderWayState> {
  const row = await db.row<Record<keyof UnderWayState, number | string | null>>(
    `SELECT COUNT(*) AS "count", SUM(kept) AS "keptBytes", SUM(bytes) AS "totalBytes" FROM upload WHERE state = 'running'`,
  );
  return { count: Number(row?.count ?? 0), keptBytes: Number(row?.keptBytes ?? 0), totalBytes: Number(row?.totalBytes ?? 0) };
}

export interface KeyState {
  /** Version of the master key in use. */
  version: number;
  /** Keys of films and texts that are still wrapped with an older one. */
  older: number;
  /** A master key that is needed is missing, or is another. */
  broken: boolean;
}

export async function keyState(db: Database): Promise<KeyState> {
  const { version } = db.masterKeys.current();
  const row = await db.row<{ older: number }>(
    'SELECT COUNT(*) AS "older" FROM data_key WHERE wrapped IS NOT NULL AND master_version <> $1',
    [version],
  );
  return { version, older: Number(row?.older ?? 0), broken: (await masterKeyFault(db)) !== null };
}
