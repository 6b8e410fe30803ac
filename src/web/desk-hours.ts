import { daysBetween, localDate } from '../domain/calendar/dates.js';
import { attestBy, attestFrom } from '../domain/supervision/attestation.js';
import { signBy } from '../domain/supervision/deadline.js';
import type { Unattested } from '../store/attestation.js';
import type { ReminderLine } from '../store/reminder.js';
import type { SessionLine } from '../store/supervision.js';
import type { OpenObjection } from '../store/supervision-objection.js';
import { nearDate } from './day-words.js';
import { nowhere, of, remindAct, waits, type DeskLine, type DeskTools } from './desk-words.js';
import { paths } from './paths.js';
import { quarterWords } from './quarter-words.js';
import { firstName } from './requirement-words.js';

/** Hours the supervisor has not signed in time. The coordinator can only remind: she confirms nothing. */
export function signatureLine(tools: DeskTools, session: SessionLine, former: ReminderLine | undefined): DeskLine {
  const { t, lang, today, viewerId } = tools;
  const href = paths.supervision.session(session.id);
  const post = session.supervisorId === viewerId ? '' : paths.coordination.sessionReminders(session.id);
  const label = t('desk:remind', { first: firstName(session.supervisorName) });
  const deadline = nearDate(lang, signBy(session.onDate), today);
  const act = remindAct(tools, label, post, former, { label: t('desk:signature.action'), href });
  return {
    ...nowhere,
    ...of('signature'),
    ...act,
    since: session.onDate,
    status: { kind: 'waiting', text: t('desk:signature.late', { count: daysBetween(signBy(session.onDate), today) }) },
    title: t('desk:signature.title', { date: nearDate(lang, session.onDate, today) }),
    href,
    text: [t('desk:signature.text', { group: session.groupName, name: session.supervisorName, deadline }), act.reminded].join(' ').trim(),
    cohortId: session.cohortId,
    groupId: session.groupId,
    groupName: session.groupName,
  };
}

/** An objection to a trainee's hours. Only the supervisor answers; what was written is theirs. */
export function objectionLine(tools: DeskTools, one: OpenObjection, former: ReminderLine | undefined): DeskLine {
  const { t, lang, today, viewerId } = tools;
  const href = paths.supervision.session(one.sessionId);
  const since = localDate(new Date(one.raisedAt));
  const post = one.supervisorId === viewerId ? '' : paths.coordination.objectionReminders(one.sessionId);
  const label = t('desk:remind', { first: firstName(one.supervisorName) });
  const act = remindAct(tools, label, post, former, { label: t('desk:signature.action'), href });
  const words = { group: one.groupName, name: one.supervisorName, date: nearDate(lang, one.onDate, today) };
  return {
    ...nowhere,
    ...of('objection'),
    ...act,
    since,
    status: waits(tools, since),
    title: t('desk:objection.title', { name: one.traineeName }),
    href,
    text: [t('desk:objection.text', words), act.reminded].join(' ').trim(),
    cohortId: one.cohortId,
    municipalityId: one.municipalityId,
    municipalityName: one.municipalityName,
    groupId: one.groupId,
    groupName: one.groupName,
  };
}

const namesShown = 3;

/** Who has not signed a group's quarter: the supervisor once, and each trainee. */
export const unsignedBy = (rows: Unattested[]): { personId: number; name: string }[] => [
  ...rows
    .filter(({ bySupervisor }) => !bySupervisor)
    .slice(0, 1)
    .map(({ supervisorId, supervisorName }) => ({ personId: supervisorId, name: supervisorName })),
  ...rows.filter(({ byTrainee }) => !byTrainee).map(({ personId, name }) => ({ personId, name })),
];

const gathered = <T>(all: T[], keyOf: (one: T) => string): T[][] => {
  const found = new Map<string, T[]>();
  for (const one of all) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return [...found.values()];
};

/** Those whose quarter is not signed, a group's quarter at a time, the oldest first. */
export const byQuarter = (rows: Unattested[]): Unattested[][] => gathered(rows, ({ groupId, quarter }) => `${groupId} ${quarter}`);

/** A group's oldest quarter that is not signed, and how many later ones are not either. */
export const oldestOfGroups = (rows: Unattested[]): { rows: Unattested[]; more: number }[] =>
  gathered(byQuarter(rows), ([first]) => String(first!.groupId)).map((quarters) => ({ rows: quarters[0]!, more: quarters.length - 1 }));

/** The first of those whose quarter is not signed by them, and how many more. */
export function unsignedNames({ t, fmt }: Pick<DeskTools, 't' | 'fmt'>, rows: Unattested[]): string {
  const names = unsignedBy(rows).map(({ name }) => name);
  const more = names.length - namesShown;
  return fmt.list(more > 0 ? [...names.slice(0, namesShown), t('desk:account.more', { count: more })] : names);
}

export const unsignedTitle = (tools: Pick<DeskTools, 't'>, { quarter, groupName }: Unattested): string =>
  tools.t('desk:attestation.title', { quarter: quarterWords(quarter, tools), group: groupName });

/** One line for a group's oldest quarter, however many have not signed it; `more` later ones are only counted. */
export function quarterLine(
  tools: DeskTools,
  { rows, more }: { rows: Unattested[]; more: number },
  former: ReminderLine | undefined,
): DeskLine {
  const { t, lang, today, viewerId } = tools;
  const [first] = rows as [Unattested];
  const { quarter, groupId, groupName, cohortId, lastSessionId } = first;
  const href = paths.supervision.groupQuarter(groupId, quarter);
  const others = unsignedBy(rows).filter(({ personId }) => personId !== viewerId);
  const label = others.length === 1 ? t('desk:remind', { first: firstName(others[0]!.name) }) : t('desk:remindThe.them');
  const post = others.length === 0 ? '' : paths.coordination.quarterReminders(lastSessionId);
  const act = remindAct(tools, label, post, former, { label: t('desk:attestation.action'), href });
  const words = { names: unsignedNames(tools, rows), deadline: nearDate(lang, attestBy(quarter), today) };
  return {
    ...nowhere,
    ...of('attestation'),
    ...act,
    since: attestFrom(quarter),
    status: { kind: 'waiting', text: t('desk:signature.late', { count: daysBetween(attestBy(quarter), today) }) },
    title: unsignedTitle(tools, first),
    href,
    text: [t('desk:attestation.text', words), more > 0 ? t('desk:attestation.more', { count: more }) : '', act.reminded]
      .filter(Boolean)
      .join(' '),
    cohortId,
    groupId,
    groupName,
  };
}
