import type { ProgrammeBody } from '../../domain/programme/programme.js';
import type { CertificateRecord } from '../../store/certificate.js';
import { listWithdrawal } from '../../store/certificate-withdrawal.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';

/** The certificate as one sheet to print. It tells nothing of levels or of film. */
export const show = async (visit: Visit<CertificateRecord>): Promise<void> => {
  const { record, t, fmt, lang, house } = visit;
  const programme = (JSON.parse(record.body) as ProgrammeBody).title[lang];
  const issuer = record.deciderOrganisation || house.settings.operator.name;
  const last = record.withdrawnAt === null ? null : (await listWithdrawal(house.db, record.id)).at(-1);
  return visit.page(
    'certification/certificate',
    {
      notice: visit.flash(),
      name: record.namePrinted,
      rows: [
        {
          term: t('certification:certificate.programme'),
          text: t('certification:certificate.cohort', { programme, cohort: record.cohortName }),
        },
        {
          term: t('certification:certificate.requirements'),
          text: t('certification:certificate.version', { version: record.rulesVersion }),
        },
        {
          term: t('certification:certificate.issued'),
          text: t('certification:certificate.issuedBy', { date: fmt.date(record.issuedOn), issuer }),
        },
        { term: t('certification:certificate.serial'), text: record.serial },
      ],
      signatures: [
        { name: record.deciderName, role: t('web:roles.supervisor') },
        ...(record.coordinatorName ? [{ name: record.coordinatorName, role: t('web:roles.coordinator') }] : []),
      ],
      withdrawn: record.withdrawnAt === null ? null : t('certification:certificate.withdrawn', { date: fmt.date(record.withdrawnAt) }),
      why: last ? t('certification:withdrawal.why', { reason: last.reason }) : null,
      checkAddress: `${house.settings.origin}${paths.certification.check(record.code)}`.replace(/^https?:\/\//, ''),
      checkHref: paths.certification.check(record.code),
      back: paths.certification.enrolment(record.enrolmentId),
    },
    { title: t('certification:certificate.title', { name: record.namePrinted }), layout: 'print-sheet' },
  );
};
