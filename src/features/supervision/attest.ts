import { mayAttest, quarterFigures, sideOf, type Quarter, type Side } from '../../domain/supervision/attestation.js';
import { signQuarter } from '../../store/attestation.js';
import { lockTotals } from '../../store/supervision-total.js';
import { refused } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { lastLineOf } from './attestation-words.js';
import type { HoursRecord } from './scope.js';
import { loadQuarter } from './scope-ledger.js';

type By = Pick<Visit<unknown>, 'house' | 'viewer' | 'actor' | 'today'>;

/**
 * Signs one trainee's quarter on the viewer's side, in a transaction of its own: exactly what was shown, told by its latest line. A line that
 * came meanwhile changes it and nothing is signed; signed twice is signed once. Throws the refusal when it may not be signed.
 */
export const attest = (
  { house, viewer, actor, today }: By,
  of: HoursRecord,
  quarter: Quarter,
  shownLast: string,
): Promise<{ kept: 'signed' | 'already' | 'changed'; total: number }> =>
  house.db.write(async (tx) => {
    const { enrolment } = of;
    await lockTotals(tx, [enrolment.id]);
    const fresh = await loadQuarter(tx, of, quarter);
    const verdict = mayAttest(viewer, fresh, today);
    if (!verdict.ok) throw refused(verdict.reason);
    const [lastLineId, figures] = [lastLineOf(fresh.quarterLines), quarterFigures(fresh.quarterLines)];
    if (shownLast !== String(lastLineId)) return { kept: 'changed', total: figures.total };
    const side: Side = sideOf(viewer, fresh)!;
    const by = { ...actor, personId: viewer.id };
    const signed = await signQuarter(tx, by, { enrolmentId: enrolment.id, quarter, side, name: viewer.name, figures, lastLineId });
    return { kept: signed ? 'signed' : 'already', total: figures.total };
  });
