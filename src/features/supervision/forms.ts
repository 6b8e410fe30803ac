import { z } from 'zod';
import { parseDate } from '../../domain/calendar/dates.js';
import { parseMinutes, parseTimeOfDay } from '../../domain/calendar/time-of-day.js';
import { onlineModes, supervisionKinds } from '../../domain/supervision/kinds.js';
import { looksLikeCpr } from '../../domain/meeting/cpr.js';
import { idField, optionalText, text } from '../../web/forms.js';

const parsedBy = <T>(parse: (typed: string) => T | null, message: string) =>
  z.string({ error: message }).transform((typed, context): T => {
    const value = parse(typed);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const dateField = parsedBy(parseDate, 'supervision:dateWrong');
const timeField = parsedBy(parseTimeOfDay, 'supervision:timeWrong');
const breaksField = parsedBy((typed) => (typed.trim() === '' ? 0 : parseMinutes(typed)), 'supervision:minutesWrong');
const listed = (value: unknown) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const withoutCpr = (value: string) => !looksLikeCpr(value);

export const groupForm = z.object({
  name: text(100, 'supervision:groupForm.nameMissing'),
  supervisor: idField('supervision:groupForm.supervisorMissing'),
  fromDate: dateField,
  members: z.preprocess(listed, z.array(idField()).min(1, 'supervision:groupForm.membersMissing')),
});

export const memberForm = z.object({ enrolment: idField('supervision:memberForm.missing'), fromDate: dateField });

/** The times shared by the sessions of one plan; each has its own date and host. */
export const planForm = z
  .object({
    startsAt: timeField,
    endsAt: timeField,
    breakMinutes: breaksField,
    online: z.enum(onlineModes, { error: 'supervision:entry.onlineWrong' }).default('nobody'),
  })
  .superRefine(({ startsAt, endsAt, breakMinutes }, context) => {
    if (endsAt <= startsAt) context.addIssue({ code: 'custom', path: ['endsAt'], message: 'refusals:endBeforeStart' });
    else if (breakMinutes >= endsAt - startsAt)
      context.addIssue({ code: 'custom', path: ['breakMinutes'], message: 'refusals:breakTooLong' });
  });

const reasonField = (missing: string) => text(1000, missing).refine(withoutCpr, 'supervision:entry.cpr');

export const objectionForm = z.object({ text: reasonField('supervision:objection.missing') });
export const answerForm = z.object({ reason: reasonField('supervision:answer.missing') });

export const correctionForm = z
  .object({
    present: z
      .string()
      .optional()
      .transform((value) => value !== undefined),
    from: optionalText(10),
    to: optionalText(10),
    kind: z.enum(supervisionKinds, { error: 'supervision:entry.kindWrong' }).default('group'),
    online: z
      .string()
      .optional()
      .transform((value) => value !== undefined),
    reason: text(500, 'supervision:correction.reasonMissing').refine(withoutCpr, 'supervision:entry.cpr'),
  })
  .transform((values, context) => {
    if (!values.present) return { ...values, from: 0, to: 0 };
    const [from, to] = [parseTimeOfDay(values.from), parseTimeOfDay(values.to)];
    if (from === null) context.addIssue({ code: 'custom', path: ['from'], message: 'supervision:timeWrong' });
    if (to === null) context.addIssue({ code: 'custom', path: ['to'], message: 'supervision:timeWrong' });
    return { ...values, from: from ?? 0, to: to ?? 0 };
  });
