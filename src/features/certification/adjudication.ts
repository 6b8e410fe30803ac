import { itemsApart, jointItems } from '../../domain/certification/outcome.js';
import { p12 } from '../../domain/rubric/p12.js';
import { findCase } from '../../store/assessment.js';
import { lockRating, saveRating } from '../../store/assessment-writing.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { conflict } from '../../web/errors.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { parseRating, ratingField } from './rating-form.js';
import { filmOf, subjectOf } from './rating.js';
import type { Case } from './scope.js';

/** The items on which the two differ, each with both levels. */
const apart = ({ facts, case: found }: Pick<Case, 'facts' | 'case'>) => {
  const one = facts.cases.find(({ id }) => id === found.id)!;
  const items = jointItems(one, facts.rules.K7.talkAt);
  return itemsApart(items, facts.rules.K7.talkAt).map((element) => items[element - 1]!);
};

async function form(visit: Visit<Case>, typed: Typed, errors: FieldError[] = []): Promise<void> {
  const { t, lang, record } = visit;
  return visit.page(
    'certification/adjudication',
    {
      crumbs: [{ href: paths.certification.index(), label: t('certification:title') }, { label: record.name }],
      title: t('certification:adjudication.title', { name: record.name }),
      action: paths.certification.adjudication(record.case.id),
      film: await filmOf(visit),
      scale: p12.levels.map(({ level, label }) => ({ value: String(level), label: String(level), word: label[lang] })),
      elements: apart(record).map(({ element, a, b }) => ({
        number: element,
        name: p12.elements[element - 1]!.long[lang],
        hint: t('certification:adjudication.levels', { a, b }),
        level: { name: ratingField(element, 'level'), value: typedText(typed, ratingField(element, 'level')) },
        note: { name: ratingField(element, 'note'), value: typedText(typed, ratingField(element, 'note')) },
      })),
    },
    { title: t('certification:adjudication.title', { name: record.name }), errors, status: errors.length > 0 ? 422 : 200 },
  );
}

export const editForm = (visit: Visit<Case>): Promise<void> => form(visit, {});

/** The third person settles only the items that are apart; their word is final for those. */
export async function update(visit: Visit<Case>): Promise<void> {
  const { req, house, record, actor, done } = visit;
  const typed = typedOf(req.body);
  const elements = apart(record).map(({ element }) => element);
  if (elements.length === 0) throw conflict('certification:adjudication.nothing');
  const parsed = parseRating(typed, elements, null);
  const errors = [
    ...parsed.errors,
    ...parsed.ratings
      .filter(({ level }) => level === null)
      .map(({ element }) => ({ field: ratingField(element, 'level'), message: 'certification:rating.fault.level' })),
    ...parsed.ratings
      .filter(({ note }) => note === '')
      .map(({ element }) => ({ field: ratingField(element, 'note'), message: 'certification:adjudication.why' })),
  ];
  if (errors.length > 0) return form(visit, typed, errors);
  await house.db.write(async (tx) => {
    const fresh = await findCase(tx, record.case.id);
    if (!fresh || fresh.closedOn !== null) throw conflict('refusals:caseClosed');
    if (fresh.seats.find(({ id }) => id === record.seat!.id)?.lockedAt) throw conflict('refusals:ratingLocked');
    if (!((await factsFor(tx, [record.id])).get(record.id)?.cases.find(({ id }) => id === fresh.id)?.consentValid ?? false))
      throw conflict('refusals:consentEnded');
    await saveRating(tx, actor, {
      assessorId: record.seat!.id,
      subject: subjectOf(record),
      overall: null,
      feedback: '',
      ratings: parsed.ratings,
    });
    await lockRating(tx, actor, record.seat!.id);
  });
  done(paths.certification.case(record.case.id), 'certification:flash.adjudicated');
}
