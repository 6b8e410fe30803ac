import { addApology, findApology } from '../../store/apology.js';
import { lockDay } from '../../store/training-day.js';
import { parseForm, typedOf, typedText } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { showRefused } from './day.js';
import { reasonForm } from './forms.js';
import type { DayRecord } from './scope.js';

type Here = Visit<DayRecord>;

async function say(visit: Here, state: 'sent' | 'withdrawn', reason: string): Promise<void> {
  const { house, record, viewer, actor, done } = visit;
  const { day, enrolmentId } = record;
  if (enrolmentId === null) return done(paths.calendar.day(day.id));
  await house.db.write(async (tx) => {
    await lockDay(tx, day.id);
    const told = await findApology(tx, day.id, enrolmentId);
    const same = state === 'withdrawn' ? told === null : told?.reason === reason;
    if (!same) await addApology(tx, { ...actor, personId: viewer.id }, { trainingDayId: day.id, enrolmentId, state, reason });
  });
  done(paths.calendar.day(day.id), `calendar:flash.apology.${state}`);
}

export async function create(visit: Here): Promise<void> {
  const typed = typedOf(visit.req.body);
  const parsed = parseForm(reasonForm, { reason: typedText(typed, 'apology') });
  if (!parsed.ok)
    return showRefused(
      visit,
      typed,
      parsed.errors.map(({ message }) => ({ field: 'apology', message })),
    );
  await say(visit, 'sent', parsed.values.reason);
}

export const destroy = (visit: Here): Promise<void> => say(visit, 'withdrawn', '');
