import type { Entered } from '../../domain/supervision/correction.js';
import { creditedMinutes } from '../../domain/supervision/credit.js';
import { entryFaults } from '../../domain/supervision/entry.js';
import { mayBeCredited } from '../../domain/supervision/group.js';
import { formatTimeOfDay } from '../../domain/calendar/time-of-day.js';
import type { Reader } from '../../store/database.js';
import { listEvents } from '../../store/enrolment.js';
import { supervisionKinds } from '../../domain/supervision/kinds.js';
import { correctLine, findLine, listPresences } from '../../store/supervision-line.js';
import { lockGroup } from '../../store/supervision-group.js';
import { lockMembers } from '../../store/supervision-total.js';
import { conflict } from '../../web/errors.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { correctionForm } from './forms.js';
import { creditWords } from './line-views.js';
import type { LineScope } from './scope.js';

type Here = Visit<LineScope>;

/** `minutes` is what the button says; the first time it is what the line says now. */
async function form(
  visit: Here,
  typed: Typed | null,
  { errors, minutes, checked }: { errors?: FieldError[]; minutes: number; checked?: boolean },
): Promise<void> {
  const { record, t, fmt } = visit;
  const { line, session, group } = record;
  const absent = line.presentTo <= line.presentFrom;
  const view = {
    id: line.id,
    name: line.name,
    session: { id: session.id, title: t('supervision:session.title', { date: fmt.date(session.onDate) }) },
    group: group.name,
    former: creditWords(line, visit),
    present: typed ? typed['present'] !== undefined : !absent,
    from: typed ? typedText(typed, 'from') : formatTimeOfDay(absent ? session.startsAt : line.presentFrom),
    to: typed ? typedText(typed, 'to') : formatTimeOfDay(absent ? session.endsAt : line.presentTo),
    kind: typed ? typedText(typed, 'kind') : line.kind,
    kinds: supervisionKinds.map((value) => ({ value, label: t(`supervision:kind.${value}`) })),
    online: typed ? typed['online'] !== undefined : line.online,
    reason: typed ? typedText(typed, 'reason') : '',
    shownMinutes: checked ? String(minutes) : '',
    told: checked ? t('supervision:correction.check', { former: fmt.duration(line.minutes), minutes: fmt.duration(minutes) }) : null,
    act: checked ? t('supervision:correction.act', { minutes: fmt.duration(minutes) }) : t('supervision:correction.reckon'),
  };
  const refusedNow = (errors?.length ?? 0) > 0;
  await visit.page('supervision/correction', view, {
    title: t('supervision:correction.title', { name: line.name }),
    status: refusedNow ? 422 : 200,
    errors,
  });
}

function stillInForce({ record }: Here): void {
  if (record.line.reversesId !== null || record.line.reversed) throw conflict('supervision:correction.already');
}

export async function newForm(visit: Here): Promise<void> {
  stillInForce(visit);
  await form(visit, null, { minutes: visit.record.line.minutes });
}

const fieldOf: Record<string, string> = { 'refusals:memberNotThen': 'present', 'refusals:leftBeforeCame': 'to' };

/** The same rules as at the first signature: no overlap, at most eight hours, only members who took part then. */
async function faults(
  db: Reader,
  { session, line, members }: LineScope,
  entered: Entered,
  present: boolean,
  today: string,
): Promise<FieldError[]> {
  const [events, presences] = await Promise.all([listEvents(db, line.enrolmentId), listPresences(db, session.groupId, session.onDate)]);
  const memberships = members.filter(({ enrolmentId }) => enrolmentId === line.enrolmentId);
  const member = {
    enrolmentId: line.enrolmentId,
    present,
    presentFrom: entered.presentFrom,
    presentTo: entered.presentTo,
    mayBeCredited: memberships.some((one) => mayBeCredited(one, events, session.onDate)),
    others: presences.filter((one) => one.enrolmentId === line.enrolmentId && one.lineId !== line.id),
  };
  return entryFaults(session, [member], today).map(({ reason }) => ({ field: fieldOf[reason] ?? 'from', message: reason }));
}

/**
 * Reversal and new line, checked behind the group's lock: a second tab meets the line that is replaced, not the minutes of the first.
 * The button is pressed once more when the minutes are not the ones it showed.
 */
export async function create(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor, today, fmt } = visit;
  const { session, line } = record;
  stillInForce(visit);
  const typed = typedOf(req.body);
  const parsed = parseForm(correctionForm, req.body);
  if (!parsed.ok) return form(visit, typed, { errors: parsed.errors, minutes: line.minutes });
  const { present, reason, kind, online } = parsed.values;
  const span = present
    ? { presentFrom: parsed.values.from, presentTo: parsed.values.to }
    : { presentFrom: session.startsAt, presentTo: session.startsAt };
  const entered: Entered = { ...span, minutes: present ? creditedMinutes(session, span) : 0, kind, online, reason };
  const same = (['presentFrom', 'presentTo', 'kind', 'online'] as const).every((part) => entered[part] === line[part]);
  const shown = typedText(typed, 'shownMinutes') === String(entered.minutes);
  const errors = await house.db.write(async (tx) => {
    await lockGroup(tx, session.groupId);
    await lockMembers(tx, session.groupId);
    const now = await findLine(tx, line.id);
    if (!now || now.reversed) throw conflict('supervision:correction.already');
    const found = same ? [{ field: 'from', message: 'supervision:correction.same' }] : await faults(tx, record, entered, present, today);
    if (found.length === 0 && shown) await correctLine(tx, { ...actor, personId: viewer.id }, now, entered);
    return found;
  });
  if (errors.length > 0) return form(visit, typed, { errors, minutes: line.minutes });
  if (!shown) return form(visit, typed, { minutes: entered.minutes, checked: true });
  visit.done(paths.supervision.session(session.id), 'supervision:flash.corrected', {
    name: line.name,
    minutes: fmt.duration(entered.minutes),
  });
}
