import { nextHosts } from '../../domain/calendar/host.js';
import { formatTimeOfDay } from '../../domain/calendar/time-of-day.js';
import { moveSession, type SessionPlan } from '../../store/calendar-session.js';
import { listCohortMunicipalities } from '../../store/cohort.js';
import { listSessions, type SessionLine } from '../../store/supervision.js';
import { lockGroup } from '../../store/supervision-group.js';
import { conflict } from '../../web/errors.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { sessionForm } from './forms.js';
import type { SessionRecord } from './scope.js';

type Here = Visit<SessionRecord>;

/** The host whose turn it is when this session is left out. */
function suggested({ session, members }: SessionRecord, sessions: SessionLine[]): number | null {
  const others = sessions.filter((one) => one.id !== session.id && one.state !== 'cancelled' && one.onDate < session.onDate);
  return (
    nextHosts(
      members.filter(({ toDate }) => toDate === null).map(({ municipalityId }) => municipalityId),
      others,
      1,
    )[0] ?? null
  );
}

async function form(visit: Here, typed: Typed | null, errors?: FieldError[]): Promise<void> {
  const { house, record, t, fmt } = visit;
  const { session, group } = record;
  const [hosts, sessions] = await Promise.all([listCohortMunicipalities(house.db, group.cohortId), listSessions(house.db, group.id)]);
  const turn = hosts.find(({ id }) => id === suggested(record, sessions));
  const text = (name: string, kept: string) => (typed ? typedText(typed, name) : kept);
  const view = {
    id: session.id,
    group: { name: group.name, href: paths.supervision.group(group.id) },
    onDate: text('onDate', fmt.typedDate(session.onDate)),
    startsAt: text('startsAt', formatTimeOfDay(session.startsAt)),
    endsAt: text('endsAt', formatTimeOfDay(session.endsAt)),
    breakMinutes: text('breakMinutes', String(session.breakMinutes)),
    host: text('host', String(session.hostMunicipalityId ?? turn?.id ?? '')),
    hosts: hosts.map(({ id, name }) => ({ value: String(id), label: name })),
    turn: turn ? t('calendar:session.turn', { name: turn.name }) : null,
  };
  await visit.page('calendar/session', view, { title: t('calendar:session.title'), status: errors ? 422 : 200, errors });
}

/** Only what is planned can be moved; what was held is written down as it was. */
function moveable({ record }: Here): void {
  if (record.session.state !== 'planned') throw conflict('calendar:session.tooLate');
}

export async function editForm(visit: Here): Promise<void> {
  moveable(visit);
  await form(visit, null);
}

type Fault = FieldError | 'late' | null;

export async function update(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor, today, done } = visit;
  moveable(visit);
  const typed = typedOf(req.body);
  const parsed = parseForm(sessionForm, req.body);
  if (!parsed.ok) return form(visit, typed, parsed.errors);
  const { host, ...rest } = parsed.values;
  const to: SessionPlan = { ...rest, hostMunicipalityId: host };
  const hosts = await listCohortMunicipalities(house.db, record.group.cohortId);
  const named = hosts.find(({ id }) => id === host);
  if (host !== null && !named) return form(visit, typed, [{ field: 'host', message: 'calendar:session.hostWrong' }]);
  if (to.onDate < today) return form(visit, typed, [{ field: 'onDate', message: 'calendar:session.past' }]);
  const fault = await house.db.write(async (tx): Promise<Fault> => {
    await lockGroup(tx, record.group.id);
    const others = (await listSessions(tx, record.group.id)).filter((one) => one.id !== record.session.id && one.state !== 'cancelled');
    if (others.some((one) => one.onDate === to.onDate && one.startsAt < to.endsAt && to.startsAt < one.endsAt))
      return { field: 'onDate', message: 'calendar:session.clash' };
    return (await moveSession(tx, { ...actor, personId: viewer.id }, record.session, to, named?.name ?? '')) ? null : 'late';
  });
  if (fault === 'late') throw conflict('calendar:session.tooLate');
  if (fault) return form(visit, typed, [fault]);
  done(paths.supervision.session(record.session.id), 'calendar:flash.sessionMoved');
}
