import { eraseNameOn } from '../../domain/application/erasure.js';
import { localDate } from '../../domain/calendar/dates.js';
import type { Handlers } from '../../jobs/catalogue.js';
import { nextNight } from '../../jobs/night.js';
import { enqueue } from '../../jobs/queue.js';
import { eraseApplicationName, listNamed } from '../../store/application.js';
import type { House } from '../../web/house.js';

const plan = ({ db }: House, now: Date, runAt: Date): Promise<void> =>
  db.write((tx) => enqueue(tx, 'sweep-applications', {}, { now, runAt, dedupe: `sweep-applications:${runAt.toISOString()}` }));

/** Every night the names of those who got no seat are erased when their time is up. Read and erased in one, so that no yes comes between. */
export const applicationJobs = (house: House) => ({
  handlers: {
    'sweep-applications': async (_payload, run) => {
      const now = run.now();
      const today = localDate(now);
      await plan(house, now, nextNight(now));
      const erased = await house.db.write(async (tx) => {
        const due = (await listNamed(tx)).filter((one) => (eraseNameOn(one) ?? '9999') <= today);
        for (const one of due) await eraseApplicationName(tx, { personId: null, requestId: null, now }, one);
        return due.length;
      });
      if (erased > 0) await house.db.forget();
    },
  } satisfies Pick<Handlers, 'sweep-applications'>,
  schedule: () => plan(house, house.clock(), nextNight(house.clock())),
});
