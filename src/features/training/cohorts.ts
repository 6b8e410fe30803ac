import { backOn, onLeave, stoppedOn } from '../../domain/cohort/leave.js';
import { listCohortAttendance } from '../../store/attendance.js';
import { createCohort, listCohortsFor } from '../../store/cohort.js';
import { listMunicipalities } from '../../store/municipality.js';
import { listTrainingDays } from '../../store/training-day.js';
import { listCohortEvents, listEnrolments } from '../../store/enrolment.js';
import { getProgramme, inForce, listProgrammes } from '../../store/programme.js';
import { readSeats } from '../../store/seat.js';
import { listCohortGroups } from '../../store/supervision-group.js';
import { parseForm, typedOf, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { cohortView } from './cohort-views.js';
import { cohortForm } from './forms.js';
import type { CohortRecord } from './scope.js';
import { cohortFormView } from './views.js';

type Plain = Visit<Record<never, never>>;

export async function list({ house, viewer, page, flash, t, lang, fmt }: Plain): Promise<void> {
  const [cohorts, programmes] = await Promise.all([listCohortsFor(house.db, viewer.id), listProgrammes(house.db)]);
  const titles = new Map(programmes.map(({ id, body }) => [id, body.title[lang]]));
  const rows = cohorts.map((one) => ({
    strong: one.name,
    href: paths.training.cohort(one.id),
    rest: titles.get(one.programmeVersionId) ?? '',
    note: t('training:cohorts.line', {
      trainees: t('training:traineeCount', { count: one.trainees }),
      municipalities: t('training:municipalityCount', { count: one.municipalities }),
    }),
    aside: t('training:span', { from: fmt.shortDate(one.startsOn), to: fmt.shortDate(one.endsOn) }),
  }));
  await page('training/cohorts', { rows, notice: flash() }, { title: t('training:cohorts.title') });
}

async function form(visit: Plain, typed: Typed, errors?: FieldError[]): Promise<void> {
  const [programmes, municipalities] = await Promise.all([listProgrammes(visit.house.db), listMunicipalities(visit.house.db)]);
  const view = cohortFormView(visit.lang, typed, inForce(programmes, visit.today), municipalities);
  await visit.page('training/cohort-form', view, { title: visit.t('training:cohortForm.title'), status: errors ? 422 : 200, errors });
}

export const newForm = (visit: Plain): Promise<void> => form(visit, {});

export async function create(visit: Plain): Promise<void> {
  const { house, req, viewer, actor } = visit;
  const parsed = parseForm(cohortForm, req.body);
  if (!parsed.ok) return form(visit, typedOf(req.body), parsed.errors);
  const { name, programme, startsOn, endsOn, municipalities } = parsed.values;
  const [programmes, known] = await Promise.all([listProgrammes(house.db), listMunicipalities(house.db)]);
  const unknown: FieldError[] = [
    ...(programmes.some(({ id }) => id === programme) ? [] : [{ field: 'programme', message: 'training:cohortForm.programmeMissing' }]),
    ...(municipalities.every((id) => known.some((one) => one.id === id))
      ? []
      : [{ field: 'municipalities', message: 'training:cohortForm.municipalityMissing' }]),
  ];
  if (unknown.length > 0) return form(visit, typedOf(req.body), unknown);
  const municipalityIds = [...new Set(municipalities)];
  const id = await house.db.write((tx) =>
    createCohort(tx, actor, { name, programmeVersionId: programme, startsOn, endsOn, municipalityIds, coordinatorId: viewer.id }),
  );
  visit.done(paths.training.days(id), 'training:flash.cohortMade', { name });
}

export async function show(visit: Visit<CohortRecord>): Promise<void> {
  const { house, record, today } = visit;
  const { db } = house;
  const [programme, picture, enrolments, events, days, attendance, groups] = await Promise.all([
    getProgramme(db, record.programmeVersionId),
    readSeats(db, record, today),
    listEnrolments(db, record.id),
    listCohortEvents(db, record.id),
    listTrainingDays(db, record.id),
    listCohortAttendance(db, record.id),
    listCohortGroups(db, record.id),
  ]);
  const trainees = enrolments.map((enrolment) => {
    const own = events.filter(({ enrolmentId }) => enrolmentId === enrolment.id);
    const stop = stoppedOn(own);
    return {
      ...enrolment,
      stoppedOn: stop !== null && stop <= today ? stop : null,
      onLeave: onLeave(own, today),
      backOn: backOn(own, today),
    };
  });
  const seats = picture.municipalities;
  const view = cohortView(visit, { cohort: record, programme: programme.body, seats, trainees, days, attendance, groups });
  await visit.page('training/cohort', { ...view, notice: visit.flash() }, { title: record.name });
}
