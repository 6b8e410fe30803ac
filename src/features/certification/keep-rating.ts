import { outcomeOf } from '../../domain/certification/outcome.js';
import { closeCase, findCase, holdCase, noteObservation, type CaseRecord } from '../../store/assessment.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { holdSeat, lockRating, readRatings, saveRating, type RatingDraft } from '../../store/rating.js';
import type { Writer } from '../../store/database.js';
import { conflict } from '../../web/errors.js';
import type { Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import type { FieldError } from '../../web/render.js';
import { readObservation, typedObservation, type ReadObservation } from './observation.js';
import { conflictErrors, isAbout, merge, partsOf, type Merged } from './rating-merge.js';
import { inFormOrder, lockErrors, readRating, typedOfSaved, type Asked } from './rating-typed.js';
import type { CaseFile } from './scope.js';

interface Given {
  typed: Typed;
  asked: Asked;
  /** The wish to lock: done when nothing is missing. */
  lock: boolean;
}

export interface Kept extends Omit<Merged, 'wanted'> {
  /** What stands after the save, as it would be typed. */
  standing: Typed;
  /** In the order of the form. */
  errors: FieldError[];
  /** The form shows something that could not be kept. */
  unsaved: boolean;
}

const factsOf = async (tx: Writer, { candidate, case: { id } }: CaseFile) => {
  const facts = (await factsFor(tx, [candidate.id])).get(candidate.id)!;
  return { facts, standing: facts.cases.find((one) => one.id === id) };
};

/** A meeting that could not be rated is over, and counts as no attempt. */
async function closeIfNotRatable(tx: Writer, { record, actor, today }: Visit<CaseFile>): Promise<void> {
  const { facts, standing } = await factsOf(tx, record);
  if (standing && outcomeOf(standing, facts.rules.K7).kind === 'not_ratable')
    await closeCase(tx, actor, record.case.id, { closedOn: today, closedWhy: 'not_ratable' });
}

/** The case, the consent (K9) and the lock are looked at again where nobody else can change them. */
async function holdOpen(tx: Writer, record: CaseFile): Promise<CaseRecord> {
  await holdCase(tx, record.case.id);
  if (!(await holdSeat(tx, record.seat!.id))) throw conflict('refusals:ratingLocked');
  const fresh = await findCase(tx, record.case.id);
  if (!fresh || fresh.closedOn !== null) throw conflict(record.case.route === 'film' ? 'refusals:consentEnded' : 'refusals:caseClosed');
  if (!(await factsOf(tx, record)).standing?.consentValid) throw conflict('refusals:consentEnded');
  return fresh;
}

/** A rating and its observation as they would be typed. */
export const typedStanding = ({ t }: Visit<CaseFile>, draft: RatingDraft, of: CaseRecord): Typed => ({
  ...typedOfSaved(draft, t('certification:rating.wholeMeeting')),
  ...typedObservation(of),
});

/** The two facts of the observation with what this form knows of them. */
const observedNow = (fresh: CaseRecord, { seen }: ReadObservation): CaseRecord => ({
  ...fresh,
  observedOn: seen?.observedOn ?? fresh.observedOn,
  observedMinutes: seen?.observedMinutes ?? fresh.observedMinutes,
});

/** Saves what this form changed over what stands, and locks in the same act when that is asked and nothing is missing. */
export async function keepRating(visit: Visit<CaseFile>, { typed, asked, lock }: Given): Promise<Kept> {
  const { house, record, actor, today } = visit;
  const seatId = record.seat!.id;
  return house.db.write(async (tx) => {
    const fresh = await holdOpen(tx, record);
    const before = (await readRatings(tx, fresh, seatId))[0]!;
    const { wanted, ...merged } = merge(typed, typedStanding(visit, before, fresh), partsOf(asked));
    const { draft, errors: unread } = readRating(wanted, asked, before);
    const observation = readObservation(wanted, asked, record.candidate.facts.rules.K6.minutes, today);
    await saveRating(tx, actor, fresh, seatId, draft);
    const after = observedNow(fresh, observation);
    if (observation.seen) await noteObservation(tx, fresh.id, { observedOn: after.observedOn, observedMinutes: after.observedMinutes });
    const refused = [...conflictErrors(merged.conflicts), ...observation.errors, ...unread];
    const missing = lock ? [...observation.missing, ...lockErrors(draft, asked)].filter((one) => !isAbout(merged.conflicts, one)) : [];
    const errors = lock ? inFormOrder([...refused, ...missing]) : refused;
    if (lock && errors.length === 0) {
      await lockRating(tx, actor, seatId);
      await closeIfNotRatable(tx, visit);
    }
    return { ...merged, standing: typedStanding(visit, draft, after), errors, unsaved: refused.length > 0 };
  });
}
