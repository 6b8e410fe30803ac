import { localDate } from '../../domain/calendar/dates.js';
import { listUntold } from '../../store/calendar.js';
import { listAskedSeats } from '../../store/make-up.js';
import { listProgrammes } from '../../store/programme.js';
import { dayTitle } from '../../web/day-title.js';
import { capital } from '../../web/day-words.js';
import { changeSentence, eventTitle, whenWords, type Bodies } from '../../web/event-words.js';
import { paths } from '../../web/paths.js';
import { waits, type Here, type Task } from './task.js';

const bodiesOf = async ({ house }: Here): Promise<Bodies> => new Map((await listProgrammes(house.db)).map(({ id, body }) => [id, body]));

/** What moved or was cancelled in the viewer's calendar, until they have put it aside; null when nothing did. */
export async function changesView(here: Here) {
  const { house, viewer, today } = here;
  if (!viewer.roles.some((role) => ['trainee', 'supervisor', 'coordinator'].includes(role))) return null;
  const events = await listUntold(house.db, viewer, today);
  if (events.length === 0) return null;
  const bodies = await bodiesOf(here);
  return events.map((event) => ({
    kind: event.cancelled ? 'barred' : 'planned',
    status: here.t(event.cancelled ? 'today:changes.cancelled' : 'today:changes.moved'),
    title: eventTitle(event, bodies, here),
    text: changeSentence(event, here),
    note: event.cohortName,
    seen: paths.calendar.seen(event.changeId ?? 0),
  }));
}

/** Trainees who ask for a seat to make up for a day. */
export async function makeUpTasks(here: Here): Promise<Task[]> {
  const { house, viewer, today, t, lang } = here;
  if (!viewer.roles.includes('coordinator')) return [];
  const asked = await listAskedSeats(house.db, viewer.id, today);
  if (asked.length === 0) return [];
  const bodies = await bodiesOf(here);
  return asked.map((one) => {
    const body = bodies.get(one.versionId);
    const since = localDate(new Date(one.askedAt));
    const href = paths.calendar.makeUps(one.enrolmentId);
    const when = whenWords({ date: one.onDate, from: one.startsAt, to: one.endsAt }, here);
    return {
      since,
      status: waits(here, since),
      title: t('calendar:makeUp.task', { name: one.name, day: body ? dayTitle(body, one, t, lang) : one.code }),
      href,
      text: t('calendar:makeUp.taskText', { when: capital(when), cohort: one.cohortName }),
      action: { label: t('calendar:makeUp.taskAct'), href },
    };
  });
}
