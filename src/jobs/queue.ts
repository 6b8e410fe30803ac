import type { Database, Writer } from '../store/database.js';
import { jobs } from '../store/tables.js';
import type { Catalogue, JobKind } from './catalogue.js';

export const leaseMs = 30_000;

export interface ClaimedJob<K extends JobKind = JobKind> {
  id: number;
  kind: K;
  payload: Catalogue[K];
  attempts: number;
  maxAttempts: number;
  /** The child process of the attempt that died, to be ended first. */
  child: { pid: number; startedAt: number } | null;
}

interface JobRow {
  id: number;
  kind: JobKind;
  payload: string;
  attempts: number;
  maxAttempts: number;
  child: string | null;
}

/**
 * Enqueued in the same transaction as the change it belongs to. A job with the same `dedupe` that still waits is not doubled.
 * Of those that are due, the one with the highest `priority` goes first, then the oldest.
 */
export async function enqueue<K extends JobKind>(
  tx: Writer,
  kind: K,
  payload: Catalogue[K],
  options: { now: Date; runAt?: Date; dedupe?: string; maxAttempts?: number; priority?: number },
): Promise<void> {
  const { now, runAt = now, dedupe, maxAttempts = 4, priority = 0 } = options;
  await tx.run(
    `INSERT INTO job (kind, payload, state, run_at, attempts, max_attempts, dedupe, created_at, priority)
     VALUES ($1, $2, 'waiting', $3, 0, $4, $5, $6, $7) ON CONFLICT (dedupe) DO NOTHING`,
    [kind, JSON.stringify(payload), runAt.toISOString(), maxAttempts, dedupe ?? null, now.toISOString(), priority],
  );
}

/** Takes the next job of these kinds whose turn it is, or one whose lease ran out. A job that used up its attempts is marked dead instead. */
export async function claim(db: Database, worker: string, now: Date, kinds: readonly JobKind[]): Promise<ClaimedJob | null> {
  if (kinds.length === 0) return null;
  const at = now.toISOString();
  const ofKind = `kind IN (${kinds.map((_, n) => `$${n + 2}`).join(', ')})`;
  const lock = db.dialect === 'postgres' ? 'FOR UPDATE SKIP LOCKED' : '';
  const open = `(state = 'waiting' AND run_at <= $1) OR (state = 'running' AND lease_until < $1)`;
  return db.write(async (tx) => {
    const next = await tx.row<JobRow>(
      `SELECT id, kind, payload, attempts, max_attempts AS "maxAttempts", child FROM job WHERE ${ofKind} AND (${open})
       ORDER BY priority DESC, run_at, id LIMIT 1 ${lock}`,
      [at, ...kinds],
    );
    if (!next) return null;
    const attempts = next.attempts + 1;
    await tx.update(
      jobs,
      { id: next.id },
      { state: 'running', worker, attempts, leaseUntil: new Date(now.getTime() + leaseMs).toISOString(), child: null },
    );
    return {
      id: next.id,
      kind: next.kind,
      payload: JSON.parse(next.payload) as Catalogue[JobKind],
      attempts,
      maxAttempts: next.maxAttempts,
      child: next.child === null ? null : (JSON.parse(next.child) as ClaimedJob['child']),
    };
  });
}

const held = (job: ClaimedJob, worker: string) => ({ id: job.id, worker, attempts: job.attempts, state: 'running' });

/** False when the job is no longer ours. */
export const renew = (db: Database, job: ClaimedJob, worker: string, now: Date): Promise<boolean> =>
  db.write(async (tx) => (await tx.update(jobs, held(job, worker), { leaseUntil: new Date(now.getTime() + leaseMs).toISOString() })) === 1);

export const rememberChild = (db: Database, job: ClaimedJob, worker: string, child: ClaimedJob['child']): Promise<number> =>
  db.write((tx) => tx.update(jobs, held(job, worker), { child }));

export const finish = (db: Database, job: ClaimedJob, worker: string, now: Date): Promise<number> =>
  db.write((tx) =>
    tx.update(jobs, held(job, worker), { state: 'done', endedAt: now.toISOString(), leaseUntil: null, child: null, dedupe: null }),
  );

const postponeMs = 15_000;

/** Puts a job back as if it had not been taken. */
export const postpone = (db: Database, job: ClaimedJob, worker: string, now: Date, reason: string): Promise<number> =>
  db.write((tx) =>
    tx.update(jobs, held(job, worker), {
      ...{ state: 'waiting', attempts: job.attempts - 1, leaseUntil: null, child: null, lastError: reason.slice(0, 500) },
      runAt: new Date(now.getTime() + postponeMs).toISOString(),
    }),
  );

/** Tries again after 2^n seconds, or marks the job dead. */
export async function fail(db: Database, job: ClaimedJob, worker: string, now: Date, reason: string, final: boolean): Promise<void> {
  const dead = final || job.attempts >= job.maxAttempts;
  const again = new Date(now.getTime() + 2 ** job.attempts * 1000).toISOString();
  await db.write((tx) =>
    tx.update(jobs, held(job, worker), {
      state: dead ? 'dead' : 'waiting',
      runAt: again,
      leaseUntil: null,
      child: null,
      lastError: reason.slice(0, 500),
      ...(dead ? { endedAt: now.toISOString(), dedupe: null } : {}),
    }),
  );
}
