import { stoppedOn } from '../../domain/cohort/leave.js';
import { mayTakeSeat, seatsTaken } from '../../domain/cohort/seats.js';
import { createPerson, SignInNameTaken } from '../../store/account.js';
import { listCohortMunicipalities } from '../../store/cohort.js';
import { listTrainingDays } from '../../store/training-day.js';
import type { Reader, Writer } from '../../store/database.js';
import { createEnrolment, listCohortEvents, listEnrollable, listEnrolments, lockCohort } from '../../store/enrolment.js';
import { getProgramme, versionAtEnrolment } from '../../store/programme.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { chosenTraineeForm, newTraineeForm } from './forms.js';
import type { CohortRecord } from './scope.js';

export { show } from './enrolment-page.js';

type Here = Visit<CohortRecord>;

/** Thrown inside the transaction, so that a refused enrolment leaves no person behind. */
class Refused extends Error {
  constructor(readonly field: FieldError) {
    super(field.message);
  }
}

async function seatsOf(db: Reader, cohortId: number, today: string) {
  const [enrolments, events, days, municipalities] = await Promise.all([
    listEnrolments(db, cohortId),
    listCohortEvents(db, cohortId),
    listTrainingDays(db, cohortId),
    listCohortMunicipalities(db, cohortId),
  ]);
  const holders = enrolments.map(({ id, municipalityId }) => ({
    municipalityId,
    stoppedOn: stoppedOn(events.filter(({ enrolmentId }) => enrolmentId === id)),
  }));
  const seminar2 = days.find(({ code }) => code === 'S2')?.onDate ?? null;
  return municipalities.map(({ id, name }) => ({ id, name, taken: seatsTaken(holders, id, seminar2, today) }));
}

async function form(visit: Here, typed: Typed, errors?: FieldError[]): Promise<void> {
  const { house, record, t, fmt, today } = visit;
  const [seats, people, programme] = await Promise.all([
    seatsOf(house.db, record.id, today),
    listEnrollable(house.db, record.id),
    getProgramme(house.db, record.programmeVersionId),
  ]);
  const capacity = programme.body.capacity.perMunicipality;
  const named = new Map(seats.map(({ id, name }) => [id, name]));
  const municipalities = seats.map(({ id, name, taken }) => ({
    value: String(id),
    label: capacity === null ? name : t('training:enrolmentForm.seats', { name, taken, capacity }),
  }));
  const view = {
    cohort: { id: record.id, name: record.name },
    people: people.map(({ id, name, municipalityId }) => ({
      value: String(id),
      label: `${name}, ${named.get(municipalityId ?? 0) ?? ''}`,
    })),
    municipalities,
    person: typedText(typed, 'person'),
    name: typedText(typed, 'name'),
    signInName: typedText(typed, 'signInName'),
    municipality: typedText(typed, 'municipality'),
    enrolledOn: typed['enrolledOn'] === undefined ? fmt.typedDate(today) : typedText(typed, 'enrolledOn'),
  };
  await visit.page('training/enrolment-form', view, { title: t('training:enrolmentForm.title'), status: errors ? 422 : 200, errors });
}

export const newForm = (visit: Here): Promise<void> => form(visit, {});

interface Asked {
  enrolledOn: string;
  municipalityId: number;
  /** The field that carries the choice of municipality. */
  field: 'municipality' | 'person';
  personId: (tx: Writer) => Promise<number>;
}

/** At most so many a municipality: counted inside the transaction, behind the cohort's lock. */
async function enrol(visit: Here, { enrolledOn, municipalityId, field, personId }: Asked): Promise<number> {
  const { house, record, actor, today } = visit;
  return house.db.write(async (tx) => {
    await lockCohort(tx, record.id);
    const seat = (await seatsOf(tx, record.id, today)).find(({ id }) => id === municipalityId);
    if (!seat) throw new Refused({ field, message: 'training:enrolmentForm.municipalityMissing' });
    const capacity = (await getProgramme(tx, record.programmeVersionId)).body.capacity.perMunicipality;
    const verdict = mayTakeSeat(seat.taken, capacity);
    if (!verdict.ok)
      throw new Refused({
        field,
        message: `${verdict.reason}?${new URLSearchParams({ municipality: seat.name, capacity: String(capacity) }).toString()}`,
      });
    const person = await personId(tx);
    return createEnrolment(tx, actor, {
      personId: person,
      cohortId: record.id,
      municipalityId,
      programmeVersionId: await versionAtEnrolment(tx, record.programmeVersionId, enrolledOn),
      enrolledOn,
    });
  });
}

async function asked(visit: Here): Promise<{ ok: true; asked: Asked } | { ok: false; errors: FieldError[] }> {
  const { house, record, req, actor } = visit;
  if (typedText(typedOf(req.body), 'person') !== '') {
    const parsed = parseForm(chosenTraineeForm, req.body);
    if (!parsed.ok) return parsed;
    const chosen = (await listEnrollable(house.db, record.id)).find(({ id }) => id === parsed.values.person);
    if (!chosen?.municipalityId) return { ok: false, errors: [{ field: 'person', message: 'training:enrolmentForm.personGone' }] };
    return {
      ok: true,
      asked: {
        enrolledOn: parsed.values.enrolledOn,
        municipalityId: chosen.municipalityId,
        field: 'person',
        personId: () => Promise.resolve(chosen.id),
      },
    };
  }
  const parsed = parseForm(newTraineeForm, req.body);
  if (!parsed.ok) return parsed;
  const { name, signInName, municipality, enrolledOn } = parsed.values;
  const personId = (tx: Writer) => createPerson(tx, actor, { name, signInName, roles: ['trainee'], municipalityId: municipality });
  return { ok: true, asked: { enrolledOn, municipalityId: municipality, field: 'municipality', personId } };
}

export async function create(visit: Here): Promise<void> {
  const { req } = visit;
  const read = await asked(visit);
  if (!read.ok) return form(visit, typedOf(req.body), read.errors);
  try {
    const id = await enrol(visit, read.asked);
    visit.done(paths.training.enrolment(id), 'training:flash.enrolled');
  } catch (error) {
    if (error instanceof SignInNameTaken)
      return form(visit, typedOf(req.body), [{ field: 'signInName', message: 'training:enrolmentForm.taken' }]);
    if (error instanceof Refused) return form(visit, typedOf(req.body), [error.field]);
    throw error;
  }
}
