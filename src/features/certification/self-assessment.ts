import { certificationState } from '../../domain/certification/states.js';
import { p12 } from '../../domain/rubric/p12.js';
import { elementsWanted, leastElements, taken, type OwnLevels } from '../../domain/rubric/self-assessment.js';
import { holdEnrolment } from '../../store/certification.js';
import { deliverSelfAssessment, listSelfAssessments } from '../../store/self-assessment.js';
import { refused } from '../../web/errors.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { elementWords, isLevel, levelWord, scaleOptions } from './elements-view.js';
import type { Candidate } from './scope.js';

const fieldOf = (element: number) => `e${element}-level`;

/** What was delivered before, element by element, the first to the left. */
async function deliveredBefore({ house, record, t, fmt, lang }: Visit<Candidate>) {
  const before = await listSelfAssessments(house.db, record.id);
  if (before.length === 0) return null;
  return {
    heads: before.map(({ deliveredOn }) => fmt.shortDate(deliveredOn)),
    rows: elementWords(lang).map(({ number, short }) => ({
      name: `${number}. ${short}`,
      cells: before.map(({ levels }, index) => ({
        head: fmt.shortDate(before[index]!.deliveredOn),
        text: typeof levels[number - 1] === 'number' ? levelWord(lang, levels[number - 1]!) : t('certification:self.noStand'),
      })),
    })),
  };
}

async function form(visit: Visit<Candidate>, typed: Typed, errors: FieldError[] = []): Promise<void> {
  const { t, lang, record, today } = visit;
  const before = await deliveredBefore(visit);
  await visit.page(
    'certification/self-assessment',
    {
      crumbs: [{ href: paths.certification.enrolment(record.id), label: t('certification:way') }, { label: t('certification:self.title') }],
      lead: t(before ? 'certification:self.leadAgain' : 'certification:self.lead'),
      action: paths.certification.selfAssessment(record.id),
      open: !isOver(record, today),
      deliveredToday: deliveredToday(record, today),
      least: t('certification:self.least', { count: leastElements }),
      elements: elementWords(lang).map((element) => ({
        ...element,
        id: fieldOf(element.number),
        value: typedText(typed, fieldOf(element.number)),
      })),
      scale: scaleOptions(lang),
      before,
    },
    { title: t('certification:self.title'), status: errors.length > 0 ? 422 : 200, errors },
  );
}

const isOver = ({ facts }: Candidate, today: string): boolean =>
  ['certified', 'expired', 'stopped', 'revoked'].includes(certificationState(facts, today));
const deliveredToday = ({ facts }: Candidate, today: string): boolean =>
  facts.selfAssessments.some(({ deliveredOn }) => deliveredOn === today);

export const newForm = (visit: Visit<Candidate>): Promise<void> => form(visit, {});

function levelsOf(typed: Typed): OwnLevels {
  return p12.elements.map(({ number }) => {
    const given = typedText(typed, fieldOf(number));
    return isLevel(given) ? Number(given) : null;
  });
}

/** Delivered is delivered: it is never changed, and one a day is enough. */
export async function create(visit: Visit<Candidate>): Promise<void> {
  const { req, house, actor, record, today, done } = visit;
  if (isOver(record, today)) throw refused('refusals:selfAssessmentOver');
  const typed = typedOf(req.body);
  const levels = levelsOf(typed);
  const first = p12.elements.find(({ number }) => levels[number - 1] === null);
  if (elementsWanted(levels) > 0 && first)
    return form(visit, typed, [
      { field: fieldOf(first.number), message: `certification:self.wanted?taken=${taken(levels)}&least=${leastElements}` },
    ]);
  await house.db.write(async (tx) => {
    await holdEnrolment(tx, record.id);
    const before = await listSelfAssessments(tx, record.id);
    if (before.some(({ deliveredOn }) => deliveredOn === today)) throw refused('refusals:selfAssessedToday');
    await deliverSelfAssessment(tx, actor, { enrolmentId: record.id, rubric: p12.id, levels, deliveredOn: today });
  });
  done(paths.certification.enrolment(record.id), 'certification:flash.selfAssessed');
}
