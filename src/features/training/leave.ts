import { addDays } from '../../domain/calendar/dates.js';
import { onLeave } from '../../domain/cohort/leave.js';
import { addEvents, listEvents, tookPartBetween, type EnrolmentEvent, type NewEvent } from '../../store/enrolment.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { leaveForm, returnForm } from './forms.js';
import type { EnrolmentRecord } from './scope.js';
import { stillRunning } from './stopping.js';

type Here = Visit<EnrolmentRecord>;

/** Start of the leave that has no day of return yet, or null. */
function openSince(events: EnrolmentEvent[]): string | null {
  const started =
    events
      .filter(({ kind }) => kind === 'leave_started')
      .map(({ onDate }) => onDate)
      .sort()
      .at(-1) ?? null;
  return started !== null && onLeave(events, '9999-12-31') ? started : null;
}

async function form(visit: Here, typed: Typed, errors?: FieldError[]): Promise<void> {
  const { house, record, t, fmt } = visit;
  const since = openSince(await listEvents(house.db, record.enrolment.id));
  const view = {
    id: record.enrolment.id,
    name: record.enrolment.name,
    since: since && fmt.date(since),
    from: typedText(typed, 'from'),
    back: typedText(typed, 'back'),
    reason: typedText(typed, 'reason'),
  };
  await visit.page('training/leave', view, { title: t('training:leave.title', { name: view.name }), status: errors ? 422 : 200, errors });
}

export async function newForm(visit: Here): Promise<void> {
  await stillRunning(visit);
  await form(visit, {});
}

type Read = { ok: true; events: NewEvent[]; from: string; back: string | undefined } | { ok: false; errors: FieldError[] };

function readReturn(body: unknown, since: string): Read {
  const parsed = parseForm(returnForm, body);
  if (!parsed.ok) return parsed;
  const { back, reason } = parsed.values;
  if (back <= since) return { ok: false, errors: [{ field: 'back', message: 'training:leave.backBeforeStart' }] };
  return { ok: true, events: [{ kind: 'leave_ended', onDate: back, reason }], from: since, back };
}

function readLeave(body: unknown, known: EnrolmentEvent[], enrolledOn: string): Read {
  const parsed = parseForm(leaveForm, body);
  if (!parsed.ok) return parsed;
  const { from, back, reason } = parsed.values;
  if (from < enrolledOn) return { ok: false, errors: [{ field: 'from', message: 'training:beforeEnrolment' }] };
  const later = known.some(({ kind, onDate }) => kind === 'leave_started' && onDate >= from && (back === undefined || onDate < back));
  if (known.some(({ kind, onDate }) => kind === 'leave_ended' && onDate === from))
    return { ok: false, errors: [{ field: 'from', message: 'training:leave.sameDay' }] };
  if (onLeave(known, from) || later) return { ok: false, errors: [{ field: 'from', message: 'training:leave.overlap' }] };
  const events: NewEvent[] = [{ kind: 'leave_started', onDate: from, reason }];
  return { ok: true, from, back, events: back === undefined ? events : [...events, { kind: 'leave_ended', onDate: back, reason: '' }] };
}

export async function create(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor } = visit;
  const { enrolment } = record;
  await stillRunning(visit);
  const known = await listEvents(house.db, enrolment.id);
  const since = openSince(known);
  const read = since === null ? readLeave(req.body, known, enrolment.enrolledOn) : readReturn(req.body, since);
  if (!read.ok) return form(visit, typedOf(req.body), read.errors);
  const lastDay = read.back === undefined ? '9999-12-31' : addDays(read.back, -1);
  if (await tookPartBetween(house.db, enrolment.id, read.from, lastDay))
    return form(visit, typedOf(req.body), [{ field: since === null ? 'from' : 'back', message: 'training:leave.tookPart' }]);
  await house.db.write((tx) => addEvents(tx, { ...actor, personId: viewer.id }, enrolment.id, read.events));
  visit.done(paths.training.enrolment(enrolment.id), 'training:flash.leaveKept');
}
