/** Every job there is, with its payload. The map from name to handler is total by type. */
export interface Catalogue {
  'process-recording': { recordingId: number };
  'erase-recording': { recordingId: number };
  'sweep-retention': Record<string, never>;
  'sweep-incoming': Record<string, never>;
}

export type JobKind = keyof Catalogue;

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
export class JobRefused extends Error {}
