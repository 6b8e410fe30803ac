import { daysBetween, localDate } from '../../domain/calendar/dates.js';
import { lastQuarter } from '../../domain/supervision/attestation.js';
import { listUnattested, type Unattested } from '../../store/attestation.js';
import { listCohortRevisions } from '../../store/cohort-revision.js';
import { listOwnEnrolments } from '../../store/enrolment.js';
import { listUnsigned, type SessionLine } from '../../store/supervision.js';
import { listOpenObjections, type OpenObjection } from '../../store/supervision-objection.js';
import { listGroupsCoordinatedBy, listGroupsOf, type GroupLine } from '../../store/supervision-group.js';
import type { Visit } from '../../web/guard.js';
import { byQuarter, oldestOfGroups, unsignedNames, unsignedTitle } from '../../web/desk-hours.js';
import { hoursThatWait, type WaitingHours } from '../../web/waiting-hours.js';
import { paths } from '../../web/paths.js';
import { quarterWords } from '../../web/quarter-words.js';
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

/** An objection that waits: the supervisor answers it, the coordinator knows whom it waits for. */
function objectionRow(visit: Here, one: OpenObjection, answers: boolean) {
  const { t, fmt, today } = visit;
  const days = fmt.daysWaiting(daysBetween(localDate(new Date(one.raisedAt)), today));
  return {
    status: answers
      ? { kind: 'your-turn' as const }
      : { kind: 'waiting' as const, text: t('supervision:state.with', { name: one.supervisorName, days }) },
    title: t('supervision:waiting.objection', { name: one.traineeName, date: fmt.date(one.onDate) }),
    href: paths.supervision.session(one.sessionId),
    text: one.groupName,
    action: answers ? { label: t('supervision:answer.link'), href: paths.supervision.answer(one.id) } : undefined,
  };
}

/** A group's quarter the supervisor has not signed for everyone. */
function ownQuarterRow(visit: Here, rows: Unattested[]) {
  const [{ quarter, groupId, groupName }] = rows as [Unattested];
  const { t, fmt } = visit;
  const href = paths.supervision.groupQuarter(groupId, quarter);
  const held = rows.every((row) => row.held);
  return {
    status: { kind: held ? ('barred' as const) : ('your-turn' as const), text: held ? t('supervision:groupQuarter.held') : undefined },
    title: t('supervision:waiting.quarter', { group: groupName, quarter: quarterWords(quarter, visit) }),
    href,
    text: t('supervision:waiting.quarterText', { names: fmt.list(rows.map(({ name }) => name)) }),
    action: held ? undefined : { label: t('supervision:waiting.quarterAct'), href },
  };
}

/** A group's oldest quarter, for the coordinator: one line, however many have not signed it; the later ones are counted. */
function groupQuarterRow(visit: Here, { rows, more }: { rows: Unattested[]; more: number }) {
  const { t } = visit;
  const [first] = rows as [Unattested];
  return {
    status: { kind: 'waiting' as const },
    title: unsignedTitle(visit, first),
    href: paths.supervision.groupQuarter(first.groupId, first.quarter),
    text:
      t('supervision:waiting.quarterFor', { names: unsignedNames(visit, rows) }) +
      (more > 0 ? ` ${t('desk:attestation.more', { count: more })}` : ''),
    action: undefined,
  };
}

/** Everything about hours that waits, the sessions first. */
const waitingRows = (visit: Here, { unsigned, objections }: WaitingHours) => [
  ...unsigned.map((session) => waitingRow(visit, session, session.supervisorId === visit.viewer.id)),
  ...objections.map((one) => objectionRow(visit, one, one.supervisorId === visit.viewer.id)),
];

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
  const by = { supervisorId: viewer.id };
  const [groups, unsigned, objections, unattested] = await Promise.all([
    listGroupsOf(house.db, viewer.id),
    listUnsigned(house.db, by, today),
    listOpenObjections(house.db, by),
    listUnattested(house.db, by, lastQuarter(today)),
  ]);
  return {
    groups: groups.map(groupRow(visit, true)),
    waiting: waitingRows(visit, { unsigned, objections, unattested }),
    quarters: byQuarter(unattested.filter(({ bySupervisor }) => !bySupervisor)).map((rows) => ownQuarterRow(visit, rows)),
  };
}

const oldestSession = (a: SessionLine, b: SessionLine) => (a.onDate === b.onDate ? a.id - b.id : a.onDate < b.onDate ? -1 : 1);
const oldestObjection = (a: OpenObjection, b: OpenObjection) =>
  a.raisedAt === b.raisedAt ? a.id - b.id : a.raisedAt < b.raisedAt ? -1 : 1;

async function coordinated(visit: Here) {
  const { house, viewer, today } = visit;
  if (!viewer.roles.includes('coordinator')) return null;
  const [cohorts, groups] = await Promise.all([listCohortRevisions(house.db, viewer.id), listGroupsCoordinatedBy(house.db, viewer.id)]);
  const waits = [...(await hoursThatWait(house.db, cohorts, today)).values()];
  const all: WaitingHours = {
    unsigned: waits.flatMap(({ unsigned }) => unsigned).sort(oldestSession),
    objections: waits.flatMap(({ objections }) => objections).sort(oldestObjection),
    unattested: waits.flatMap(({ unattested }) => unattested),
  };
  return {
    cohorts: cohorts.map(({ cohortId, cohortName }) => ({
      id: cohortId,
      name: cohortName,
      groups: groups.filter((group) => group.cohortId === cohortId).map(groupRow(visit, false)),
      newGroup: paths.supervision.newGroup(cohortId),
    })),
    waiting: waitingRows(visit, all),
    quarters: oldestOfGroups(all.unattested).map((one) => groupQuarterRow(visit, one)),
  };
}

/** One page for everyone who takes part: own hours, own groups, the groups of one's cohorts. */
export async function list(visit: Here): Promise<void> {
  const { house, viewer, page, t, flash } = visit;
  const enrolment = viewer.roles.includes('trainee') ? ((await listOwnEnrolments(house.db, viewer.id))[0] ?? null) : null;
  const [own, supervisor, coordinator] = await Promise.all([
    enrolment ? hoursPage(visit, { enrolment, own: true, content: true }) : null,
    supervised(visit),
    coordinated(visit),
  ]);
  const view = { notice: flash(), trainee: viewer.roles.includes('trainee'), cohortName: null, own, supervisor, coordinator };
  await page('supervision/overview', view, { title: t('supervision:title') });
}
