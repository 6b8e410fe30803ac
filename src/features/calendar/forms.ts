import { z } from 'zod';
import { frameFaults, parseBreaks } from '../../domain/attendance/day-frame.js';
import { doubtfulTime } from '../../domain/calendar/clock-change.js';
import { parseDate } from '../../domain/calendar/dates.js';
import { parseMinutes, parseTimeOfDay } from '../../domain/calendar/time-of-day.js';
import { looksLikeCpr } from '../../domain/meeting/cpr.js';
import { idField, optionalText } from '../../web/forms.js';

const parsedBy = <T>(parse: (typed: string) => T | null, message: string) =>
  z.string({ error: message }).transform((typed, context): T => {
    const value = parse(typed);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const withoutCpr = (value: string) => !looksLikeCpr(value);
const dateField = parsedBy(parseDate, 'calendar:dateWrong');
const timeField = parsedBy(parseTimeOfDay, 'calendar:timeWrong');
const seatsField = z
  .string()
  .trim()
  .default('')
  .transform((typed, context) => {
    if (typed === '') return null;
    const seats = parseMinutes(typed);
    if (seats !== null && seats > 0 && seats <= 500) return seats;
    context.addIssue({ code: 'custom', message: 'calendar:day.seatsWrong' });
    return z.NEVER;
  });

export const dayForm = z
  .object({
    onDate: dateField,
    startsAt: timeField,
    endsAt: timeField,
    breaks: parsedBy(parseBreaks, 'calendar:day.breaksWrong'),
    place: optionalText(200).refine(withoutCpr, 'calendar:cpr'),
    seats: seatsField,
  })
  .superRefine((frame, context) => {
    for (const { field, reason } of frameFaults(frame)) context.addIssue({ code: 'custom', path: [field], message: reason });
  });

const clockReason = { skipped: 'refusals:timeSkipped', doubled: 'refusals:timeDoubled' };

export const sessionForm = z
  .object({
    onDate: dateField,
    startsAt: timeField,
    endsAt: timeField,
    breakMinutes: parsedBy((typed) => (typed.trim() === '' ? 0 : parseMinutes(typed)), 'calendar:minutesWrong'),
    host: z.union([z.literal('').transform(() => null), idField()]),
  })
  .superRefine(({ onDate, startsAt, endsAt, breakMinutes }, context) => {
    const at = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    for (const [field, time] of [
      ['startsAt', startsAt],
      ['endsAt', endsAt],
    ] as const) {
      const doubtful = doubtfulTime(onDate, time);
      if (doubtful) at(field, clockReason[doubtful]);
    }
    if (endsAt <= startsAt) at('endsAt', 'refusals:endBeforeStart');
    else if (breakMinutes >= endsAt - startsAt) at('breakMinutes', 'refusals:breakTooLong');
  });

/** Why, in few words; never who a citizen is. */
export const reasonForm = z.object({ reason: optionalText(200).refine(withoutCpr, 'calendar:cpr') });

export const seatForm = z.object({ missed: idField('calendar:makeUp.seatGone'), seat: idField('calendar:makeUp.seatGone') });

export const decisionForm = z.object({ act: z.enum(['book', 'decline', 'cancel'], { error: 'calendar:makeUp.decided' }) });
