import { RateLimiterMemory } from 'rate-limiter-flexible';
import { check, parseCode, type Standing } from '../../domain/certificate/certificate.js';
import type { Person } from '../../domain/person/person.js';
import { findCertificateByCode } from '../../store/certificate.js';
import { Refusal } from '../../web/errors.js';
import { parseForm, typedOf, typedText } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { checkForm } from './forms.js';

type Open = Visit<null, Person | null>;

interface Asked {
  code: string;
  name: string;
  standing: Standing | null;
  errors?: FieldError[];
}

/** An answer repeats nothing of what was typed: a wrong name and an unknown code give the same bytes. */
function page(visit: Open, { code, name, standing, errors = [] }: Asked): Promise<void> {
  const { t, fmt, today } = visit;
  const answer = standing && {
    status: { kind: { valid: 'done', withdrawn: 'barred', expired: 'missing', unknown: 'missing' }[standing] },
    word: t(`certification:check.${standing}.word`, { date: fmt.date(today) }),
    text: t(`certification:check.${standing}.text`),
  };
  const title = t(standing ? `certification:check.${standing}.title` : 'certification:check.title');
  const view = { title, answer, action: paths.certification.checkForm(), code, name };
  return visit.page('certification/check', view, { title, errors, status: errors.length > 0 ? 422 : 200 });
}

async function newForm(visit: Open): Promise<void> {
  const code = visit.req.params['code'];
  await page(visit, { code: typeof code === 'string' ? (parseCode(code) ?? '') : '', name: '', standing: null });
}

/** Anyone with the certificate in hand asks about a code and the name as printed: 30 times in ten minutes from one address. */
export function checks() {
  const limit = new RateLimiterMemory({ points: 30, duration: 600 });
  const create = async (visit: Open): Promise<void> => {
    const { req, res, house, today } = visit;
    const typed = typedOf(req.body);
    const parsed = parseForm(checkForm, req.body);
    if (!parsed.ok)
      return page(visit, { code: typedText(typed, 'code'), name: typedText(typed, 'name'), standing: null, errors: parsed.errors });
    try {
      await limit.consume(req.ip ?? 'unknown');
    } catch {
      res.set('Retry-After', '600');
      throw new Refusal(429, 'certification:check.later');
    }
    const code = parseCode(parsed.values.code);
    const found = code === null ? null : await findCertificateByCode(house.db, code);
    await page(visit, { code: '', name: '', standing: check(found && { ...found, expiresOn: null }, parsed.values.name, today) });
  };
  return { newForm, create };
}
