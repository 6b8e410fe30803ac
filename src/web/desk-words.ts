import { daysBetween, localDate } from '../domain/calendar/dates.js';
import type { EnrolmentFacts } from '../domain/certification/facts.js';
import { rightNow } from '../domain/certification/right-now.js';
import { areaOf, type Area, type What } from '../domain/desk/matter.js';
import { recipientsOf } from '../domain/desk/reminder.js';
import type { DayToEnter, FollowedTrainee, Unopened } from '../store/coordination.js';
import type { OpenSeats } from '../store/desk.js';
import type { ReminderLine } from '../store/reminder.js';
import { nearDate } from './day-words.js';
import type { Formatters } from './format.js';
import type { Language, Translate } from './language.js';
import { paths } from './paths.js';
import { firstName } from './requirement-words.js';
import { stuckRow } from './right-now-words.js';

export interface DeskTools {
  t: Translate;
  fmt: Formatters;
  lang: Language;
  today: string;
  viewerId: number;
}

export type Act = { label: string; href: string } | { label: string; post: string };

/** One thing a coordinator is needed for: how long it has waited, what, and one act. */
export interface DeskLine {
  what: What;
  area: Area;
  /** Date since when, YYYY-MM-DD; empty when it is not known, which stands first. */
  since: string;
  status: { kind: string; text?: string };
  title: string;
  href: string;
  text: string;
  action: Act;
  /** The sentence of a reminder that was made, or nothing. */
  reminded: string;
  cohortId: number | null;
  cohortName: string;
  municipalityId: number | null;
  municipalityName: string;
  groupId: number | null;
  groupName: string;
}

export const nowhere = {
  cohortId: null,
  cohortName: '',
  municipalityId: null,
  municipalityName: '',
  groupId: null,
  groupName: '',
  reminded: '',
};
export const of = (what: What) => ({ what, area: areaOf(what) });

/** The oldest first; dates without time compare as text. */
export const bySince = (a: { since: string }, b: { since: string }): number => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0);

/** A posting act answers with the page it stands on. */
export const withBack = <T extends { action: Act }>(lines: T[], back: string): T[] =>
  lines.map((line) =>
    'post' in line.action ? { ...line, action: { ...line.action, post: `${line.action.post}?back=${encodeURIComponent(back)}` } } : line,
  );

/** «Venter, 7 dage», or that it came today. */
export function waits({ t, fmt, today }: Pick<DeskTools, 't' | 'fmt' | 'today'>, since: string): { kind: string; text: string } {
  const days = daysBetween(since, today);
  return { kind: 'waiting', text: days > 0 ? t('today:waits', { days: fmt.daysWaiting(days) }) : t('today:cameToday') };
}

/** A number as a word up to ten, with a capital: it begins the sentence. */
export const countWord = ({ t }: Pick<DeskTools, 't'>, count: number): string => (count <= 10 ? t(`layout:count.${count}`) : String(count));

export function dayLine(tools: DeskTools, day: DayToEnter): DeskLine {
  const { t } = tools;
  const which =
    day.kind === 'seminar'
      ? t('coordination:seminarDay', { number: day.code.replace(/\D/g, ''), day: day.day })
      : t('coordination:certificationDay');
  const href = paths.training.attendance(day.dayId);
  return {
    ...nowhere,
    ...of('attendance'),
    since: day.onDate,
    status: waits(tools, day.onDate),
    title: t('desk:attendance.title', { day: which }),
    href,
    text: t(day.entered === 0 ? 'desk:attendance.none' : 'desk:attendance.some', { cohort: day.cohortName, count: day.missing }),
    action: { label: t('desk:attendance.action'), href },
    cohortId: day.cohortId,
    cohortName: day.cohortName,
  };
}

/** Reminding is the act, taking it back when it was done this week, or the way there when there is nobody to remind. */
export function remindAct(
  tools: DeskTools,
  label: string,
  post: string,
  former: ReminderLine | undefined,
  to: Act,
): Pick<DeskLine, 'action' | 'reminded'> {
  const { t, lang, today, viewerId } = tools;
  if (!former) return { action: post === '' ? to : { label, post }, reminded: '' };
  const words = { name: former.madeByName, date: nearDate(lang, former.madeAt.slice(0, 10), today) };
  return {
    action: { label: t('desk:undo'), post: paths.coordination.reminderWithdrawal(former.id) },
    reminded: t(former.madeBy === viewerId ? 'desk:reminded.you' : 'desk:reminded.other', words),
  };
}

export interface DeskTrainee extends FollowedTrainee {
  groupId: number | null;
}

function remindLabel({ t }: DeskTools, what: string, name: string): string {
  return ['rating', 'adjudication'].includes(what) ? t(`desk:remindThe.${what}`) : t('desk:remind', { first: firstName(name) });
}

/** A trainee who is stuck; null for everyone else. */
export function traineeLine(
  tools: DeskTools,
  trainee: DeskTrainee,
  facts: EnrolmentFacts,
  former: (what: string) => ReminderLine | undefined,
): DeskLine | null {
  const { t, fmt, today } = tools;
  const now = rightNow(facts, today);
  if (!now.stuck) return null;
  const row = stuckRow({ t, fmt, on: today }, now, trainee, facts);
  const others = recipientsOf(now, facts).filter((id) => id !== tools.viewerId);
  const post = others.length > 0 ? paths.coordination.traineeReminders(trainee.enrolmentId) : '';
  const act = remindAct(tools, remindLabel(tools, now.what, trainee.name), post, former(now.what), row.action);
  return {
    ...of(now.what),
    ...row,
    ...act,
    text: [row.text, act.reminded].join(' ').trim(),
    cohortId: trainee.cohortId,
    cohortName: trainee.cohortName,
    municipalityId: trainee.municipalityId,
    municipalityName: trainee.municipalityName,
    groupId: trainee.groupId,
    groupName: trainee.groupName ?? '',
  };
}

/** A seat nobody has: for the first in line, or for anybody when nobody waits. */
export function seatLine(tools: DeskTools, seats: OpenSeats): DeskLine {
  const { t, fmt, today } = tools;
  const { cohortId, cohortName, municipalityId, municipalityName, startsOn, free, first } = seats;
  const href = first ? paths.applications.show(first.id) : paths.training.newEnrolment(cohortId);
  const since = first?.approvedAt ? localDate(new Date(first.approvedAt)) : startsOn > today ? today : startsOn;
  return {
    ...nowhere,
    ...of('seat'),
    since,
    status: first ? waits(tools, since) : { kind: 'planned', text: t('desk:seat.status', { count: free }) },
    title: t('desk:seat.title', { count: free, words: countWord(tools, free), place: municipalityName }),
    href,
    text: first
      ? t('desk:seat.first', { name: first.name, cohort: cohortName })
      : t('desk:seat.text', { cohort: cohortName, date: fmt.date(startsOn) }),
    action: { label: t(first ? 'desk:seat.offer' : 'desk:seat.action'), href },
    cohortId,
    cohortName,
    municipalityId,
    municipalityName,
  };
}

const namesShown = 3;

/** Accounts nobody has opened: one line, with the first few names. */
export function accountLine(tools: DeskTools, unopened: Unopened[]): DeskLine | null {
  const { t, fmt } = tools;
  const [first] = [...unopened].sort(bySince);
  if (!first) return null;
  const names = unopened.slice(0, namesShown).map(({ name }) => name);
  const more = unopened.length - names.length;
  const href = `${paths.accounts.list()}?state=invited`;
  const since = localDate(new Date(first.since));
  return {
    ...nowhere,
    ...of('account'),
    since,
    status: waits(tools, since),
    title: t('desk:account.title', { count: unopened.length, words: countWord(tools, unopened.length) }),
    href,
    text: t('desk:account.text', { names: fmt.list(more > 0 ? [...names, t('desk:account.more', { count: more })] : names) }),
    action: { label: t('desk:account.action', { count: unopened.length }), href },
  };
}
