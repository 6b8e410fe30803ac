import { z } from 'zod';
import type { GivenBy } from '../../domain/consent/consent.js';
import { parseDate } from '../../domain/calendar/dates.js';
import { looksLikeCpr } from '../../domain/meeting/cpr.js';
import { attendeeCount, nextCourse, parseCourse } from '../../domain/meeting/meeting.js';
import { typedOf, typedText, type Parsed, type Typed, parseForm } from '../../web/forms.js';
import type { FieldError } from '../../web/render.js';

const count = z
  .string()
  .trim()
  .default('')
  .refine((value) => /^\d{0,2}$/.test(value), 'meetings:form.countWrong')
  .transform(Number);

/** A typed date that is not in the future. */
const pastDate = (today: string, missing: string, future: string) =>
  z
    .string({ error: missing })
    .trim()
    .min(1, missing)
    .transform((value, context) => {
      const date = parseDate(value);
      if (date === null || date > today) context.addIssue({ code: 'custom', message: date === null ? 'meetings:form.dateWrong' : future });
      return date ?? '';
    });

const choice = <const T extends readonly [string, ...string[]]>(values: T, missing: string) => z.enum(values, { error: missing });

export interface MeetingBounds {
  today: string;
  enrolledOn: string;
  enrolledOnWords: string;
  /** Letters in use. */
  courses: string[];
}

const meetingForm = ({ today, enrolledOn, enrolledOnWords, courses }: MeetingBounds) =>
  z
    .object({
      onDate: pastDate(today, 'meetings:form.dateMissing', 'meetings:form.dateFuture'),
      role: choice(['leader', 'co_leader', 'participant'], 'meetings:form.roleMissing'),
      course: z
        .string({ error: 'meetings:form.courseMissing' })
        .transform((value) => parseCourse(value) ?? '')
        .refine((value) => [...courses, nextCourse(courses)].includes(value), 'meetings:form.courseWrong'),
      citizens: count,
      relatives: count,
      network: count,
      professionals: count,
    })
    .refine(({ onDate }) => onDate >= enrolledOn, {
      path: ['onDate'],
      message: `meetings:form.dateBefore?${new URLSearchParams({ date: enrolledOnWords }).toString()}`,
    })
    .refine((meeting) => attendeeCount(meeting) > 0, { path: ['citizens'], message: 'meetings:form.nobody' });

type MeetingForm = ReturnType<typeof meetingForm>;

/** The form's token is random digits and letters: now and then it holds what looks like a personal number. */
const token = '_csrf';

/** A field that looks like a personal number is refused before anything else is said of it, and not shown again. */
const cprErrors = (typed: Typed): FieldError[] =>
  Object.keys(typed)
    .filter((name) => name !== token && looksLikeCpr(typedText(typed, name)))
    .map((field) => ({ field, message: 'meetings:cpr' }));

export const withoutCpr = (typed: Typed): Typed =>
  Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, looksLikeCpr(typedText(typed, name)) ? '' : value]));

export function parseMeeting(body: unknown, bounds: MeetingBounds): Parsed<z.infer<MeetingForm>> {
  const refused = cprErrors(typedOf(body));
  const parsed = parseForm(meetingForm(bounds), body);
  if (refused.length === 0) return parsed;
  const rest = parsed.ok ? [] : parsed.errors.filter(({ field }) => !refused.some((one) => one.field === field));
  return { ok: false, errors: [...refused, ...rest] };
}

/** How and when answers were given. */
export const askedForm = (today: string) =>
  z.object({
    method: choice(['paper', 'tablet', 'oral', 'phone'], 'meetings:answers.methodMissing'),
    answeredOn: pastDate(today, 'meetings:answers.dateMissing', 'meetings:answers.dateFuture'),
  });

export const withdrawalForm = (today: string, purposes: readonly string[], givers: readonly GivenBy[]) =>
  askedForm(today).extend({
    what: z
      .string({ error: 'meetings:withdrawal.whatMissing' })
      .refine((value) => value === 'all' || purposes.includes(value), 'meetings:withdrawal.whatMissing'),
    // Most people answer for themselves alone, and are not asked who says it.
    givenBy: z
      .string()
      .default(givers.length === 1 ? 'self' : '')
      .transform((value) => givers.find((one) => one === value) ?? null)
      .refine((value) => value !== null, 'meetings:withdrawal.whoMissing'),
  });

export const ages = {
  adult: ['adult', 0],
  '15_to_17': ['15_to_17', 0],
  'under_15-1': ['under_15', 1],
  'under_15-2': ['under_15', 2],
} as const;
export type AgeChoice = keyof typeof ages;
export const isAge = (value: string): value is AgeChoice => value in ages;
