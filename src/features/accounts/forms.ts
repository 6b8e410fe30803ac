import { z } from 'zod';
import { passphraseFault } from '../../domain/person/passphrase.js';
import { isMunicipalityCode } from '../../domain/person/municipality.js';
import type { Role } from '../../domain/person/person.js';
import { disablingReasons } from '../../store/account.js';
import { optionalText, text, typedOf, typedText } from '../../web/forms.js';
import type { FieldError } from '../../web/render.js';

/** Trainees are made where they are enrolled, with their cohort. */
export const makeableRoles = ['supervisor', 'coordinator', 'manager', 'administrator'] as const satisfies Role[];

const listed = (value: unknown) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const chosenId = z
  .string({ error: 'accounts:new.municipalityWrong' })
  .regex(/^([1-9]\d{0,8})?$/, 'accounts:new.municipalityWrong')
  .default('')
  .transform((value) => (value === '' ? null : Number(value)));

export const newAccountForm = z
  .object({
    name: text(200, 'accounts:new.nameMissing'),
    signInName: text(200, 'accounts:new.emailMissing').pipe(z.email('accounts:new.emailWrong')),
    roles: z.preprocess(listed, z.array(z.enum(makeableRoles))),
    municipalityId: chosenId,
    organisation: optionalText(200),
    assessor: z
      .literal('yes')
      .optional()
      .transform((value) => value === 'yes'),
  })
  .superRefine(({ roles, assessor, municipalityId }, context) => {
    if (roles.length === 0 && !assessor) context.addIssue({ code: 'custom', path: ['roles'], message: 'accounts:new.roleMissing' });
    if (roles.includes('manager') && municipalityId === null)
      context.addIssue({ code: 'custom', path: ['municipalityId'], message: 'accounts:new.managerNeedsMunicipality' });
  });

export const municipalityForm = z.object({
  name: text(100, 'accounts:municipalities.nameMissing'),
  code: text(20, 'accounts:municipalities.codeMissing').refine(isMunicipalityCode, 'accounts:municipalities.codeWrong'),
});

export const disablingForm = z.object({ reason: z.enum(disablingReasons, { error: 'accounts:show.reasonMissing' }) });

/** A passphrase chosen twice. Its words are never kept in the page. */
export function chosenSecret(body: unknown, names: string[]): { secret: string } | { errors: FieldError[] } {
  const typed = typedOf(body);
  const [secret, repeat] = [typedText(typed, 'secret'), typedText(typed, 'repeat')];
  const fault = passphraseFault(secret, names);
  if (fault) return { errors: [{ field: 'secret', message: `accounts:secret.${fault}` }] };
  if (secret.normalize('NFC') !== repeat.normalize('NFC')) return { errors: [{ field: 'repeat', message: 'accounts:secret.differs' }] };
  return { secret };
}
