import { randomUUID } from 'node:crypto';
import type { Database } from '../store/database.js';
import { JobPostponed, JobRefused, type Catalogue, type Handlers, type JobKind, type JobRun } from './catalogue.js';
import { claim, fail, finish, leaseMs, postpone, rememberChild, renew, type ClaimedJob } from './queue.js';

export interface RunnerOptions {
  db: Database;
  /** The kinds this runner takes, one job at a time. */
  kinds: readonly JobKind[];
  /** Asked before each job: the kinds that must wait at the moment. */
  heldBack: () => Promise<ReadonlySet<JobKind>>;
  handlers: Handlers;
  /** Told when a job's attempts are used up or it refused itself, so that what it worked on never stays in between. */
  onDead: (kind: JobKind, payload: Catalogue[JobKind], reason: string) => Promise<void>;
  /** Ends a child process left by a worker that died. */
  endOrphan: (child: { pid: number; startedAt: number }) => Promise<void>;
  clock: () => Date;
  log: (event: string, fields: Record<string, unknown>) => void;
  pollMs?: number;
}

export interface Runner {
  stop: () => Promise<void>;
  /** Runs until nothing is due; returns how many jobs were taken. For tests and scripts. */
  drain: () => Promise<number>;
}

async function runOne(options: RunnerOptions, worker: string, job: ClaimedJob, stopping: AbortSignal): Promise<void> {
  const { db, clock, log } = options;
  if (job.child) await options.endOrphan(job.child);
  if (job.attempts > job.maxAttempts) {
    await fail(db, job, worker, clock(), 'attempts used up', true);
    await options.onDead(job.kind, job.payload, 'attempts used up');
    return;
  }
  const lost = new AbortController();
  const beat = setInterval(() => {
    renew(db, job, worker, clock()).then(
      (ours) => ours || lost.abort(),
      () => undefined,
    );
  }, leaseMs / 3);
  const run: JobRun = {
    jobId: job.id,
    attempt: job.attempts,
    maxAttempts: job.maxAttempts,
    signal: AbortSignal.any([lost.signal, stopping]),
    now: clock,
    rememberChild: async (child) => void (await rememberChild(db, job, worker, child)),
  };
  try {
    await (options.handlers[job.kind] as (payload: Catalogue[JobKind], run: JobRun) => Promise<void>)(job.payload, run);
    await finish(db, job, worker, clock());
    log('job done', { job: job.id, kind: job.kind, attempt: job.attempts });
  } catch (error) {
    if (error instanceof JobPostponed) {
      log('job postponed', { job: job.id, kind: job.kind, reason: error.message });
      await postpone(db, job, worker, clock(), error.message);
      return;
    }
    const reason = error instanceof Error ? error.name : 'unknown';
    const final = error instanceof JobRefused;
    log('job failed', { job: job.id, kind: job.kind, attempt: job.attempts, reason, final });
    await fail(db, job, worker, clock(), reason, final);
    if (final || job.attempts >= job.maxAttempts) await options.onDead(job.kind, job.payload, reason);
  } finally {
    clearInterval(beat);
  }
}

async function next({ db, clock, kinds, heldBack }: RunnerOptions, worker: string): Promise<ClaimedJob | null> {
  const held = await heldBack();
  return claim(
    db,
    worker,
    clock(),
    kinds.filter((kind) => !held.has(kind)),
  );
}

/** Starts taking jobs, one at a time. */
export function startRunner(options: RunnerOptions): Runner {
  const worker = randomUUID();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  const drain = async () => {
    for (let taken = 0; ; taken += 1) {
      if (stopping.signal.aborted) return taken;
      const job = await next(options, worker);
      if (!job) return taken;
      await runOne(options, worker, job, stopping.signal);
    }
  };
  const poll = () => {
    turn = drain()
      .then(
        () => undefined,
        (error: unknown) => options.log('queue unreachable', { reason: error instanceof Error ? error.name : 'unknown' }),
      )
      .then(() => {
        if (!stopping.signal.aborted) timer = setTimeout(poll, options.pollMs ?? 500);
      });
  };
  if (options.pollMs !== 0) poll();
  return {
    drain,
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await turn;
    },
  };
}
