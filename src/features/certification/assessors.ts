import { mayAssess } from '../../domain/certification/independence.js';
import { outcomeOf } from '../../domain/certification/outcome.js';
import { assign } from '../../store/assessment-writing.js';
import { findCase, findEnrolmentFor, listAssessors, type Slot } from '../../store/assessment.js';
import { findPerson } from '../../store/person.js';
import { conflict } from '../../web/errors.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { independenceOf, type Case } from './scope.js';

const adjudicates = ({ case: found, facts }: Pick<Case, 'case' | 'facts'>): boolean => {
  const one = facts.cases.find(({ id }) => id === found.id);
  return (
    one !== undefined && outcomeOf(one, facts.rules.K7).kind === 'adjudication' && found.seats.every(({ slot }) => slot !== 'adjudicator')
  );
};

/** Slots that are still free: two assessors, and the adjudicator once the two are apart. */
const freeSlots = (record: Pick<Case, 'case' | 'facts'>): Slot[] => {
  const taken = record.case.seats.map(({ slot }) => slot);
  const pair = (['A', 'B'] as const).filter((slot) => !taken.includes(slot));
  return pair.length > 0 ? [...pair] : adjudicates(record) ? ['adjudicator'] : [];
};

async function form(visit: Visit<Case>, typed: Typed, errors: FieldError[] = []): Promise<void> {
  const { house, record, t, fmt } = visit;
  const slots = freeSlots(record);
  const seated = record.case.seats.map(({ personId }) => personId);
  const facts = independenceOf(record, seated);
  const candidates = await Promise.all(
    (await listAssessors(house.db)).map(async (one) => ({ ...one, person: await findPerson(house.db, one.id) })),
  );
  const free = candidates.filter(({ person }) => person !== null && mayAssess(person, facts).ok);
  return visit.page(
    'certification/assessors',
    {
      crumbs: [{ href: paths.certification.enrolment(record.id), label: record.name }, { label: t('certification:assign.title') }],
      action: paths.certification.assessors(record.case.id),
      lead: t('certification:assign.lead', { name: record.name, date: fmt.date(record.case.requestedOn) }),
      slots: slots.map((slot) => ({
        name: `slot-${slot}`,
        label: t(`certification:assign.slot.${slot}`),
        value: typedText(typed, `slot-${slot}`),
      })),
      options: free.map(({ id, name, organisation }) => ({ value: String(id), label: organisation ? `${name}, ${organisation}` : name })),
      seated: record.case.seats.map(({ name, slot }) => ({ strong: name, rest: t(`certification:assign.slot.${slot}`) })),
    },
    { title: t('certification:assign.title'), errors, status: errors.length > 0 ? 422 : 200 },
  );
}

export const newForm = (visit: Visit<Case>): Promise<void> => form(visit, {});

/** Assigns every free slot at once. Independence is judged again inside the transaction. */
export async function create(visit: Visit<Case>): Promise<void> {
  const { req, house, record, actor, today, viewer, done } = visit;
  const typed = typedOf(req.body);
  const errors = await house.db.write(async (tx): Promise<FieldError[]> => {
    await tx.run('UPDATE assessment_case SET attempt = attempt WHERE id = $1', [record.case.id]);
    const fresh = await findCase(tx, record.case.id);
    const enrolment = await findEnrolmentFor(tx, viewer.id, record.id, today);
    if (!fresh || !enrolment || fresh.closedOn !== null) throw conflict('certification:assign.closed');
    const slots = freeSlots({ case: fresh, facts: record.facts });
    if (slots.length === 0) throw conflict('certification:assign.full');
    const found: FieldError[] = [];
    const seated = fresh.seats.map(({ personId }) => personId);
    for (const slot of slots) {
      const person = await findPerson(tx, Number(typedText(typed, `slot-${slot}`)) || 0);
      if (!person) found.push({ field: `slot-${slot}`, message: 'certification:assign.choose' });
      else {
        const verdict = mayAssess(person, independenceOf(enrolment, seated));
        if (!verdict.ok) found.push({ field: `slot-${slot}`, message: verdict.reason });
        seated.push(person.id);
      }
    }
    if (found.length > 0) return found;
    for (const slot of slots) await assign(tx, actor, fresh.id, slot, Number(typedText(typed, `slot-${slot}`)));
    return [];
  });
  if (errors.length > 0) return form(visit, typed, errors);
  done(paths.certification.enrolment(record.id), 'certification:flash.assigned');
}
