import { draftOf } from '../../domain/programme/draft.js';
import { mayWithdrawVersion } from '../../domain/programme/policy.js';
import { listVersions, lockVersions, nextVersion } from '../../store/programme.js';
import { findVersionUse, withdrawVersion } from '../../store/programme-withdrawal.js';
import { refused } from '../../web/errors.js';
import { parseForm, typedOf, typedText } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { withdrawalForm } from './forms.js';
import type { VersionRecord } from './scope.js';

type Here = Visit<VersionRecord>;

async function form(visit: Here, reason: string, errors?: FieldError[]): Promise<void> {
  const { house, record, t, fmt, lang } = visit;
  const before = (await listVersions(house.db, record.code)).filter(({ id }) => id !== record.id).at(-1);
  const words = { version: record.version, date: fmt.date(record.inForceFrom), before: before?.version ?? '' };
  const view = {
    id: record.id,
    name: record.body.title[lang],
    reason,
    lead: t('programmes:withdrawal.lead', words),
    sentences: ['nobody', 'instead', 'draft'].map((key) => t(`programmes:withdrawal.${key}`, words)),
    submit: t('programmes:withdrawal.submit', words),
  };
  await visit.page('training/version-withdrawal', view, {
    title: t('programmes:withdrawal.title', words),
    status: errors ? 422 : 200,
    errors,
  });
}

export const newForm = (visit: Here): Promise<void> => form(visit, '');

/** Asked again with every version of the programme held: somebody may have been enrolled on it meanwhile. */
export async function create(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor, today, done } = visit;
  const parsed = parseForm(withdrawalForm, req.body);
  if (!parsed.ok) return form(visit, typedText(typedOf(req.body), 'reason'), parsed.errors);
  const draftId = await house.db.write(async (tx) => {
    await lockVersions(tx, record.code);
    const verdict = mayWithdrawVersion(viewer, { ...record, use: await findVersionUse(tx, record) }, today);
    if (!verdict.ok) throw refused(verdict.reason);
    const before = (await listVersions(tx, record.code)).filter(({ id }) => id !== record.id).at(-1)!;
    const body = draftOf(record.body, await nextVersion(tx, record.code));
    return withdrawVersion(tx, { ...actor, personId: viewer.id }, record, {
      reason: parsed.values.reason,
      draft: { basedOn: before.id, body },
    });
  });
  done(paths.training.draft(draftId), 'programmes:flash.withdrawn', { version: record.version });
}
