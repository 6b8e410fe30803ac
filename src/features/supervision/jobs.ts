import { localDate } from '../../domain/calendar/dates.js';
import type { Handlers } from '../../jobs/catalogue.js';
import { nextNight } from '../../jobs/night.js';
import { enqueue } from '../../jobs/queue.js';
import { findUneven, retally } from '../../store/supervision-total.js';
import type { House } from '../../web/house.js';

const plan = ({ db }: House, now: Date, runAt: Date): Promise<void> =>
  db.write((tx) => enqueue(tx, 'sweep-hours', {}, { now, runAt, dedupe: `sweep-hours:${runAt.toISOString()}` }));

/** Every night the kept totals are held against the lines. They differ only when a new version of a programme came into force. */
export const supervisionJobs = (house: House) => ({
  handlers: {
    'sweep-hours': async (_payload, run) => {
      const today = localDate(run.now());
      await plan(house, run.now(), nextNight(run.now()));
      const uneven = await findUneven(house.db, today);
      if (uneven.length === 0) return;
      house.log.warn({ enrolments: uneven.length }, 'totals of supervision did not match their lines and were worked out anew');
      await house.db.write((tx) => retally(tx, uneven, today));
    },
  } satisfies Pick<Handlers, 'sweep-hours'>,
  schedule: () => plan(house, house.clock(), nextNight(house.clock())),
});
