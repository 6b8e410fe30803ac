import { listProgrammes, type ProgrammeVersion } from '../../store/programme.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { componentRows, programmeFigures, requirementRows } from './programme-views.js';

export async function list({ house, page, t, lang, fmt }: Visit<Record<never, never>>): Promise<void> {
  const versions = await listProgrammes(house.db);
  const rows = versions.map(({ id, version, body, inForceFrom }) => ({
    strong: body.title[lang],
    href: paths.training.programme(id),
    rest: body.audience[lang],
    note: t('training:programme.version', { version, date: fmt.date(inForceFrom) }),
  }));
  await page('training/programmes', { rows }, { title: t('training:programmes.title') });
}

export async function show({ page, record, t, lang, fmt }: Visit<ProgrammeVersion>): Promise<void> {
  const { body, version, inForceFrom } = record;
  const words = { t, lang, fmt };
  const view = {
    name: body.title[lang],
    lead: body.audience[lang],
    note: t('training:programme.version', { version, date: fmt.date(inForceFrom) }),
    figures: programmeFigures(body, words),
    components: componentRows(body, words),
    requirements: requirementRows(body, words),
  };
  await page('training/programme', view, { title: view.name });
}
