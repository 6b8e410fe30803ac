import { signInName as toSignInName } from '../../domain/person/sign-in-name.js';
import { createPerson, SignInNameTaken } from '../../store/account.js';
import { findSignInName } from '../../store/account-list.js';
import type { Writer } from '../../store/database.js';
import { hasTraineesNearby, listEnrollable } from '../../store/enrolment.js';
import { readSeats, seatRefusal, SeatRefused, takeSeat } from '../../store/seat.js';
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

async function form(visit: Here, typed: Typed, errors?: FieldError[]): Promise<void> {
  const { house, record, t, fmt, today } = visit;
  const [{ municipalities: seats }, people, anybody] = await Promise.all([
    readSeats(house.db, record, today),
    listEnrollable(house.db, record.id),
    hasTraineesNearby(house.db, record.id),
  ]);
  const named = new Map(seats.map(({ id, name }) => [id, name]));
  const municipalities = seats.map(({ id, name, taken, capacity }) => ({
    value: String(id),
    label: capacity === null ? name : t('training:enrolmentForm.seats', { name, taken, capacity }),
  }));
  const view = {
    cohort: { id: record.id, name: record.name },
    people: people.map(({ id, name, municipalityId }) => ({
      value: String(id),
      label: `${name}, ${named.get(municipalityId ?? 0) ?? ''}`,
    })),
    noPeople: t(anybody ? 'training:enrolmentForm.noPeople' : 'training:enrolmentForm.noAccounts'),
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
  signInName?: string;
}

/** At most so many a municipality, and those on the waiting list before others. */
async function enrol(visit: Here, { enrolledOn, municipalityId, field, personId, signInName }: Asked): Promise<number> {
  const { house, record, viewer, actor, today } = visit;
  try {
    return await house.db.write((tx) =>
      takeSeat(
        tx,
        { ...actor, personId: viewer.id },
        { cohort: record, municipalityId, enrolledOn, personId, ...(signInName && { signInName }) },
        today,
      ),
    );
  } catch (error) {
    if (error instanceof SeatRefused) throw new Refused({ field, message: seatRefusal(error) });
    throw error;
  }
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
        signInName: await findSignInName(house.db, chosen.id),
      },
    };
  }
  const parsed = parseForm(newTraineeForm, req.body);
  if (!parsed.ok) return parsed;
  const { name, signInName, municipality, enrolledOn } = parsed.values;
  const personId = (tx: Writer) => createPerson(tx, actor, { name, signInName, roles: ['trainee'], municipalityId: municipality });
  return {
    ok: true,
    asked: { enrolledOn, municipalityId: municipality, field: 'municipality', personId, signInName: toSignInName(signInName) },
  };
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
