import { listCohortAttendance } from '../../store/attendance.js';
import { addTrainingDay, listTrainingDays, moveTrainingDay, type TrainingDay } from '../../store/training-day.js';
import { getProgramme } from '../../store/programme.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { dayTitle } from '../../web/day-title.js';
import { readDays, slotsOf, type Slot } from './day-slots.js';
import type { CohortRecord } from './scope.js';

type Here = Visit<CohortRecord>;

async function loadSlots({ house, record }: Here) {
  const [programme, days] = await Promise.all([getProgramme(house.db, record.programmeVersionId), listTrainingDays(house.db, record.id)]);
  return { body: programme.body, slots: slotsOf(programme.body, days) };
}

async function form(visit: Here, typed?: Typed, errors?: FieldError[]): Promise<void> {
  const { record, t, lang, fmt } = visit;
  const { body, slots } = await loadSlots(visit);
  const shownDate = ({ key, existing }: Slot) => (typed ? typedText(typed, `date-${key}`) : existing ? fmt.typedDate(existing.onDate) : '');
  const shownPlace = ({ key, existing }: Slot) => (typed ? typedText(typed, `place-${key}`) : (existing?.place ?? ''));
  const view = {
    cohort: { id: record.id, name: record.name },
    notice: visit.flash(),
    rows: slots.map((slot) => ({
      key: slot.key,
      title: dayTitle(body, slot, t, lang),
      optional: slot.optional,
      date: shownDate(slot),
      place: shownPlace(slot),
    })),
  };
  await visit.page('training/days', view, { title: t('training:days.title'), status: errors ? 422 : 200, errors });
}

export const editForm = (visit: Here): Promise<void> => form(visit);

const changed = (day: TrainingDay, to: { onDate: string; place: string }) => day.onDate !== to.onDate || day.place !== to.place;

/** Days are added and moved; a day with attendance may not be moved into the future. */
export async function update(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor, today } = visit;
  const typed = typedOf(req.body);
  const { slots } = await loadSlots(visit);
  const entered = new Set((await listCohortAttendance(house.db, record.id)).map(({ trainingDayId }) => trainingDayId));
  const read = readDays(slots, typed, { entered, today });
  if (!read.ok) return form(visit, typed, read.errors);
  await house.db.write(async (tx) => {
    for (const { slot, onDate, place } of read.days) {
      const { existing, kind, code, day, title } = slot;
      if (!existing) await addTrainingDay(tx, actor, { cohortId: record.id, kind, code, day, title, onDate, place });
      else if (changed(existing, { onDate, place }))
        await moveTrainingDay(tx, { ...actor, personId: viewer.id }, existing, { onDate, place });
    }
  });
  visit.done(paths.training.cohort(record.id), 'training:flash.daysKept');
}
