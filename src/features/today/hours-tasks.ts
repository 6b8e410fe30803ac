import { localDate } from '../../domain/calendar/dates.js';
import { attestFrom, lastQuarter, quarterSpan } from '../../domain/supervision/attestation.js';
import { listUnattested, type Unattested } from '../../store/attestation.js';
import { listOpenObjections } from '../../store/supervision-objection.js';
import { nearDate, possessive } from '../../web/day-words.js';
import { paths } from '../../web/paths.js';
import { quarterWords } from '../../web/quarter-words.js';
import { waits, type Here, type Task } from './task.js';

/** Objections to hours the viewer signed, that nobody but them can answer. */
export async function objectionTasks(here: Here): Promise<Task[]> {
  const { house, viewer, t, lang, today } = here;
  return (await listOpenObjections(house.db, { supervisorId: viewer.id })).map((one) => {
    const since = localDate(new Date(one.raisedAt));
    const href = paths.supervision.answer(one.id);
    const words = { whose: possessive(lang, one.traineeName), group: one.groupName, date: nearDate(lang, one.onDate, today) };
    return {
      since,
      status: waits(here, since),
      title: t('today:objection.title', words),
      href,
      text: t('today:objection.text', words),
      action: { label: t('today:objection.action'), href },
    };
  });
}

/** The latest quarter's lines on one side, without those that something holds back. */
async function unsigned({ house, today }: Here, by: { supervisorId: number } | { personId: number }): Promise<Unattested[]> {
  const quarter = lastQuarter(today);
  return (await listUnattested(house.db, by, quarter, quarterSpan(quarter))).filter(({ held }) => !held);
}

/** One line for each group whose quarter the supervisor has not signed for everyone. */
export async function quarterTasks(here: Here): Promise<Task[]> {
  const { viewer, t, fmt, today } = here;
  const quarter = lastQuarter(today);
  const rows = (await unsigned(here, { supervisorId: viewer.id })).filter(({ bySupervisor }) => !bySupervisor);
  const groups = new Map(rows.map(({ groupId, groupName }) => [groupId, groupName]));
  return [...groups].map(([groupId, groupName]) => {
    const own = rows.filter((row) => row.groupId === groupId);
    const href = own.length === 1 ? paths.supervision.attestation(own[0]!.enrolmentId, quarter) : `${paths.supervision.index()}#quarters`;
    const since = attestFrom(quarter);
    return {
      since,
      status: waits(here, since),
      title: t('today:quarter.group.title', { quarter: quarterWords(quarter, here), group: groupName }),
      href,
      text: t('today:quarter.group.text', { count: own.length, names: fmt.list(own.map(({ name }) => name)) }),
      action: { label: t('today:quarter.group.action'), href },
    };
  });
}

/** The trainee's own quarter, when it is over and their signature is missing. */
export async function ownQuarterTasks(here: Here): Promise<Task[]> {
  const { viewer, t, today } = here;
  const quarter = lastQuarter(today);
  const rows = (await unsigned(here, { personId: viewer.id })).filter(({ byTrainee }) => !byTrainee);
  return rows.map(({ enrolmentId, bySupervisor, supervisorName }) => {
    const href = paths.supervision.attestation(enrolmentId, quarter);
    const since = attestFrom(quarter);
    return {
      since,
      status: waits(here, since),
      title: t('today:quarter.own.title', { quarter: quarterWords(quarter, here) }),
      href,
      text: t(bySupervisor ? 'today:quarter.own.textAfter' : 'today:quarter.own.text', { name: supervisorName }),
      action: { label: t('today:quarter.own.action'), href },
    };
  });
}
