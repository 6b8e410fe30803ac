import { stoppedOn } from '../../domain/cohort/leave.js';
import { seatsBesideLine } from '../../domain/application/waiting-list.js';
import { moveEmployer } from '../../store/employer.js';
import { addEvents, listEvents, lockCohort, tookPartBetween } from '../../store/enrolment.js';
import type { Reader } from '../../store/database.js';
import { readSeats } from '../../store/seat.js';
import { endMemberships } from '../../store/supervision-group.js';
import { conflict } from '../../web/errors.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { employerForm } from './forms.js';
import type { EnrolmentRecord } from './scope.js';

type Here = Visit<EnrolmentRecord>;

/** Somebody who stopped has no training to take along. */
async function stillHere({ house, record }: Here): Promise<void> {
  if (stoppedOn(await listEvents(house.db, record.enrolment.id)) !== null) throw conflict('training:stopping.already');
}

async function form(visit: Here, typed: Typed, errors?: FieldError[]): Promise<void> {
  const { house, record, t, fmt, today } = visit;
  const { municipalities } = await readSeats(house.db, record.cohort, today);
  const others = municipalities.filter(({ id }) => id !== record.enrolment.municipalityId);
  const certified = record.enrolment.certifiedOn !== null;
  const view = {
    id: record.enrolment.id,
    name: record.enrolment.name,
    text: t(certified ? 'applications:employer.textCertified' : 'applications:employer.text', {
      municipality: record.enrolment.municipalityName,
    }),
    municipalities: [
      ...others.map(({ id, name, taken, capacity }) => ({
        value: String(id),
        label: capacity === null || certified ? name : t('training:enrolmentForm.seats', { name, taken, capacity }),
      })),
      { value: 'elsewhere', label: t(certified ? 'applications:employer.elsewhere' : 'applications:employer.elsewhereStops') },
    ],
    municipality: typedText(typed, 'municipality'),
    workplace: typedText(typed, 'workplace'),
    onDate: typed['onDate'] === undefined ? fmt.typedDate(today) : typedText(typed, 'onDate'),
  };
  await visit.page('training/employer', view, {
    title: t('applications:employer.title', { name: view.name }),
    status: errors ? 422 : 200,
    errors,
  });
}

export async function newForm(visit: Here): Promise<void> {
  await stillHere(visit);
  await form(visit, {});
}

/** The new municipality needs a seat left over for somebody still in training. A certificate needs none. */
async function seatFault(db: Reader, { record, today }: Here, toId: number | null): Promise<FieldError | null> {
  if (toId === null) return null;
  const picture = await readSeats(db, record.cohort, today);
  const place = picture.municipalities.find(({ id }) => id === toId);
  if (!place || toId === record.enrolment.municipalityId) return { field: 'municipality', message: 'applications:employer.choose' };
  if (record.enrolment.certifiedOn !== null || seatsBesideLine(picture.applications, toId, place) !== 0) return null;
  const params = new URLSearchParams({ municipality: place.name, capacity: String(place.capacity) });
  return { field: 'municipality', message: `refusals:seatsFull?${params.toString()}` };
}

function dateFault({ record, today }: Here, onDate: string): FieldError | null {
  if (onDate > today) return { field: 'onDate', message: 'training:stopping.future' };
  return onDate < record.enrolment.enrolledOn ? { field: 'onDate', message: 'training:beforeEnrolment' } : null;
}

/** The person and all they have done move along; the seat and who follows them change. Outside the cohort's municipalities the training stops. */
export async function create(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor } = visit;
  const { enrolment, cohort } = record;
  await stillHere(visit);
  const parsed = parseForm(employerForm, req.body);
  if (!parsed.ok) return form(visit, typedOf(req.body), parsed.errors);
  const { municipality, onDate, workplace } = parsed.values;
  const toId = municipality === 'elsewhere' ? null : Number(municipality);
  const stops = toId === null && enrolment.certifiedOn === null;
  const credited = stops && (await tookPartBetween(house.db, enrolment.id, onDate, '9999-12-31'));
  const wrong = dateFault(visit, onDate) ?? (credited ? { field: 'onDate', message: 'training:stopping.tookPart' } : null);
  if (wrong) return form(visit, typedOf(req.body), [wrong]);
  const acting = { ...actor, personId: viewer.id };
  const refused = await house.db.write(async (tx) => {
    await lockCohort(tx, cohort.id);
    if (stoppedOn(await listEvents(tx, enrolment.id)) !== null) throw conflict('training:stopping.already');
    const full = await seatFault(tx, visit, toId);
    if (full) return full;
    await moveEmployer(tx, acting, { enrolment, toId, onDate, workplace });
    if (!stops) return null;
    await addEvents(tx, acting, enrolment.id, [{ kind: 'stopped', onDate, reason: visit.t('applications:employer.reason') }]);
    await endMemberships(tx, enrolment.id, onDate);
    return null;
  });
  if (refused) return form(visit, typedOf(req.body), [refused]);
  visit.done(paths.training.enrolment(enrolment.id), stops ? 'training:flash.stopped' : 'applications:flash.moved');
}
