import { textLimit } from '../../domain/annotation/annotation.js';
import { formatMoments, parseMoments, type Moment } from '../../domain/annotation/timecode.js';
import { looksLikeCpr } from '../../domain/meeting/cpr.js';
import { p12 } from '../../domain/rubric/p12.js';
import { ratingFaults } from '../../domain/rubric/rating-rules.js';
import { notRatableReasons, type NotRatableReason } from '../../domain/rubric/rubric.js';
import type { GivenRating } from '../../store/assessment-writing.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { FieldError } from '../../web/render.js';

export interface ParsedRating {
  ratings: GivenRating[];
  overall: number | null;
  feedback: string;
  /** Faults that keep the form from being saved at all: texts over their limit, unreadable times, personal numbers. */
  errors: FieldError[];
}

const field = (element: number, part: string) => `e${element}-${part}`;

function parseElement(typed: Typed, element: number, lastMs: number | null): { rating: GivenRating; errors: FieldError[] } {
  const given = typedText(typed, field(element, 'level'));
  const reason = typedText(typed, field(element, 'reason'));
  const note = typedText(typed, field(element, 'note')).trim();
  const moments = parseMoments(typedText(typed, field(element, 'moments')));
  const errors: FieldError[] = [];
  if (moments === null) errors.push({ field: field(element, 'moments'), message: 'certification:rating.badTimes' });
  else if (lastMs !== null && moments.some(({ startMs, endMs }) => (endMs ?? startMs) > lastMs))
    errors.push({ field: field(element, 'moments'), message: 'certification:rating.afterEnd' });
  if (note.length > textLimit) errors.push({ field: field(element, 'note'), message: `web:tooLong?limit=${textLimit}` });
  if (looksLikeCpr(note)) errors.push({ field: field(element, 'note'), message: 'certification:rating.cpr' });
  const notRatable = given === 'nr' && notRatableReasons.includes(reason as NotRatableReason) ? (reason as NotRatableReason) : null;
  if (given === 'nr' && notRatable === null) errors.push({ field: field(element, 'reason'), message: 'certification:rating.whyNot' });
  return {
    rating: {
      element,
      level: /^[1-5]$/.test(given) ? Number(given) : null,
      notRatable,
      moments: (moments ?? []) as Moment[],
      wholeMeeting: typedText(typed, field(element, 'whole')) === 'yes',
      note,
    },
    errors,
  };
}

/** The whole form, as far as it is filled in. */
export function parseRating(typed: Typed, elements: number[], durationMs: number | null): ParsedRating {
  const parts = elements.map((element) => parseElement(typed, element, durationMs));
  const feedback = [typedText(typed, 'worked').trim(), typedText(typed, 'tryNext').trim()];
  const errors = parts.flatMap((part) => part.errors);
  for (const [index, name] of (['worked', 'tryNext'] as const).entries()) {
    if (feedback[index]!.length > textLimit) errors.push({ field: name, message: `web:tooLong?limit=${textLimit}` });
    if (looksLikeCpr(feedback[index]!)) errors.push({ field: name, message: 'certification:rating.cpr' });
  }
  const overall = typedText(typed, 'overall');
  return {
    ratings: parts.map(({ rating }) => rating),
    overall: /^[1-5]$/.test(overall) ? Number(overall) : null,
    feedback: JSON.stringify(feedback),
    errors,
  };
}

/** What still keeps the rating from being locked, each beside its field. */
export function lockErrors(parsed: Pick<ParsedRating, 'ratings' | 'overall' | 'feedback'>, route: 'film' | 'observation'): FieldError[] {
  const fieldOf = { level: 'level', moment: route === 'film' ? 'moments' : 'note', note: 'note', both: 'level' } as const;
  const errors = parsed.ratings.flatMap((rating) =>
    ratingFaults({ ...rating, quoted: false }, route).map((fault) => ({
      field: field(rating.element, fieldOf[fault]),
      message: `certification:rating.fault.${fault === 'moment' && route === 'observation' ? 'quote' : fault}`,
    })),
  );
  const [worked, tryNext] = readFeedback(parsed.feedback);
  if (parsed.overall === null) errors.push({ field: 'overall', message: 'certification:rating.fault.overall' });
  if (worked === '') errors.push({ field: 'worked', message: 'certification:rating.fault.worked' });
  if (tryNext === '') errors.push({ field: 'tryNext', message: 'certification:rating.fault.tryNext' });
  return errors;
}

/** What worked, and what to try next. Texts kept before the two were apart stand under the first. */
export function readFeedback(kept: string): [string, string] {
  try {
    const parts = JSON.parse(kept) as unknown;
    if (Array.isArray(parts)) return [String(parts[0] ?? ''), String(parts[1] ?? '')];
  } catch {
    // one text
  }
  return [kept, ''];
}

/** Kept ratings as the form's fields. */
export const typedFrom = (ratings: (Omit<GivenRating, 'note'> & { note: string })[], overall: number | null, feedback: string): Typed => {
  const [worked, tryNext] = readFeedback(feedback);
  const typed: Typed = { overall: overall === null ? '' : String(overall), worked, tryNext };
  for (const one of ratings) {
    typed[field(one.element, 'level')] = one.notRatable ? 'nr' : one.level === null ? '' : String(one.level);
    typed[field(one.element, 'reason')] = one.notRatable ?? '';
    typed[field(one.element, 'moments')] = formatMoments(one.moments);
    typed[field(one.element, 'whole')] = one.wholeMeeting ? 'yes' : '';
    typed[field(one.element, 'note')] = one.note;
  }
  return typed;
};

export const allElements = p12.elements.map(({ number }) => number);
export { field as ratingField };
