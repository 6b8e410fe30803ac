import { parseDate } from '../../domain/calendar/dates.js';
import { isForEveryone } from '../../domain/supervision/kinds.js';
import { maySign } from '../../domain/supervision/policy.js';
import { findLatestSession, keepDraft, signSession, type NewLine, type SessionLine } from '../../store/supervision.js';
import { lockGroup } from '../../store/supervision-group.js';
import { lockMembers } from '../../store/supervision-total.js';
import { refused } from '../../web/errors.js';
import { typedOf, typedText } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { loadContext, type EntryContext } from './entry-context.js';
import { readEntry, type ReadEntry } from './entry-read.js';
import { startEntry, typedEntry, type TypedEntry } from './entry-typed.js';
import { entryView } from './entry-view.js';
import type { GroupRecord, SessionRecord } from './scope.js';

type Here = Visit<GroupRecord & { session?: SessionLine }>;
type Act = 'check' | 'draft' | 'sign';

/** What is said above the form when the answer is the form again. */
type Outcome = { kind: 'start' } | { kind: 'checked' } | { kind: 'newSum' } | { kind: 'faults' };

async function form(visit: Here, context: EntryContext, typed: TypedEntry, read: ReadEntry, outcome: Outcome): Promise<void> {
  const { record, viewer, t, fmt } = visit;
  const errors = outcome.kind === 'start' ? [] : read.errors;
  const { session } = record;
  const sign = maySign(viewer, record).ok;
  const view = {
    ...entryView(context, { typed, read, errors, reasons: sign }, visit),
    action: session ? paths.supervision.entry(session.id) : paths.supervision.sessions(record.group.id),
    signAction: session ? paths.supervision.signature(session.id) : null,
    told: outcome.kind === 'newSum' ? t('supervision:entry.newSum', { sum: fmt.duration(read.sum) }) : null,
    typedBy:
      session?.typedByName && session.typedBy !== record.supervisorId
        ? t('supervision:entry.typedBy', { name: session.typedByName })
        : null,
    supervisorName: record.group.supervisorName,
    can: { sign },
  };
  const refusedSum = outcome.kind === 'newSum' || errors.length > 0;
  await visit.page('supervision/entry', view, {
    title: t('supervision:entry.title'),
    status: refusedSum ? 422 : 200,
    errors,
    scripts: ['session-entry'],
  });
}

/** A session that is signed or cancelled is shown, not entered again. */
function closed({ record, done }: Here): boolean {
  const { session } = record;
  if (!session || session.state === 'planned' || session.state === 'draft') return false;
  done(
    paths.supervision.session(session.id),
    session.state === 'signed' ? 'supervision:flash.alreadySigned' : 'supervision:flash.isCancelled',
  );
  return true;
}

async function start(visit: Here): Promise<void> {
  if (closed(visit)) return;
  const { house, record, today } = visit;
  const { session = null, group } = record;
  const context = await loadContext(house.db, group, session?.id ?? null, session?.onDate ?? today);
  const latest = session ? null : await findLatestSession(house.db, group.id);
  const typed = startEntry(context, session, latest, visit);
  await form(visit, context, typed, readEntry(typed, context, today), { kind: 'start' });
}

export const newForm = (visit: Visit<GroupRecord>): Promise<void> => start(visit);
export const editForm = (visit: Visit<SessionRecord>): Promise<void> => start(visit);

/**
 * Members absent from a session of the group get a line of nought minutes, so that a correction has something to stand on. The other kinds
 * are only for those who were there.
 */
const linesOf = (read: ReadEntry, context: EntryContext): NewLine[] =>
  read.rows
    .filter(({ present }) => present || read.written === null || isForEveryone(read.written.kind))
    .filter(({ enrolmentId }) => context.members.find(({ member }) => member.enrolmentId === enrolmentId)?.mayBeCredited)
    .map(({ enrolmentId, present, from, to, minutes, remark, online }) => ({
      enrolmentId,
      presentFrom: present ? from : (read.frame?.startsAt ?? 0),
      presentTo: present ? to : (read.frame?.startsAt ?? 0),
      minutes,
      kind: read.written?.kind ?? 'group',
      online,
      reason: remark,
    }));

type Kept = { ok: true; id: number } | { ok: false; why: 'late' } | { ok: false; why: 'faults'; context: EntryContext; read: ReadEntry };

/** Draft, lines, state and audit in one transaction; everything is checked again inside it. */
export function keepEntry(visit: Here, typed: TypedEntry, onDate: string, act: Act): Promise<Kept> {
  const { house, record, viewer, actor, today } = visit;
  const by = { ...actor, personId: viewer.id };
  const sessionId = record.session?.id ?? null;
  return house.db.write(async (tx): Promise<Kept> => {
    await lockGroup(tx, record.group.id);
    await lockMembers(tx, record.group.id);
    const context = await loadContext(tx, record.group, sessionId, onDate);
    const read = readEntry(typed, context, today);
    if (!read.written) return { ok: false, why: 'faults', context, read };
    const id = await keepDraft(tx, by, record.group.id, sessionId, read.written);
    if (id === null) return { ok: false, why: 'late' };
    if (act !== 'sign') return { ok: true, id };
    const signed = await signSession(tx, by, { groupId: record.group.id, sessionId: id, lines: linesOf(read, context) });
    return signed ? { ok: true, id } : { ok: false, why: 'late' };
  });
}

/** What keeps the form on the page, or null when it may be kept. */
function stays(act: Act, typed: TypedEntry, read: ReadEntry): Outcome | null {
  if (!read.written) return { kind: 'faults' };
  if (act === 'check') return { kind: 'checked' };
  return act === 'sign' && typed.shownSum !== String(read.sum) ? { kind: 'newSum' } : null;
}

async function submit(visit: Here, act: Act): Promise<void> {
  if (closed(visit)) return;
  const { house, record, req, today, done, fmt } = visit;
  const { session } = record;
  const body = typedOf(req.body);
  const onDate = parseDate(typedText(body, 'onDate')) ?? session?.onDate ?? today;
  const context = await loadContext(house.db, record.group, session?.id ?? null, onDate);
  const typed = typedEntry(body, context);
  const read = readEntry(typed, context, today);
  const outcome = stays(act, typed, read);
  if (outcome) return form(visit, context, typed, read, outcome);
  const kept = await keepEntry(visit, typed, onDate, act);
  if (kept.ok)
    return done(paths.supervision.session(kept.id), `supervision:flash.${act === 'sign' ? 'signed' : 'drafted'}`, {
      sum: fmt.duration(read.sum),
    });
  if (kept.why === 'faults') return form(visit, kept.context, typed, kept.read, { kind: 'faults' });
  return done(
    session ? paths.supervision.session(session.id) : paths.supervision.group(record.group.id),
    'supervision:flash.alreadySigned',
  );
}

const actOf = (visit: Here): Act => {
  const act = typedText(typedOf(visit.req.body), 'act');
  return act === 'sign' || act === 'draft' ? act : 'check';
};

/** A session nobody planned. Signing needs the same right as on a planned one. */
export async function create(visit: Visit<GroupRecord>): Promise<void> {
  const act = actOf(visit);
  const verdict = maySign(visit.viewer, visit.record);
  if (act === 'sign' && !verdict.ok) throw refused(verdict.reason);
  await submit(visit, act);
}

export const update = (visit: Visit<SessionRecord>): Promise<void> => submit(visit, actOf(visit) === 'draft' ? 'draft' : 'check');
export const sign = (visit: Visit<SessionRecord>): Promise<void> => submit(visit, 'sign');
