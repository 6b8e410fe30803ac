import { check as standingOf, parseCode } from '../../domain/certificate/certificate.js';
import type { Person } from '../../domain/person/person.js';
import type { ProgrammeBody } from '../../domain/programme/programme.js';
import { findCertificateByCode, type CertificateFor } from '../../store/certificate.js';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Refusal } from '../../web/errors.js';
import { typedOf, typedText } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';

/** The certificate as a page that prints on one sheet. No score, no trace of film. */
export const show = (visit: Visit<CertificateFor>): Promise<void> => {
  const { record, t, fmt, lang, house } = visit;
  const programme = (JSON.parse(record.programmeTitle) as ProgrammeBody).title[lang];
  return visit.page(
    'certification/certificate',
    {
      flash: visit.flash(),
      back: paths.certification.enrolment(record.enrolmentId),
      name: record.namePrinted,
      rows: [
        { term: t('certification:certificate.programme'), text: programme },
        { term: t('certification:certificate.rules'), text: t('certification:certificate.version', { version: record.rulesVersion }) },
        { term: t('certification:certificate.date'), text: fmt.date(record.issuedOn) },
        { term: t('certification:certificate.issuer'), text: house.settings.operator.name },
        { term: t('certification:certificate.serial'), text: record.serial },
      ],
      decidedBy: record.decidedByName,
      checkAt: `${house.settings.origin}${paths.certification.check(record.code)}`,
      withdrawn: record.withdrawnAt !== null,
    },
    { title: t('certification:certificate.title', { name: record.namePrinted }), layout: 'print-sheet' },
  );
};

type Open = Visit<null, Person | null>;

const page = (visit: Open, code: string, name: string, standing: string | null, status = 200): Promise<void> =>
  visit.page(
    'certification/check',
    { action: paths.certification.checkForm(), code, name: standing === null ? name : '', standing },
    { title: visit.t('certification:check.title'), status },
  );

export const checkForm = (visit: Open): Promise<void> => page(visit, String(visit.req.params['code'] ?? '').slice(0, 60), '', null);

const asked = new RateLimiterMemory({ points: 30, duration: 60 });

/** Valid, withdrawn, expired or unknown, and nothing else. A wrong name is unknown. */
export async function check(visit: Open): Promise<void> {
  const { req, house, today } = visit;
  await asked.consume(req.ip ?? 'unknown').catch(() => {
    throw new Refusal(429, 'web:tooManyWrites');
  });
  const typed = typedOf(req.body);
  const code = parseCode(typedText(typed, 'code'));
  const found = code === null ? null : await findCertificateByCode(house.db, code);
  return page(
    visit,
    typedText(typed, 'code').slice(0, 60),
    '',
    standingOf(found && { ...found, expiresOn: null }, typedText(typed, 'name'), today),
  );
}
