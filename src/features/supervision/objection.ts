import { mayObject, objectBy } from '../../domain/supervision/objection.js';
import { lockGroup } from '../../store/supervision-group.js';
import { findLine } from '../../store/supervision-line.js';
import { findObjectionTo, raiseObjection } from '../../store/supervision-objection.js';
import { refused } from '../../web/errors.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { objectionForm } from './forms.js';
import { creditWords } from './line-views.js';
import type { OwnLine } from './scope-ledger.js';

type Here = Visit<OwnLine>;

async function form(visit: Here, typed: Typed, errors?: FieldError[]): Promise<void> {
  const { record, t, fmt } = visit;
  const { line, session } = record;
  const view = {
    id: line.id,
    lead: t('supervision:objection.lead', { date: fmt.weekdayDate(session.onDate), name: session.supervisorName }),
    stands: t('supervision:correction.former', { former: creditWords(line, visit) }),
    text: typedText(typed, 'text'),
    until: t('supervision:objection.until', { date: fmt.date(objectBy(line.recordedAt)) }),
  };
  await visit.page('supervision/objection', view, { title: t('supervision:objection.title'), status: errors ? 422 : 200, errors });
}

export const newForm = (visit: Here): Promise<void> => form(visit, {});

/** Asked once more behind the group's lock: the line may be corrected, or objected to in another tab, at this very moment. */
export async function create(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor, now } = visit;
  const parsed = parseForm(objectionForm, req.body);
  if (!parsed.ok) return form(visit, typedOf(req.body), parsed.errors);
  await house.db.write(async (tx) => {
    await lockGroup(tx, record.session.groupId);
    const [line, before] = [await findLine(tx, record.line.id), await findObjectionTo(tx, record.line.id)];
    const verdict = mayObject(viewer, { ...record, inForce: line?.reversed === false, objected: before !== null }, now);
    if (!verdict.ok) throw refused(verdict.reason);
    await raiseObjection(tx, { ...actor, personId: viewer.id }, record.line.id, parsed.values.text);
  });
  visit.done(paths.supervision.index(), 'supervision:flash.objected', { name: record.session.supervisorName });
}
