/** Every job there is, with its payload. The map from name to handler is total by type. */
export interface Catalogue {
  'process-recording': { recordingId: number };
  'cut-recording': { recordingId: number };
  'picture-recording': { recordingId: number };
  'steady-recording': { recordingId: number };
  'tidy-recording': { recordingId: number };
  'erase-recording': { recordingId: number };
  'sweep-retention': Record<string, never>;
  'sweep-incoming': Record<string, never>;
  'sweep-work': Record<string, never>;
  'sweep-uploads': Record<string, never>;
  'sweep-hours': Record<string, never>;
  'sweep-applications': Record<string, never>;
}

export type JobKind = keyof Catalogue;

/**
 * Two lanes, each with one job at a time: what takes seconds never waits behind what takes an hour. A film is playable, and a withdrawn
 * one erased, while another is being made steady.
 */
export const lanes: Record<'quick' | 'slow', readonly JobKind[]> = {
  quick: [
    ...(['process-recording', 'picture-recording', 'tidy-recording', 'erase-recording'] as const),
    ...(['sweep-retention', 'sweep-incoming', 'sweep-work', 'sweep-uploads'] as const),
  ],
  slow: ['cut-recording', 'steady-recording', 'sweep-hours', 'sweep-applications'],
};

/** Jobs that open a stranger's file; they wait while the sandbox cannot start. */
export const needTools: ReadonlySet<JobKind> = new Set(['process-recording', 'cut-recording', 'picture-recording', 'steady-recording']);

/** What a handler may do while it runs. `signal` aborts when the lease is lost or the worker stops. */
export interface JobRun {
  jobId: number;
  attempt: number;
  maxAttempts: number;
  signal: AbortSignal;
  now: () => Date;
  /** Remembers the child process, so that it can be ended first if the worker dies. */
  rememberChild: (child: { pid: number; startedAt: number } | null) => Promise<void>;
}

export type Handlers = { [K in JobKind]: (payload: Catalogue[K], run: JobRun) => Promise<void> };

/** Throw this when trying again cannot help. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused';
}

/** Throw this when the machine is not ready for the job: it waits and no attempt is counted. */
export class JobPostponed extends Error {}
