import { nextHosts } from '../../domain/calendar/host.js';
import { parseDate } from '../../domain/calendar/dates.js';
import { formatTimeOfDay } from '../../domain/calendar/time-of-day.js';
import { onlineModes } from '../../domain/supervision/kinds.js';
import { listCohortMunicipalities } from '../../store/cohort.js';
import { listSessions, planSession, type SessionFrame, type SessionLine } from '../../store/supervision.js';
import { lockGroup } from '../../store/supervision-group.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { planForm } from './forms.js';
import type { GroupRecord } from './scope.js';

type Here = Visit<GroupRecord>;

const lines = 6;
const numbers = Array.from({ length: lines }, (_, index) => index + 1);

async function form(visit: Here, typed: Typed | null, errors?: FieldError[]): Promise<void> {
  const { house, record, t } = visit;
  const [hosts, sessions] = await Promise.all([
    listCohortMunicipalities(house.db, record.group.cohortId),
    listSessions(house.db, record.group.id),
  ]);
  const like = sessions.at(-1) ?? { startsAt: 9 * 60, endsAt: 15 * 60, breakMinutes: 60 };
  const here = record.members.filter(({ toDate }) => toDate === null).map(({ municipalityId }) => municipalityId);
  const held = sessions.filter(({ state }) => state !== 'cancelled');
  const turns = nextHosts(here, held, lines);
  const view = {
    group: { id: record.group.id, name: record.group.name },
    startsAt: typed ? typedText(typed, 'startsAt') : formatTimeOfDay(like.startsAt),
    endsAt: typed ? typedText(typed, 'endsAt') : formatTimeOfDay(like.endsAt),
    breakMinutes: typed ? typedText(typed, 'breakMinutes') : String(like.breakMinutes),
    online: typed ? typedText(typed, 'online') : 'nobody',
    modes: onlineModes.map((value) => ({ value, label: t(`supervision:online.${value}`) })),
    hosts: hosts.map(({ id, name }) => ({ value: String(id), label: name })),
    rows: numbers.map((number) => ({
      number,
      date: typed ? typedText(typed, `date-${number}`) : '',
      host: typed ? typedText(typed, `host-${number}`) : String(turns[number - 1] ?? ''),
    })),
  };
  await visit.page('supervision/plan-form', view, { title: t('supervision:plan.title'), status: errors ? 422 : 200, errors });
}

export const newForm = (visit: Here): Promise<void> => form(visit, null);

interface Taken {
  onDate: string;
  startsAt: number;
  endsAt: number;
}

const clashes = (frame: Taken, taken: Taken[]) =>
  taken.some((one) => one.onDate === frame.onDate && one.startsAt < frame.endsAt && frame.startsAt < one.endsAt);

type Times = Omit<SessionFrame, 'onDate' | 'hostMunicipalityId' | 'kind'>;

/** Reads the lines with a date; the others are left for another time. */
function readLines(typed: Typed, times: Times, hosts: number[], sessions: SessionLine[], today: string) {
  const frames: SessionFrame[] = [];
  const errors: FieldError[] = [];
  const living = sessions.filter(({ state }) => state !== 'cancelled');
  for (const number of numbers) {
    const [date, host] = [typedText(typed, `date-${number}`).trim(), typedText(typed, `host-${number}`)];
    if (date === '') continue;
    const onDate = parseDate(date);
    const at = (field: 'date' | 'host', message: string) => errors.push({ field: `${field}-${number}`, message });
    if (host !== '' && !hosts.includes(Number(host))) at('host', 'supervision:entry.hostWrong');
    if (onDate === null) at('date', 'supervision:dateWrong');
    else if (onDate < today) at('date', 'supervision:plan.past');
    else if (clashes({ ...times, onDate }, [...living, ...frames])) at('date', 'supervision:entry.clash');
    else frames.push({ ...times, kind: 'group', onDate, hostMunicipalityId: host === '' ? null : Number(host) });
  }
  if (frames.length === 0 && errors.length === 0) errors.push({ field: 'date-1', message: 'supervision:dateWrong' });
  return { frames, errors };
}

export async function create(visit: Here): Promise<void> {
  const { house, record, req, actor, today } = visit;
  const typed = typedOf(req.body);
  const parsed = parseForm(planForm, req.body);
  if (!parsed.ok) return form(visit, typed, parsed.errors);
  const hosts = (await listCohortMunicipalities(house.db, record.group.cohortId)).map(({ id }) => id);
  const read = await house.db.write(async (tx) => {
    await lockGroup(tx, record.group.id);
    const { frames, errors } = readLines(typed, parsed.values, hosts, await listSessions(tx, record.group.id), today);
    if (errors.length === 0) for (const frame of frames) await planSession(tx, actor, record.group.id, frame);
    return { frames, errors };
  });
  if (read.errors.length > 0) return form(visit, typed, read.errors);
  visit.done(paths.supervision.group(record.group.id), 'supervision:flash.planned', { count: read.frames.length });
}
