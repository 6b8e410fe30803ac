import { z } from 'zod';
import { parseDate } from '../../domain/calendar/dates.js';
import { nameFault } from '../../domain/person/name-fault.js';
import { idField, optionalText, text } from '../../web/forms.js';

/** «4.2.2026» becomes 2026-02-04. */
const typedDate = z.string().transform((typed, context) => {
  const date = parseDate(typed);
  if (date !== null) return date;
  context.addIssue({ code: 'custom', message: 'training:dateWrong' });
  return z.NEVER;
});
const dateField = (missing = 'training:dateMissing') => z.string({ error: missing }).trim().min(1, missing).pipe(typedDate);
const listed = (value: unknown) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

export const cohortForm = z
  .object({
    name: text(200, 'training:cohortForm.nameMissing'),
    programme: idField('training:cohortForm.programmeMissing'),
    startsOn: dateField(),
    endsOn: dateField(),
    municipalities: z.preprocess(listed, z.array(idField()).min(1, 'training:cohortForm.municipalityMissing')),
  })
  .superRefine(({ startsOn, endsOn }, context) => {
    if (endsOn <= startsOn) context.addIssue({ code: 'custom', path: ['endsOn'], message: 'training:cohortForm.endBeforeStart' });
  });

/** Someone who has an account already; otherwise {@link newTraineeForm}. */
export const chosenTraineeForm = z.object({ person: idField(), enrolledOn: dateField() });

export const newTraineeForm = z.object({
  name: text(200, 'training:enrolmentForm.nameMissing').superRefine((typed, context) => {
    const fault = nameFault(typed);
    if (fault) context.addIssue({ code: 'custom', message: `applications:fault.${fault}` });
  }),
  signInName: text(200, 'training:enrolmentForm.signInNameMissing').pipe(z.email('training:enrolmentForm.signInNameWrong')),
  municipality: idField('training:enrolmentForm.municipalityMissing'),
  enrolledOn: dateField(),
});

export const versionForm = z.object({ from: dateField(), reason: text(500, 'programmes:fault.reasonMissing') });

export const withdrawalForm = z.object({ reason: text(500, 'programmes:fault.reasonMissing') });

export const stoppingForm = z.object({ onDate: dateField(), reason: text(500, 'training:stopping.reasonMissing') });

/** `elsewhere`: outside the cohort's municipalities. */
export const employerForm = z.object({
  municipality: z.string({ error: 'applications:employer.choose' }).regex(/^([1-9]\d{0,8}|elsewhere)$/, 'applications:employer.choose'),
  workplace: optionalText(200).superRefine((typed, context) => {
    const fault = nameFault(typed);
    if (fault) context.addIssue({ code: 'custom', message: `applications:fault.${fault}` });
  }),
  onDate: dateField(),
});

const blankOr = <T extends z.ZodType<unknown, string>>(schema: T) =>
  z
    .string()
    .trim()
    .default('')
    .transform((typed) => (typed === '' ? undefined : typed))
    .pipe(schema.optional());

export const leaveForm = z
  .object({ from: dateField(), back: blankOr(typedDate), reason: optionalText(500) })
  .superRefine(({ from, back }, context) => {
    if (back !== undefined && back <= from) context.addIssue({ code: 'custom', path: ['back'], message: 'training:leave.backBeforeStart' });
  });

export const returnForm = z.object({ back: dateField(), reason: optionalText(500) });
