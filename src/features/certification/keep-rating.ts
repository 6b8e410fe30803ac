import { outcomeOf } from '../../domain/certification/outcome.js';
import { closeCase, findCase, holdCase, noteObservation } from '../../store/assessment.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { holdSeat, lockRating, saveRating, type RatingDraft } from '../../store/rating.js';
import type { Writer } from '../../store/database.js';
import { conflict } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import type { CaseFile } from './scope.js';

interface Given {
  draft: RatingDraft;
  seen: { observedOn: string | null; observedMinutes: number | null } | null;
  lock: boolean;
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

/** Saves a rating and locks it, in one act. The case, the consent (K9) and the lock are looked at again where nobody else can change them. */
export async function keepRating(visit: Visit<CaseFile>, { draft, seen, lock }: Given): Promise<void> {
  const { house, record, actor } = visit;
  const seatId = record.seat!.id;
  await house.db.write(async (tx) => {
    await holdCase(tx, record.case.id);
    if (!(await holdSeat(tx, seatId))) throw conflict('refusals:ratingLocked');
    const fresh = await findCase(tx, record.case.id);
    if (!fresh || fresh.closedOn !== null) throw conflict(record.case.route === 'film' ? 'refusals:consentEnded' : 'refusals:caseClosed');
    if (!(await factsOf(tx, record)).standing?.consentValid) throw conflict('refusals:consentEnded');
    await saveRating(tx, actor, fresh, seatId, draft);
    if (seen)
      await noteObservation(tx, fresh.id, {
        observedOn: seen.observedOn ?? fresh.observedOn,
        observedMinutes: seen.observedMinutes ?? fresh.observedMinutes,
      });
    if (!lock) return;
    await lockRating(tx, actor, seatId);
    await closeIfNotRatable(tx, visit);
  });
}
