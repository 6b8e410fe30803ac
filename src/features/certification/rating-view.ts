import { p12 } from '../../domain/rubric/p12.js';
import { notRatableReasons } from '../../domain/rubric/rubric.js';
import type { Difference } from '../../domain/agreement/agreement.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { elementWords, levelWord, scaleOptions } from './elements-view.js';
import { startOf, type StageView } from './film.js';
import { anchorOf, markOf, partsOf, seenField } from './rating-merge.js';
import { fieldOf, notRatableValue, type Asked } from './rating-typed.js';
import type { CaseFile } from './scope.js';

/** What the form shows, and what it is drawn from. */
export interface Drawn {
  shown: Typed;
  /** What stands, as it would be typed. */
  standing: Typed;
  /** Parts that another window changed meanwhile: both texts are shown. */
  conflicts: string[];
  /** Something that is shown is not saved. */
  unsaved: boolean;
}

export interface RatingPage {
  visit: Visit<CaseFile>;
  drawn: Drawn;
  asked: Asked;
  stage: StageView | null;
  /** What the two gave, on the elements the adjudicator settles. */
  apart: Difference[];
  notice: string | null;
  /** The form has just been saved, faults or not. */
  savedNow: boolean;
}

const fieldsOf = (typed: Typed, element: number) =>
  Object.fromEntries(
    (['level', 'reason', 'moments', 'note'] as const).map((part) => {
      const id = fieldOf(element, part);
      return [part, { id, value: typedText(typed, id) }];
    }),
  );

/** What another window wrote about an element meanwhile, line by line. */
function standingElement({ visit, drawn }: RatingPage, element: number): string[] | null {
  if (!drawn.conflicts.includes(`e${element}`)) return null;
  const { t, lang } = visit;
  const [level, reason, moments, note] = (['level', 'reason', 'moments', 'note'] as const).map((part) =>
    typedText(drawn.standing, fieldOf(element, part)),
  );
  const unrated = reason ? `${t('certification:rating.notRatable')}: ${t(`certification:rating.reason.${reason}`)}` : '';
  const lines = [unrated || (level ? levelWord(lang, Number(level)) : ''), moments ?? '', ...(note ?? '').split(/\n+/)].filter(Boolean);
  return lines.length > 0 ? lines : [t('certification:rating.conflictEmpty')];
}

/** The same for the fields that stand alone. */
function standingAlone({ visit, drawn }: RatingPage): Record<string, string[]> {
  const alone = drawn.conflicts.filter((name) => !/^e\d/.test(name));
  const wordsOf = (name: string): string[] => {
    const kept = typedText(drawn.standing, name);
    if (kept === '') return [visit.t('certification:rating.conflictEmpty')];
    return name === 'overall' ? [levelWord(visit.lang, Number(kept))] : kept.split(/\n+/).filter(Boolean);
  };
  return Object.fromEntries(alone.map((name) => [name, wordsOf(name)]));
}

/** The place the page opens at, when it is one of its own: the notice of the save is shown there. */
const placeOf = ({ visit, asked }: RatingPage): string | null => {
  const anchors = partsOf(asked).map(({ name }) => anchorOf(name));
  return anchors.find((anchor) => anchor !== null && anchor === visit.req.query['at']) ?? null;
};

function elementsOf(page: RatingPage) {
  const { visit, asked, apart } = page;
  const typed = page.drawn.shown;
  const { t, lang } = visit;
  return elementWords(lang)
    .filter(({ number }) => asked.elements.includes(number))
    .map((element) => {
      const two = apart.find((one) => one.element === element.number);
      return {
        ...element,
        fields: fieldsOf(typed, element.number),
        filled: typedText(typed, fieldOf(element.number, 'level')) !== '',
        standing: standingElement(page, element.number),
        notice: placeOf(page) === `element-${element.number}` ? page.notice : null,
        given: two ? t('certification:rating.given', { a: levelWord(lang, two.a), b: levelWord(lang, two.b) }) : null,
      };
    });
}

const observed = ({ visit, drawn: { shown: typed }, asked }: RatingPage) =>
  asked.route === 'observation' && !asked.adjudicates
    ? {
        on: typedText(typed, 'observedOn'),
        minutes: typedText(typed, 'observedMinutes'),
        hint: visit.t('certification:rating.minutesHint', { minutes: visit.record.candidate.facts.rules.K6.minutes }),
      }
    : null;

const overallOf = ({ visit, drawn: { shown: typed }, asked }: RatingPage) =>
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
  const place = placeOf(page);
  const kind = asked.adjudicates ? 'adjudication' : 'rating';
  return {
    notice: place === null ? page.notice : null,
    togetherNotice: place === 'together' ? page.notice : null,
    unsaved: page.drawn.unsaved,
    second: startOf(visit),
    marks: partsOf(asked).map((part) => ({ name: seenField(part.name), value: markOf(page.drawn.standing, part) })),
    standing: standingAlone(page),
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
