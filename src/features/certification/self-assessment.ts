import { p12 } from '../../domain/rubric/p12.js';
import { deliverSelfAssessment } from '../../store/assessment-writing.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import type { FieldError } from '../../web/render.js';
import { paths } from '../../web/paths.js';
import type { Enrolment } from './scope.js';

const fewest = 6;

const form = (visit: Visit<Enrolment>, typed: Typed, errors: FieldError[] = []): Promise<void> => {
  const { t, lang, record } = visit;
  return visit.page(
    'certification/self-assessment',
    {
      crumbs: [{ href: paths.certification.enrolment(record.id), label: t('certification:way') }, { label: t('certification:self.title') }],
      action: paths.certification.selfAssessment(record.id),
      count: record.facts.selfAssessments.length,
      elements: p12.elements.map(({ number, long, cue }) => ({
        number,
        name: `level-${number}`,
        legend: long[lang],
        cue: cue[lang],
        value: typedText(typed, `level-${number}`),
        options: p12.levels.map(({ level, label }) => ({ value: String(level), label: String(level), word: label[lang] })),
      })),
    },
    { title: t('certification:self.title'), errors, status: errors.length > 0 ? 422 : 200 },
  );
};

export const newForm = (visit: Visit<Enrolment>): Promise<void> => form(visit, {});

const levelOf = (typed: Typed, number: number): number | null => {
  const given = typedText(typed, `level-${number}`);
  return /^[1-5]$/.test(given) ? Number(given) : null;
};

/** Delivered once it is sent; at least half of the elements, so that it can be compared later. */
export async function create(visit: Visit<Enrolment>): Promise<void> {
  const { req, house, actor, record, today, done } = visit;
  const typed = typedOf(req.body);
  const levels = p12.elements.map(({ number }) => levelOf(typed, number));
  if (levels.filter((level) => level !== null).length < fewest)
    return form(visit, typed, [{ field: 'level-1', message: `certification:self.tooFew?count=${fewest}` }]);
  await house.db.write((tx) => deliverSelfAssessment(tx, actor, record.id, levels, today));
  done(paths.certification.enrolment(record.id), 'certification:flash.selfAssessed');
}
