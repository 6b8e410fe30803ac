import { mayAnswer } from '../../domain/supervision/objection.js';
import { lockGroup } from '../../store/supervision-group.js';
import { answerObjection, findObjection } from '../../store/supervision-objection.js';
import { refused } from '../../web/errors.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { answerForm } from './forms.js';
import { creditWords } from './line-views.js';
import type { ObjectionScope } from './scope-ledger.js';

type Here = Visit<ObjectionScope>;

async function form(visit: Here, typed: Typed, errors?: FieldError[]): Promise<void> {
  const { record, t, fmt } = visit;
  const { line, session, objection } = record;
  const view = {
    id: objection.id,
    name: line.name,
    session: { id: session.id, title: t('supervision:session.title', { date: fmt.date(session.onDate) }) },
    stands: t('supervision:correction.former', { former: creditWords(line, visit) }),
    wrote: t('supervision:answer.wrote', { name: objection.raisedByName, date: fmt.date(objection.raisedAt) }),
    text: objection.text,
    correction: paths.supervision.correction(line.id),
    reason: typedText(typed, 'reason'),
  };
  await visit.page('supervision/answer', view, {
    title: t('supervision:answer.title', { name: line.name }),
    status: errors ? 422 : 200,
    errors,
  });
}

export const newForm = (visit: Here): Promise<void> => form(visit, {});

/** Stands by what was signed, with a reason. The other answer is a correction. */
export async function create(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor } = visit;
  const parsed = parseForm(answerForm, req.body);
  if (!parsed.ok) return form(visit, typedOf(req.body), parsed.errors);
  await house.db.write(async (tx) => {
    await lockGroup(tx, record.session.groupId);
    const now = await findObjection(tx, record.objection.id);
    const verdict = mayAnswer(viewer, { ...record, state: now?.state ?? 'stands' });
    if (!verdict.ok) throw refused(verdict.reason);
    const outcome = 'stands' as const;
    await answerObjection(tx, { ...actor, personId: viewer.id }, record.objection.id, { outcome, reason: parsed.values.reason });
  });
  visit.done(paths.supervision.session(record.session.id), 'supervision:flash.answered', { name: record.line.name });
}
