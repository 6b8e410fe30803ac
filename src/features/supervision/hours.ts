import type { Visit } from '../../web/guard.js';
import { hoursPage } from './hours-page.js';
import type { HoursRecord } from './scope.js';

/** One trainee's hours, for herself, her supervisor and her coordinator. */
export async function show(visit: Visit<HoursRecord>): Promise<void> {
  const { record, page, t } = visit;
  const { enrolment, own } = record;
  const view = { ...(await hoursPage(visit, record)), name: enrolment.name, municipality: enrolment.municipalityName };
  const title = own ? t('supervision:own.title') : t('supervision:theirs.title', { name: enrolment.name });
  await page('supervision/hours', { ...view, title }, { title });
}
