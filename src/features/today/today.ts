import type { Role } from '../../domain/person/person.js';
import { unlessChanged } from '../../store/unless-changed.js';
import { administratorTasks, reopeningTasks } from './accounts.js';
import { assessorTasks } from './assessor.js';
import { changesView, makeUpTasks } from './changes.js';
import { coordinatorShare } from './coordinator.js';
import { groupsView } from './groups-view.js';
import { hoursView, meetingsView, requirementsView, seminarsView } from './journey-views.js';
import { ownQuarterTasks } from './hours-tasks.js';
import { municipalShare } from './municipal.js';
import { afterwards, nextStepSheet } from './step-words.js';
import { receivedReminders } from './reminders.js';
import { supervisorTasks } from './supervisor.js';
import { withBack } from '../../web/desk-words.js';
import { countWord, oldestFirst, type Here, type Task } from './task.js';
import { findOwnJourney, type OwnJourney } from './trainee.js';
import { uploadTasks } from './uploads.js';
import { capital } from '../../web/day-words.js';

/** A list longer than this is cut; the rest is one link away. */
const mostShown = 12;

const shownJourney = (here: Here, journey: OwnJourney) => ({
  sheet: nextStepSheet(here, journey),
  after: afterwards(here, journey),
  hours: hoursView(here, journey),
  seminars: seminarsView(here, journey),
  meetings: meetingsView(here, journey),
  requirements: requirementsView(here, journey),
});

/** A trainee's own way as it is shown. Read and shown in one, so that what is kept is never older than the commit it is kept under. */
const journeyView = (here: Here) =>
  unlessChanged(here.house.db, `journey ${here.viewer.id} ${here.today} ${here.lang}`, async () => {
    const journey = await findOwnJourney(here);
    return journey && shownJourney(here, journey);
  });

function listView(here: Here, tasks: Task[], places: boolean) {
  const count = tasks.length;
  const all = here.req.query['all'] === '1';
  const shown = withBack(all ? tasks : tasks.slice(0, mostShown), here.req.originalUrl);
  return {
    title: here.t(places ? 'today:places' : 'today:things', { count, words: countWord(here, count) }),
    rows: shown,
    more: shown.length < count ? here.t('today:all', { count }) : null,
  };
}

/** What is said when nothing waits, by the first role that has something to say. */
const quietOrder: Role[] = ['trainee', 'supervisor', 'coordinator', 'manager', 'administrator'];

/** Shares of the roles the viewer holds; none of the others is asked for. */
async function shares(here: Here) {
  const { roles, assessor } = here.viewer;
  const holds = (...any: Role[]) => any.some((role) => roles.includes(role));
  const assesses = assessor || roles.length === 0 || holds('supervisor');
  const [journey, uploads, quarters, signing, groups, cases, coordinated, municipal, reopenings, administered, changes, makeUps] =
    await Promise.all([
      holds('trainee') ? journeyView(here) : null,
      holds('trainee') ? uploadTasks(here) : [],
      holds('trainee') ? ownQuarterTasks(here) : [],
      holds('supervisor') ? supervisorTasks(here) : [],
      holds('supervisor') ? groupsView(here) : null,
      assesses ? assessorTasks(here) : [],
      holds('coordinator') ? coordinatorShare(here) : null,
      holds('manager') ? municipalShare(here) : null,
      holds('supervisor', 'coordinator', 'administrator') ? reopeningTasks(here) : [],
      holds('administrator') ? administratorTasks(here) : [],
      changesView(here),
      makeUpTasks(here),
    ]);
  const shared = [coordinated, municipal].flatMap((share) => (share ? [share.tasks] : []));
  const tasks = oldestFirst([uploads, quarters, signing, cases, ...shared, reopenings, administered, makeUps]);
  return { journey, groups, coordinated, municipal, changes, tasks };
}

/** What waits for the one who is signed in, and for a trainee the one next step with the journey below it. */
export async function show(here: Here): Promise<void> {
  const { viewer, t, fmt, now } = here;
  const { journey, groups, coordinated, municipal, changes, tasks } = await shares(here);
  const onlyCoordinates = viewer.roles.length === 1 && viewer.roles[0] === 'coordinator';
  const quiet = quietOrder.find((role) => viewer.roles.includes(role)) ?? 'assessor';
  const view = {
    notice: here.flash(),
    reminders: await receivedReminders(here),
    eyebrow: capital(fmt.weekdayDate(now)),
    greeting: t('today:greeting', { name: viewer.name.split(' ')[0] }),
    journey,
    list: tasks.length > 0 ? listView(here, tasks, onlyCoordinates) : null,
    quiet: { lead: t(`today:quiet.${quiet}`), next: groups?.sessions[0] ?? null },
    groups,
    changes,
    cohorts: coordinated?.cohorts ?? [],
    municipality: municipal?.municipality ?? null,
  };
  await here.page('today/show', view, { title: t('today:title') });
}
