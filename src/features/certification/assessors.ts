import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { mayAssess } from '../../domain/certification/independence.js';
import { outcomeOf } from '../../domain/certification/outcome.js';
import type { Person } from '../../domain/person/person.js';
import { p12 } from '../../domain/rubric/p12.js';
import { assignSeat, findCase, findIndependence, holdCase, listQualified, type CaseRecord, type Slot } from '../../store/assessment.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { conflict } from '../../web/errors.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import { verdictSentence, type Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import type { CaseFile } from './scope.js';
import { seatView } from './seats.js';

const fieldOf = (slot: Slot) => `slot-${slot}`;

/** Seats to fill now: the two first, the adjudicator when the two are too far apart. */
function freeSlots({ seats, id }: CaseRecord, facts: EnrolmentFacts): Slot[] {
  const taken = seats.map(({ slot }) => slot);
  const first = (['A', 'B'] as const).filter((slot) => !taken.includes(slot));
  if (first.length > 0) return [...first];
  const found = facts.cases.find((one) => one.id === id);
  const apart = found !== undefined && outcomeOf(found, facts.rules.K7).kind === 'adjudication';
  return apart && !taken.includes('adjudicator') ? ['adjudicator'] : [];
}

type Qualified = Awaited<ReturnType<typeof listQualified>>[number];

const asPerson = ({ id, name, organisation, municipalityId }: Qualified): Person => ({
  id,
  name,
  organisation,
  municipalityId,
  roles: [],
  language: 'da',
  assessor: true,
  accountState: 'open',
  filmHold: false,
});

const named = ({ name, organisation }: Qualified) => (organisation ? `${name}, ${organisation}` : name);

/** Everyone who is qualified: who can be chosen, and for the others why not. Film, length and route are not told. */
async function form(visit: Visit<CaseFile>, typed: Typed, errors: FieldError[] = []): Promise<void> {
  const { house, record, t, fmt } = visit;
  const { candidate, case: file } = record;
  const independence = await findIndependence(house.db, candidate, file.id);
  const judged = (await listQualified(house.db)).map((one) => ({ one, verdict: mayAssess(asPerson(one), independence) }));
  const slots = record.caseOpen && record.consentValid ? freeSlots(file, candidate.facts) : [];
  await visit.page(
    'certification/assessors',
    {
      crumbs: [{ href: paths.certification.enrolment(candidate.id), label: candidate.name }, { label: t('certification:assign.title') }],
      title: t(slots.includes('adjudicator') ? 'certification:assign.adjudicator' : 'certification:assign.title'),
      lead: t(slots.includes('adjudicator') ? 'certification:assign.leadAdjudicator' : 'certification:assign.lead', {
        name: candidate.name,
        date: fmt.date(file.requestedOn),
      }),
      action: paths.certification.assessors(file.id),
      slots: slots.map((slot) => ({ name: fieldOf(slot), label: t(`certification:slot.${slot}`), value: typedText(typed, fieldOf(slot)) })),
      save: t('certification:assign.save', { count: slots.length }),
      options: judged.filter(({ verdict }) => verdict.ok).map(({ one }) => ({ value: String(one.id), label: named(one) })),
      barred: judged
        .filter(({ verdict, one }) => !verdict.ok && !independence.assignedIds.includes(one.id))
        .map(({ one, verdict }) => ({ strong: named(one), rest: verdictSentence(t, verdict) ?? '' })),
      seated: file.seats.map((seat) => seatView({ t, fmt }, seat)),
    },
    { title: t('certification:assign.title'), errors, status: errors.length > 0 ? 422 : 200 },
  );
}

export const newForm = (visit: Visit<CaseFile>): Promise<void> => form(visit, {});

/** All free seats at once; independence is judged where nobody else can assign meanwhile. */
async function assign(visit: Visit<CaseFile>, typed: Typed): Promise<FieldError[]> {
  const { house, record, actor, viewer } = visit;
  return house.db.write(async (tx) => {
    await holdCase(tx, record.case.id);
    const fresh = (await findCase(tx, record.case.id))!;
    const facts = (await factsFor(tx, [record.candidate.id])).get(record.candidate.id)!;
    const standing = facts.cases.find(({ id }) => id === fresh.id);
    if (fresh.closedOn !== null || !standing?.consentValid) throw conflict('refusals:caseClosed');
    const slots = freeSlots(fresh, facts);
    if (slots.length === 0) throw conflict('certification:assign.full');
    const independence = await findIndependence(tx, record.candidate, fresh.id);
    const qualified = await listQualified(tx);
    const errors: FieldError[] = [];
    const chosen: { slot: Slot; personId: number }[] = [];
    for (const slot of slots) {
      const person = qualified.find(({ id }) => String(id) === typedText(typed, fieldOf(slot)));
      const assignedIds = [...independence.assignedIds, ...chosen.map(({ personId }) => personId)];
      const verdict = person && mayAssess(asPerson(person), { ...independence, assignedIds });
      if (!person || !verdict) errors.push({ field: fieldOf(slot), message: 'certification:assign.choose' });
      else if (!verdict.ok) errors.push({ field: fieldOf(slot), message: verdict.reason });
      else chosen.push({ slot, personId: person.id });
    }
    if (errors.length > 0) return errors;
    for (const seat of chosen) await assignSeat(tx, { ...actor, personId: viewer.id }, { ...seat, caseId: fresh.id, rubric: p12.id });
    return [];
  });
}

export async function create(visit: Visit<CaseFile>): Promise<void> {
  const typed = typedOf(visit.req.body);
  const errors = await assign(visit, typed);
  if (errors.length > 0) return form(visit, typed, errors);
  visit.done(paths.certification.enrolment(visit.record.candidate.id), 'certification:flash.assigned');
}
