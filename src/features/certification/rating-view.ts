import { p12 } from '../../domain/rubric/p12.js';
import { notRatableReasons } from '../../domain/rubric/rubric.js';
import type { Difference } from '../../domain/agreement/agreement.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { elementWords, levelWord, scaleOptions } from './elements-view.js';
import type { StageView } from './film.js';
import { fieldOf, notRatableValue, type Asked } from './rating-typed.js';
import type { CaseFile } from './scope.js';

export interface RatingPage {
  visit: Visit<CaseFile>;
  typed: Typed;
  asked: Asked;
  stage: StageView | null;
  /** What the two gave, on the elements the adjudicator settles. */
  apart: Difference[];
  notice: string | null;
  /** The form has just been saved, faults or not. */
  savedNow: boolean;
}

const partsOf = (typed: Typed, element: number) =>
  Object.fromEntries(
    (['level', 'reason', 'moments', 'note'] as const).map((part) => {
      const id = fieldOf(element, part);
      return [part, { id, value: typedText(typed, id) }];
    }),
  );

function elementsOf({ visit, typed, asked, apart }: RatingPage) {
  const { t, lang } = visit;
  return elementWords(lang)
    .filter(({ number }) => asked.elements.includes(number))
    .map((element) => {
      const two = apart.find((one) => one.element === element.number);
      return {
        ...element,
        fields: partsOf(typed, element.number),
        filled: typedText(typed, fieldOf(element.number, 'level')) !== '',
        given: two ? t('certification:rating.given', { a: levelWord(lang, two.a), b: levelWord(lang, two.b) }) : null,
      };
    });
}

const observed = ({ visit, typed, asked }: RatingPage) =>
  asked.route === 'observation' && !asked.adjudicates
    ? {
        on: typedText(typed, 'observedOn'),
        minutes: typedText(typed, 'observedMinutes'),
        hint: visit.t('certification:rating.minutesHint', { minutes: visit.record.candidate.facts.rules.K6.minutes }),
      }
    : null;

const overallOf = ({ visit, typed, asked }: RatingPage) =>
  asked.adjudicates
    ? null
    : {
        value: typedText(typed, 'overall'),
        worked: typedText(typed, 'worked'),
        next: typedText(typed, 'next'),
        scale: scaleOptions(visit.lang),
      };

export function ratingView(page: RatingPage) {
  const { visit, asked, stage } = page;
  const { t, lang, fmt, record } = visit;
  const { candidate, case: file, seat } = record;
  const savedAt = page.savedNow ? visit.now : seat?.savedAt;
  const kind = asked.adjudicates ? 'adjudication' : 'rating';
  return {
    notice: page.notice,
    title: t(`certification:${kind}.title`, { name: candidate.name }),
    crumbs: [
      { href: paths.certification.index(), label: t('certification:title') },
      { href: paths.certification.enrolment(candidate.id), label: candidate.name },
    ],
    lead: asked.adjudicates ? t('certification:adjudication.lead') : t(`certification:rating.lead.${asked.route}`),
    blind: t(`certification:${kind}.blind`),
    saved: savedAt ? t('certification:rating.saved', { moment: fmt.moment(savedAt) }) : t('certification:rating.notSaved'),
    action: asked.adjudicates ? paths.certification.adjudication(file.id) : paths.certification.rating(file.id),
    lockAction: paths.certification.lock(file.id),
    lockLabel: t(`certification:${kind}.lock`, { count: asked.elements.length }),
    meeting:
      file.meetingNumber === null
        ? t('certification:rating.observed')
        : t('certification:rating.meeting', { number: file.meetingNumber, date: fmt.date(file.meetingDate ?? file.requestedOn) }),
    stage,
    isFilm: asked.route === 'film',
    hasFilm: stage?.player != null,
    elements: elementsOf(page),
    scale: [...scaleOptions(lang), { value: notRatableValue, label: '–', word: t('certification:rating.notRatable') }],
    reasons: notRatableReasons.map((value) => ({ value, label: t(`certification:rating.reason.${value}`) })),
    noteHint: t(`certification:rating.noteHint.${asked.route}`),
    levels: p12.levels.map(({ level, label, meaning }) => ({ term: `${level} ${label[lang]}`, text: meaning[lang] })),
    observed: observed(page),
    overall: overallOf(page),
    rubric: paths.certification.rubric(),
  };
}
