import { parseDate } from '../../domain/calendar/dates.js';
import { draftOf } from '../../domain/programme/draft.js';
import { mayBeInForceFrom } from '../../domain/programme/policy.js';
import { listVersions, getProgramme, nextVersion } from '../../store/programme.js';
import { dropDraft, openDraft, putInForce, saveDraft, type ProgrammeDraft } from '../../store/programme-draft.js';
import { conflict } from '../../web/errors.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { readDraft } from './draft-read.js';
import { differences, effects } from './draft-preview.js';
import { typedFrom } from './draft-typed.js';
import { draftView } from './draft-view.js';
import { versionForm } from './forms.js';
import type { DraftRecord, ProgrammeRecord } from './scope.js';

type Here = Visit<DraftRecord>;

/** Begins the next version of a programme, or goes on with the one that is begun. */
export async function create({ house, record, viewer, actor, done }: Visit<ProgrammeRecord>): Promise<void> {
  const [versions, number] = await Promise.all([listVersions(house.db, record.code), nextVersion(house.db, record.code)]);
  const newest = versions.at(-1)!;
  const id = await house.db.write((tx) =>
    openDraft(tx, { ...actor, personId: viewer.id }, { code: newest.code, basedOn: newest.id, body: draftOf(newest.body, number) }),
  );
  done(paths.training.draft(id));
}

async function form(visit: Here, typed: Typed, errors?: FieldError[]): Promise<void> {
  const { t, lang, record } = visit;
  const view = draftView({ t, lang, typed }, record.draft, typed);
  await visit.page(
    'training/draft',
    { ...view, notice: visit.flash() },
    { title: t('programmes:draft.title', { version: record.draft.body.version }), status: errors ? 422 : 200, errors },
  );
}

export const editForm = (visit: Here): Promise<void> => form(visit, typedFrom(visit.record.draft.body));

/** The draft as the form was opened on: somebody else's changes are never written over. */
const asRead = (draft: ProgrammeDraft, typed: Typed): ProgrammeDraft => ({ ...draft, revision: Number(typedText(typed, 'revision')) || 0 });

const changed = ({ draft }: DraftRecord) => conflict('programmes:fault.changed', { name: draft.changedByName });

export async function update(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor } = visit;
  const typed = typedOf(req.body);
  const before = await getProgramme(house.db, record.draft.basedOn);
  const read = readDraft(typed, record.draft.body, before.body);
  if (!read.ok) return form(visit, typed, read.errors);
  const kept = await house.db.write((tx) =>
    saveDraft(tx, { ...actor, personId: viewer.id }, { ...asRead(record.draft, typed), body: read.body }),
  );
  if (!kept) throw changed(record);
  visit.done(paths.training.preview(record.draft.id));
}

async function previewPage(visit: Here, inForceFrom: string, typed: Typed, errors?: FieldError[]): Promise<void> {
  const { house, record, t, fmt, lang } = visit;
  const { draft } = record;
  const before = await getProgramme(house.db, draft.basedOn);
  const view = {
    id: draft.id,
    revision: draft.revision,
    name: draft.body.title[lang],
    programme: draft.basedOn,
    changes: differences(before.body, draft.body, visit),
    effect: await effects(visit, draft, inForceFrom),
    from: typed['from'] === undefined ? fmt.typedDate(inForceFrom) : typedText(typed, 'from'),
    inForceFrom: fmt.typedDate(inForceFrom),
    date: fmt.date(inForceFrom),
    reason: typedText(typed, 'reason'),
    versions: { before: before.version, after: draft.body.version },
  };
  await visit.page('training/draft-preview', view, {
    title: t('programmes:preview.title', { version: draft.body.version }),
    status: errors ? 422 : 200,
    errors,
  });
}

/** Why a version cannot be in force from a day, or null. */
async function dateFault({ house, record, today }: Here, from: string): Promise<string | null> {
  const newest = (await listVersions(house.db, record.draft.code)).at(-1)!;
  const verdict = mayBeInForceFrom(from, today, newest.inForceFrom);
  return verdict.ok ? null : verdict.reason;
}

/** What changes, and for whom, if the draft were in force from a day. Nothing is written. */
export async function preview(visit: Here): Promise<void> {
  const asked = visit.req.query['from'];
  const typed: Typed = typeof asked === 'string' ? { from: asked.slice(0, 40) } : {};
  const date = typeof asked === 'string' ? parseDate(asked) : visit.today;
  const fault = date === null ? 'training:dateWrong' : await dateFault(visit, date);
  if (fault === null && date !== null) return previewPage(visit, date, {});
  await previewPage(visit, visit.today, typed, [{ field: 'from', message: fault! }]);
}

/** The previewed draft becomes a version. What was changed since the preview is looked at again first. */
export async function putDraftInForce(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor } = visit;
  const typed = typedOf(req.body);
  const parsed = parseForm(versionForm, req.body);
  if (!parsed.ok) return previewPage(visit, parseDate(typedText(typed, 'from')) ?? visit.today, typed, parsed.errors);
  const { from, reason } = parsed.values;
  const fault = await dateFault(visit, from);
  if (fault) return previewPage(visit, visit.today, typed, [{ field: 'from', message: fault }]);
  const before = await getProgramme(house.db, record.draft.basedOn);
  if (differences(before.body, record.draft.body, visit).length === 0)
    return previewPage(visit, from, typed, [{ field: 'reason', message: 'programmes:fault.nothingChanged' }]);
  const id = await house.db.write((tx) =>
    putInForce(tx, { ...actor, personId: viewer.id }, asRead(record.draft, typed), { inForceFrom: from, reason }),
  );
  if (id === null) throw changed(record);
  visit.done(paths.training.programme(id), 'programmes:flash.inForce', {
    version: record.draft.body.version,
    date: visit.fmt.date(from),
  });
}

export async function drop(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor } = visit;
  const done = await house.db.write((tx) => dropDraft(tx, { ...actor, personId: viewer.id }, asRead(record.draft, typedOf(req.body))));
  if (!done) throw changed(record);
  visit.done(paths.training.programme(record.draft.basedOn), 'programmes:flash.dropped');
}
