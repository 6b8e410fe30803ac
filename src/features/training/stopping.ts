import { stoppedOn } from '../../domain/cohort/leave.js';
import { addEvents, listEvents, tookPartBetween } from '../../store/enrolment.js';
import { endMemberships } from '../../store/supervision-group.js';
import { conflict } from '../../web/errors.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { stoppingForm } from './forms.js';
import type { LeaverRecord } from './scope.js';

type Here = Visit<LeaverRecord>;

/** Back to the one's page for a coordinator, to the municipality's own seats for a manager. */
const backOf = ({ record }: Here): string =>
  record.relation.coordinates ? paths.training.enrolment(record.enrolment.id) : paths.applications.places();

async function form(visit: Here, typed: Typed, errors?: FieldError[]): Promise<void> {
  const { record, t, fmt, today } = visit;
  const view = {
    id: record.enrolment.id,
    name: record.enrolment.name,
    back: backOf(visit),
    parent: record.relation.coordinates
      ? { href: paths.training.cohorts(), label: t('training:cohorts.title') }
      : { href: paths.today(), label: t('today:title') },
    cohort: record.cohort.name,
    onDate: typed['onDate'] === undefined ? fmt.typedDate(today) : typedText(typed, 'onDate'),
    reason: typedText(typed, 'reason'),
  };
  await visit.page('training/stopping', view, {
    title: t('training:stopping.title', { name: view.name }),
    status: errors ? 422 : 200,
    errors,
  });
}

/** Stopped and certified enrolments have no more such events. */
export async function stillRunning({ house, record }: Pick<Visit<Pick<LeaverRecord, 'enrolment'>>, 'house' | 'record'>): Promise<void> {
  if (record.enrolment.certifiedOn !== null) throw conflict('training:stopping.certified');
  if (stoppedOn(await listEvents(house.db, record.enrolment.id)) !== null) throw conflict('training:stopping.already');
}

export async function newForm(visit: Here): Promise<void> {
  await stillRunning(visit);
  await form(visit, {});
}

/** From the day of stopping nothing is credited, so nothing may stand after it. */
export async function create(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor, today } = visit;
  const { enrolment } = record;
  await stillRunning(visit);
  const parsed = parseForm(stoppingForm, req.body);
  if (!parsed.ok) return form(visit, typedOf(req.body), parsed.errors);
  const { onDate, reason } = parsed.values;
  const wrong =
    onDate > today
      ? 'training:stopping.future'
      : onDate < enrolment.enrolledOn
        ? 'training:beforeEnrolment'
        : (await tookPartBetween(house.db, enrolment.id, onDate, '9999-12-31'))
          ? 'training:stopping.tookPart'
          : null;
  if (wrong) return form(visit, typedOf(req.body), [{ field: 'onDate', message: wrong }]);
  await house.db.write(async (tx) => {
    await addEvents(tx, { ...actor, personId: viewer.id }, enrolment.id, [{ kind: 'stopped', onDate, reason }]);
    await endMemberships(tx, enrolment.id, onDate);
  });
  visit.done(backOf(visit), 'training:flash.stopped');
}
