import { certifies } from '../../domain/certification/rules.js';
import { rulesOfBody } from '../../domain/programme/asked-rules.js';
import { mayEditProgramme, mayWithdrawVersion } from '../../domain/programme/policy.js';
import { inForce, listProgrammes, listVersions, type ProgrammeVersion } from '../../store/programme.js';
import { findOpenDraft, findVersionStory } from '../../store/programme-draft.js';
import { findVersionUse, findVersionWithdrawal } from '../../store/programme-withdrawal.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { componentRows, programmeFigures, requirementRows } from './programme-views.js';
import type { ProgrammeRecord } from './scope.js';

export async function list({ house, page, t, lang, fmt, today }: Visit<Record<never, never>>): Promise<void> {
  const versions = await listProgrammes(house.db);
  const rows = inForce(versions, today).map(({ id, code, version, body, inForceFrom }) => {
    const next = versions.find((one) => one.code === code && one.inForceFrom > today);
    const note = t('training:programme.version', { version, date: fmt.date(inForceFrom) });
    return {
      strong: body.title[lang],
      href: paths.training.programme(id),
      rest: body.audience[lang],
      note: next ? `${note}. ${t('programmes:next', { version: next.version, date: fmt.date(next.inForceFrom) })}` : note,
    };
  });
  await page('training/programmes', { rows }, { title: t('training:programmes.title') });
}

/** All versions, the newest first, and which of them counts today. */
function versionRows({ t, fmt, today }: Visit<ProgrammeRecord>, versions: ProgrammeVersion[], shownId: number) {
  const [current] = inForce(versions, today);
  return [...versions].reverse().map((one) => {
    const state = one.id === current?.id ? 'current' : one.inForceFrom > today ? 'coming' : 'former';
    return {
      status: { kind: { current: 'done', coming: 'planned', former: 'locked' }[state], text: t(`programmes:versions.${state}`) },
      strong: t('programmes:versions.number', { version: one.version }),
      href: one.id === shownId ? undefined : paths.training.programme(one.id),
      rest: t('programmes:versions.from', { date: fmt.date(one.inForceFrom) }),
    };
  });
}

/** A version as it stands, for everyone; the way to the next one for those who may write it. */
export async function show(visit: Visit<ProgrammeRecord>): Promise<void> {
  const { house, page, record, viewer, t, lang, fmt } = visit;
  const { body, version, inForceFrom } = record;
  const words = { t, lang, fmt };
  const may = mayEditProgramme(viewer, record).ok;
  const [versions, story, withdrawn, use, draft] = await Promise.all([
    listVersions(house.db, record.code),
    findVersionStory(house.db, record.id),
    findVersionWithdrawal(house.db, record.id),
    findVersionUse(house.db, record),
    may ? findOpenDraft(house.db, record.code) : null,
  ]);
  const view = {
    id: record.id,
    name: body.title[lang],
    lead: body.audience[lang],
    note: t('training:programme.version', { version, date: fmt.date(inForceFrom) }),
    story: story && { text: t('programmes:story', { name: story.byName, date: fmt.date(story.at) }), reason: story.reason },
    withdrawn: withdrawn && {
      text: t('programmes:withdrawn', { name: withdrawn.byName, date: fmt.date(withdrawn.at) }),
      reason: withdrawn.reason,
    },
    withdraw: mayWithdrawVersion(viewer, { ...record, use }, visit.today).ok ? t('programmes:withdrawal.title', { version }) : null,
    notice: visit.flash(),
    figures: programmeFigures(body, words),
    components: componentRows(body, words),
    requirements: requirementRows(body, words),
    certificate: certifies(rulesOfBody(body)),
    versions: versionRows(visit, versions, record.id),
    edit: may
      ? {
          draft: draft && {
            href: paths.training.draft(draft.id),
            text: t('programmes:draftOpen', { name: draft.changedByName, date: fmt.shortDate(draft.changedAt) }),
          },
        }
      : null,
  };
  await page('training/programme', view, { title: view.name });
}
