import { parseDate } from '../../domain/calendar/dates.js';
import { parseMinutes } from '../../domain/calendar/time-of-day.js';
import type { CaseRecord } from '../../store/assessment.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { FieldError } from '../../web/render.js';
import type { Asked } from './rating-typed.js';

export interface ReadObservation {
  /** When and for how long the meeting was seen; null on the route with film. */
  seen: { observedOn: string | null; observedMinutes: number | null } | null;
  /** What could not be read. */
  errors: FieldError[];
  /** What a lock still wants. */
  missing: FieldError[];
}

/** The two facts about a meeting seen without film: any of the assessors may note them, and both stand by them when they lock. */
export function readObservation(typed: Typed, { route, adjudicates }: Asked, leastMinutes: number, today: string): ReadObservation {
  if (route === 'film' || adjudicates) return { seen: null, errors: [], missing: [] };
  const [date, length] = [typedText(typed, 'observedOn').trim(), typedText(typed, 'observedMinutes').trim()];
  const observedOn = parseDate(date);
  const observedMinutes = parseMinutes(length);
  const future = observedOn !== null && observedOn > today;
  const errors: FieldError[] = [
    ...(date !== '' && (observedOn === null || future)
      ? [{ field: 'observedOn', message: future ? 'certification:rating.dateAhead' : 'certification:rating.badDate' }]
      : []),
    ...(length !== '' && (observedMinutes === null || observedMinutes > 600)
      ? [{ field: 'observedMinutes', message: 'certification:rating.badMinutes' }]
      : []),
  ];
  const missing: FieldError[] = [
    ...(date === '' ? [{ field: 'observedOn', message: 'certification:rating.fault.observedOn' }] : []),
    ...(observedMinutes === null || observedMinutes < leastMinutes
      ? [{ field: 'observedMinutes', message: `certification:rating.fault.observedMinutes?minutes=${leastMinutes}` }]
      : []),
  ];
  const seen = {
    observedOn: future ? null : observedOn,
    observedMinutes: errors.some(({ field }) => field === 'observedMinutes') ? null : observedMinutes,
  };
  return { seen, errors, missing };
}

export const typedObservation = ({ route, observedOn, observedMinutes }: CaseRecord): Typed =>
  route === 'film'
    ? {}
    : {
        observedOn: observedOn === null ? '' : observedOn.split('-').reverse().map(Number).join('.'),
        observedMinutes: observedMinutes === null ? '' : String(observedMinutes),
      };
