import { lanes, needTools, type JobKind, type Catalogue, type Handlers } from './jobs/catalogue.js';
import { startRunner, type Runner } from './jobs/runner.js';
import type { House } from './web/house.js';
import { applicationJobs } from './features/applications/jobs.js';
import { supervisionJobs } from './features/supervision/jobs.js';
import { recordingJobs } from './features/recordings/jobs.js';
import { uploadJobs } from './features/uploads/jobs.js';

const nothing: ReadonlySet<JobKind> = new Set();

/** Tells the log when processing comes to a standstill and when it goes on, once each. */
function watchStandstill({ media, log }: House): () => Promise<ReadonlySet<JobKind>> {
  let last: string | null = null;
  return async () => {
    const why = await media.standstill();
    if (why !== last && why !== null) log.error({ why }, 'film is not processed: the sandbox or the virus scanner is not there');
    if (why !== last && why === null) log.info('film is processed again');
    last = why;
    return why === null ? nothing : needTools;
  };
}

/** The map from job to handler, in two lanes. The server starts it in its own process unless told otherwise. */
export function startWork(house: House, pollMs?: number): Runner {
  const { handlers, onDead, schedule } = recordingJobs(house);
  const uploads = uploadJobs(house);
  const hours = supervisionJobs(house);
  const names = applicationJobs(house);
  if (pollMs !== 0)
    Promise.all([schedule(), uploads.schedule(), hours.schedule(), names.schedule()]).catch(() =>
      house.log.error('sweeps were not planned'),
    );
  const heldBack = watchStandstill(house);
  const [quick, slow] = [lanes.quick, lanes.slow].map((kinds) =>
    startRunner({
      ...{ db: house.db, kinds, heldBack, clock: house.clock, pollMs },
      handlers: { ...handlers, ...uploads.handlers, ...hours.handlers, ...names.handlers } as Handlers,
      onDead: onDead as (kind: JobKind, payload: Catalogue[JobKind], reason: string) => Promise<void>,
      endOrphan: async (child) => void (await house.media.endOrphan(child)),
      log: (event, fields) => house.log.info(fields, event),
    }),
  ) as [Runner, Runner];
  return {
    drain: async () => {
      // What takes an hour may leave something quick behind, and the other way round.
      for (let all = 0; ;) {
        const taken = (await quick.drain()) + (await slow.drain());
        if (taken === 0) return all;
        all += taken;
      }
    },
    stop: async () => void (await Promise.all([quick.stop(), slow.stop()])),
  };
}
