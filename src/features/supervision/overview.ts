import { maySign } from '../../domain/supervision/policy.js';
import { listCohortsFor } from '../../store/cohort.js';
import { listOwnEnrolments } from '../../store/enrolment.js';
import { listUnsigned, type SessionLine } from '../../store/supervision.js';
import { listGroupsCoordinatedBy, listGroupsOf, type GroupLine } from '../../store/supervision-group.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { hoursPage } from './hours-page.js';
import { deadlineNote, sessionStatus } from './views.js';

type Here = Visit<Record<never, never>>;

const groupRow =
  ({ t }: Here, withCohort: boolean) =>
  (group: GroupLine) => ({
    strong: group.name,
    href: paths.supervision.group(group.id),
    rest: withCohort ? group.cohortName : '',
    note: t('supervision:groups.line', { members: t('supervision:memberCount', { count: group.members }), name: group.supervisorName }),
  });

/** A session that waits: for the supervisor something to do, for the coordinator something to know. */
function waitingRow(visit: Here, session: SessionLine, signs: boolean) {
  const { t, fmt } = visit;
  const key = session.state === 'draft' ? 'sign' : 'write';
  return {
    status: sessionStatus(session, signs, visit),
    title: t('supervision:waiting.title', { date: fmt.date(session.onDate), group: session.groupName }),
    href: paths.supervision.session(session.id),
    text: `${t(`supervision:waiting.${session.state === 'draft' ? 'draft' : 'planned'}`)} ${deadlineNote(session, visit)}`,
    action: signs ? { label: t(`supervision:next.${key}.act`), href: paths.supervision.entry(session.id) } : undefined,
  };
}

async function supervised(visit: Here) {
  const { house, viewer, today } = visit;
  if (!viewer.roles.includes('supervisor')) return null;
  const [groups, waiting] = await Promise.all([
    listGroupsOf(house.db, viewer.id),
    listUnsigned(house.db, { supervisorId: viewer.id }, today),
  ]);
  const signs = maySign(viewer, { supervisorId: viewer.id, coordinates: false, memberPersonIds: [] }).ok;
  return { groups: groups.map(groupRow(visit, true)), waiting: waiting.map((session) => waitingRow(visit, session, signs)) };
}

async function coordinated(visit: Here) {
  const { house, viewer, today } = visit;
  if (!viewer.roles.includes('coordinator')) return null;
  const [cohorts, groups, waiting] = await Promise.all([
    listCohortsFor(house.db, viewer.id),
    listGroupsCoordinatedBy(house.db, viewer.id),
    listUnsigned(house.db, { coordinatorId: viewer.id }, today),
  ]);
  return {
    cohorts: cohorts.map(({ id, name }) => ({
      id,
      name,
      groups: groups.filter(({ cohortId }) => cohortId === id).map(groupRow(visit, false)),
      newGroup: paths.supervision.newGroup(id),
    })),
    waiting: waiting.map((session) => waitingRow(visit, session, session.supervisorId === viewer.id)),
  };
}

/** One page for everyone who takes part: own hours, own groups, the groups of one's cohorts. */
export async function list(visit: Here): Promise<void> {
  const { house, viewer, page, t, flash } = visit;
  const enrolment = viewer.roles.includes('trainee') ? ((await listOwnEnrolments(house.db, viewer.id))[0] ?? null) : null;
  const [own, supervisor, coordinator] = await Promise.all([
    enrolment ? hoursPage(visit, enrolment, true) : null,
    supervised(visit),
    coordinated(visit),
  ]);
  const view = { notice: flash(), trainee: viewer.roles.includes('trainee'), cohortName: null, own, supervisor, coordinator };
  await page('supervision/overview', view, { title: t('supervision:title') });
}
