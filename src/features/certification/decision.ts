import { latestCase } from '../../domain/certification/states.js';
import { findCase } from '../../store/assessment.js';
import { readRatings } from '../../store/rating.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { firstName } from '../../web/requirement-words.js';
import type { FieldError } from '../../web/render.js';
import { settle } from './certify.js';
import { requirementRows } from './enrolment-view.js';
import { decisionForm } from './forms.js';
import type { Candidate } from './scope.js';
import { standingFor } from './standing.js';
import { inWords } from './views.js';

/** What the two would have the trainee try next: the ground for next steps. No levels, no moments. */
async function triedNext({ house, record }: Visit<Candidate>): Promise<{ name: string; text: string }[]> {
  const last = latestCase(record.facts);
  const found = last && (await findCase(house.db, last.id));
  if (!found) return [];
  const ratings = await readRatings(house.db, found);
  return found.seats.flatMap((seat) => {
    const text = ratings.find(({ seatId }) => seatId === seat.id)?.feedback.next ?? '';
    return seat.lockedAt !== null && text !== '' ? [{ name: seat.name, text }] : [];
  });
}

async function form(visit: Visit<Candidate>, typed: Typed, errors: FieldError[] = []): Promise<void> {
  const { t, record, today } = visit;
  const { requirements, state } = standingFor(record, today);
  const missing = requirements.filter((one) => !one.soft && one.state !== 'met');
  const over = state === 'certified' || state === 'expired';
  const ratingFalls = missing.some(({ code }) => code === 'K7') && state === 'decided';
  const name = firstName(record.name);
  await visit.page(
    'certification/decision',
    {
      crumbs: [{ href: paths.certification.enrolment(record.id), label: record.name }, { label: t('certification:decision.title') }],
      title: t('certification:decision.titleOf', { name: record.name }),
      lead: over
        ? t('refusals:alreadyCertified')
        : t(missing.length === 0 ? 'certification:decision.allMet' : 'certification:decision.missing', {
            name,
            count: missing.length,
            words: inWords(t, missing.length),
          }),
      open: !over,
      action: paths.certification.decision(record.id),
      certify: t('certification:decision.certify', { name }),
      whenCertified: t('certification:decision.whenCertified', { name }),
      missing: requirementRows(visit, missing),
      notYet: ratingFalls
        ? { nextSteps: typedText(typed, 'nextSteps'), label: t('certification:decision.saveNotYet'), tried: await triedNext(visit) }
        : null,
      certifyFirst: !ratingFalls,
    },
    { title: t('certification:decision.titleOf', { name: record.name }), errors, status: errors.length > 0 ? 422 : 200 },
  );
}

export const newForm = (visit: Visit<Candidate>): Promise<void> => form(visit, {});

/** Certified, when everything is in place; or not yet, with what to work on. */
export async function create(visit: Visit<Candidate>): Promise<void> {
  const { req, record, done } = visit;
  const typed = typedOf(req.body);
  const parsed = parseForm(decisionForm, req.body);
  if (!parsed.ok) return form(visit, typed, parsed.errors);
  const settled = await settle(visit, parsed.values);
  if ('error' in settled) return form(visit, typed, [{ field: 'decision', message: settled.error }]);
  if (settled.certificateId === null) return done(paths.certification.enrolment(record.id), 'certification:flash.notYet');
  done(paths.certification.certificate(settled.certificateId), 'certification:flash.certified', { name: record.name });
}
