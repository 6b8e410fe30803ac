import type { JobKind, Catalogue, Handlers } from './jobs/catalogue.js';
import { startRunner, type Runner } from './jobs/runner.js';
import type { House } from './web/house.js';
import { recordingJobs } from './features/recordings/jobs.js';

/** The map from job to handler. The server starts it in its own process unless told otherwise. */
export function startWork(house: House, pollMs?: number): Runner {
  const { handlers, onDead, schedule } = recordingJobs(house);
  if (pollMs !== 0) schedule().catch(() => house.log.error('sweeps were not planned'));
  return startRunner({
    db: house.db,
    handlers: handlers as Handlers,
    onDead: onDead as (kind: JobKind, payload: Catalogue[JobKind], reason: string) => Promise<void>,
    endOrphan: async (child) => void (await house.media.endOrphan(child)),
    clock: house.clock,
    log: (event, fields) => house.log.info(fields, event),
    pollMs,
  });
}
