import { localDate } from '../../domain/calendar/dates.js';
import { attestFrom, lastQuarter } from '../../domain/supervision/attestation.js';
import { listUnattested, type Unattested } from '../../store/attestation.js';
import { listOpenObjections } from '../../store/supervision-objection.js';
import { nearDate, possessive } from '../../web/day-words.js';
import { oldestOfGroups } from '../../web/desk-hours.js';
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

/** What one side has not signed of the quarters that are over, without what something holds back. */
const unsigned = async ({ house, today }: Here, by: { supervisorId: number } | { personId: number }): Promise<Unattested[]> =>
  (await listUnattested(house.db, by, lastQuarter(today))).filter(({ held }) => !held);

const moreWords = ({ t }: Here, more: number): string => (more > 0 ? ` ${t('desk:attestation.more', { count: more })}` : '');

/** One line for each group the supervisor has not signed for everyone: the oldest quarter. */
export async function quarterTasks(here: Here): Promise<Task[]> {
  const { viewer, t, fmt } = here;
  const left = (await unsigned(here, { supervisorId: viewer.id })).filter(({ bySupervisor }) => !bySupervisor);
  return oldestOfGroups(left).map(({ rows, more }) => {
    const [{ quarter, groupId, groupName, enrolmentId }] = rows as [Unattested];
    const href =
      rows.length === 1 && more === 0
        ? paths.supervision.attestation(enrolmentId, quarter)
        : paths.supervision.groupQuarter(groupId, quarter);
    const since = attestFrom(quarter);
    return {
      since,
      status: waits(here, since),
      title: t('today:quarter.group.title', { quarter: quarterWords(quarter, here), group: groupName }),
      href,
      text: t('today:quarter.group.text', { count: rows.length, names: fmt.list(rows.map(({ name }) => name)) }) + moreWords(here, more),
      action: { label: t('today:quarter.group.action'), href },
    };
  });
}

/** The trainee's own oldest quarter that is over and lacks their signature. */
export async function ownQuarterTasks(here: Here): Promise<Task[]> {
  const { viewer, t } = here;
  const [first, ...more] = (await unsigned(here, { personId: viewer.id })).filter(({ byTrainee }) => !byTrainee);
  if (!first) return [];
  const { quarter, enrolmentId, bySupervisor, supervisorName } = first;
  const href = paths.supervision.attestation(enrolmentId, quarter);
  const since = attestFrom(quarter);
  const key = bySupervisor ? 'today:quarter.own.textAfter' : 'today:quarter.own.text';
  return [
    {
      since,
      status: waits(here, since),
      title: t('today:quarter.own.title', { quarter: quarterWords(quarter, here) }),
      href,
      text: t(key, { name: supervisorName }) + moreWords(here, more.length),
      action: { label: t('today:quarter.own.action'), href },
    },
  ];
}
