import { z } from 'zod';
import { parseDate } from '../../domain/calendar/dates.js';
import { nameFault } from '../../domain/person/name-fault.js';
import { signInName } from '../../domain/person/sign-in-name.js';
import { idField, optionalText, text } from '../../web/forms.js';

const plain = <T extends z.ZodType<string>>(schema: T) =>
  schema.superRefine((typed, context) => {
    const fault = nameFault(typed);
    if (fault) context.addIssue({ code: 'custom', message: `applications:fault.${fault}` });
  });

const who = {
  name: plain(text(200, 'applications:fault.nameMissing')),
  signInName: text(200, 'applications:fault.emailMissing').pipe(z.email('applications:fault.emailWrong')).transform(signInName),
  workplace: plain(optionalText(200)),
};

export const nominationForm = z.object(who);
export const paperForm = z.object({ ...who, municipality: idField('applications:fault.municipalityMissing') });

/** A no needs its reason: the coordinator has to know what to tell. */
export const answerForm = z
  .object({ answer: z.enum(['yes', 'no'], { error: 'applications:fault.answerMissing' }), reason: optionalText(500) })
  .superRefine(({ answer, reason }, context) => {
    if (answer === 'no' && reason === '')
      context.addIssue({ code: 'custom', path: ['reason'], message: 'applications:fault.reasonMissing' });
  });

export const withdrawalForm = z.object({ reason: text(500, 'applications:fault.reasonMissing') });

export const seatForm = z.object({
  enrolledOn: z
    .string({ error: 'training:dateMissing' })
    .trim()
    .min(1, 'training:dateMissing')
    .transform((typed, context) => {
      const date = parseDate(typed);
      if (date !== null) return date;
      context.addIssue({ code: 'custom', message: 'training:dateWrong' });
      return z.NEVER;
    }),
});
