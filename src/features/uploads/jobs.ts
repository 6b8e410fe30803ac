import type { Handlers } from '../../jobs/catalogue.js';
import { enqueue } from '../../jobs/queue.js';
import type { House } from '../../web/house.js';
import { sweepUploads } from './sweep-uploads.js';

const hourMs = 3_600_000;
const nextHour = (now: Date): Date => new Date((Math.floor(now.getTime() / hourMs) + 1) * hourMs);

const plan = ({ db }: House, now: Date, runAt: Date): Promise<void> =>
  db.write((tx) => enqueue(tx, 'sweep-uploads', {}, { now, runAt, dedupe: `sweep-uploads:${runAt.toISOString()}` }));

export interface UploadJobs {
  handlers: Pick<Handlers, 'sweep-uploads'>;
  /** Plans the sweep; call it when the worker starts. */
  schedule: () => Promise<void>;
}

/** Every hour, what was left half sent. The next run is planned before the work, so that a failed run never ends the series. */
export const uploadJobs = (house: House): UploadJobs => ({
  handlers: {
    'sweep-uploads': async (_payload, run) => {
      await plan(house, run.now(), nextHour(run.now()));
      await sweepUploads(house, run.now());
    },
  },
  schedule: () => plan(house, house.clock(), house.clock()),
});
