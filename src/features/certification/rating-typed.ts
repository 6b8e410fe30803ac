import { textLimit } from '../../domain/annotation/annotation.js';
import { formatMoments, parseMoments } from '../../domain/annotation/timecode.js';
import { looksLikeCpr } from '../../domain/meeting/cpr.js';
import { ratingFaults, type RatingFault } from '../../domain/rubric/rating-rules.js';
import { notRatableReasons, type NotRatableReason } from '../../domain/rubric/rubric.js';
import type { Feedback, RatingDraft, RatingRecord } from '../../store/rating.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { FieldError } from '../../web/render.js';
import { isLevel } from './elements-view.js';

export const fieldOf = (element: number, part: 'level' | 'reason' | 'moments' | 'note'): string => `e${element}-${part}`;

/** The chip that says that an element could not be seen or heard. */
export const notRatableValue = 'nr';

const whole = /^(hele m[øo]det|the whole meeting|whole meeting)\.?$/i;

export const isWholeMeeting = (given: string): boolean => whole.test(given);

export interface Asked {
  /** Elements of this rating: all twelve, or those the adjudicator settles. */
  elements: number[];
  route: 'film' | 'observation';
  /** Length of the film; null when it is not known. */
  lastMs: number | null;
  adjudicates: boolean;
}

const textErrors = (field: string, text: string): FieldError[] => {
  if (text.length > textLimit) return [{ field, message: `web:tooLong?limit=${textLimit}` }];
  return looksLikeCpr(text) ? [{ field, message: 'certification:rating.cpr' }] : [];
};

function momentsOf(
  typed: Typed,
  element: number,
  { lastMs }: Asked,
): { moments: RatingRecord['moments']; wholeMeeting: boolean; errors: FieldError[] } {
  const field = fieldOf(element, 'moments');
  const given = typedText(typed, field).trim();
  if (isWholeMeeting(given)) return { moments: [], wholeMeeting: true, errors: [] };
  const moments = given.length > 500 ? null : parseMoments(given);
  const late = lastMs !== null && (moments ?? []).some(({ startMs, endMs }) => (endMs ?? startMs) > lastMs);
  const message = moments === null ? 'certification:rating.badTimes' : late ? 'certification:rating.afterEnd' : null;
  return { moments: moments ?? [], wholeMeeting: false, errors: message ? [{ field, message: `${message}?element=${element}` }] : [] };
}

type Scored = Pick<RatingRecord, 'level' | 'notRatable'>;

function levelOf(typed: Typed, element: number): Scored & { errors: FieldError[] } {
  const given = typedText(typed, fieldOf(element, 'level'));
  const reason = notRatableReasons.find((one) => one === typedText(typed, fieldOf(element, 'reason'))) ?? null;
  const notRatable: NotRatableReason | null = given === notRatableValue ? reason : null;
  const unsaid = given === notRatableValue && reason === null;
  return {
    level: isLevel(given) ? Number(given) : null,
    notRatable,
    errors: unsaid ? [{ field: fieldOf(element, 'reason'), message: `certification:rating.whyNot?element=${element}` }] : [],
  };
}

const empty = { level: null, notRatable: null, moments: [], wholeMeeting: false, note: '' };

/** Level, moments and comment are read each for itself: where one cannot be read, what was saved of it before stands. */
function readElement(typed: Typed, asked: Asked, before: RatingRecord): { rating: RatingRecord; errors: FieldError[] } {
  const { element } = before;
  const note = typedText(typed, fieldOf(element, 'note')).trim();
  const [scored, cited, noteErrors] = [
    levelOf(typed, element),
    momentsOf(typed, element, asked),
    textErrors(fieldOf(element, 'note'), note),
  ];
  const { level, notRatable } = scored.errors.length === 0 ? scored : before;
  const { moments, wholeMeeting } = cited.errors.length === 0 ? cited : before;
  return {
    rating: { element, level, notRatable, moments, wholeMeeting, note: noteErrors.length === 0 ? note : before.note },
    errors: [...cited.errors, ...scored.errors, ...noteErrors],
  };
}

export interface ReadRating {
  /** What can be saved; where something could not be read, what was saved before stands. */
  draft: RatingDraft;
  errors: FieldError[];
}

function readFeedback(typed: Typed, before: Feedback): { feedback: Feedback; errors: FieldError[] } {
  const [worked, next] = [typedText(typed, 'worked').trim(), typedText(typed, 'next').trim()];
  const errors = [...textErrors('worked', worked), ...textErrors('next', next)];
  const keeps = (field: string) => errors.every((one) => one.field !== field);
  return { feedback: { worked: keeps('worked') ? worked : before.worked, next: keeps('next') ? next : before.next }, errors };
}

/** Reads a whole rating form. Faults are told, and never stand in the way of saving the rest. */
export function readRating(typed: Typed, asked: Asked, before: RatingDraft): ReadRating {
  const read = asked.elements.map((element) =>
    readElement(typed, asked, before.ratings.find((one) => one.element === element) ?? { element, ...empty }),
  );
  const overall = typedText(typed, 'overall');
  const { feedback, errors } = readFeedback(typed, before.feedback);
  return {
    draft: { overall: isLevel(overall) ? Number(overall) : null, feedback, ratings: read.map(({ rating }) => rating) },
    errors: [...read.flatMap((one) => one.errors), ...errors],
  };
}

const faultField: Record<RatingFault, (element: number, route: Asked['route']) => string> = {
  level: (element) => fieldOf(element, 'level'),
  both: (element) => fieldOf(element, 'level'),
  moment: (element, route) => fieldOf(element, route === 'film' ? 'moments' : 'note'),
  note: (element) => fieldOf(element, 'note'),
};

/** One sentence for each thing that is still missing before the rating can be locked. */
export function lockErrors(draft: RatingDraft, { elements, route, adjudicates }: Asked): FieldError[] {
  const faults = elements.flatMap((element) => {
    const rating = draft.ratings.find((one) => one.element === element);
    const found: RatingFault[] = rating ? ratingFaults({ ...rating, quoted: false }, route) : ['level'];
    return found.map((fault) => ({
      field: faultField[fault](element, route),
      message: `certification:rating.fault.${fault === 'moment' && route === 'observation' ? 'quote' : fault}?element=${element}`,
    }));
  });
  if (adjudicates) return faults;
  return [
    ...faults,
    ...(draft.overall === null ? [{ field: 'overall', message: 'certification:rating.fault.overall' }] : []),
    ...(draft.feedback.worked === '' ? [{ field: 'worked', message: 'certification:rating.fault.worked' }] : []),
    ...(draft.feedback.next === '' ? [{ field: 'next', message: 'certification:rating.fault.next' }] : []),
  ];
}

/** A saved rating as it would be typed. */
export function typedOfSaved({ overall, feedback, ratings }: RatingDraft, wholeWords: string): Typed {
  const typed: Typed = { overall: overall === null ? '' : String(overall), worked: feedback.worked, next: feedback.next };
  for (const { element, level, notRatable, moments, wholeMeeting, note } of ratings) {
    typed[fieldOf(element, 'level')] = notRatable === null ? (level === null ? '' : String(level)) : notRatableValue;
    typed[fieldOf(element, 'reason')] = notRatable ?? '';
    typed[fieldOf(element, 'moments')] = wholeMeeting ? wholeWords : formatMoments(moments);
    typed[fieldOf(element, 'note')] = note;
  }
  return typed;
}

const places = ['level', 'reason', 'moments', 'note'];

const placeOf = (field: string): number => {
  const [, element, part] = /^e(\d+)-(\w+)$/.exec(field) ?? [];
  if (element !== undefined) return Number(element) * 10 + places.indexOf(part ?? '');
  return ['observedOn', 'observedMinutes'].includes(field) ? 0 : 1000 + ['overall', 'worked', 'next'].indexOf(field);
};

/** Faults as one meets them down the form; of an element that could not be read only that is told. */
export function inFormOrder(errors: FieldError[]): FieldError[] {
  const elementOf = ({ field }: FieldError) => /^e\d+-/.exec(field)?.[0] ?? field;
  const first = new Map<string, FieldError[]>();
  for (const error of errors) {
    const known = first.get(elementOf(error)) ?? [];
    const isLevelToo = known.length > 0 && error.field.endsWith('-level');
    if (!isLevelToo && known.every(({ field }) => field !== error.field)) first.set(elementOf(error), [...known, error]);
  }
  return [...first.values()].flat().sort((a, b) => placeOf(a.field) - placeOf(b.field));
}
