import { dayCounts } from '../domain/attendance/attendance.js';
import type { EnrolmentFacts } from '../domain/certification/facts.js';
import { outsiderView } from '../domain/certification/outsider-view.js';
import type { RightNow } from '../domain/certification/right-now.js';
import { inForceOn } from '../domain/certification/rule-version.js';
import { daysBetween } from '../domain/calendar/dates.js';
import { hoursOf } from '../domain/supervision/hours.js';
import type { Formatters } from './format.js';
import type { Translate } from './language.js';
import { paths } from './paths.js';
import { firstName } from './requirement-words.js';

export interface NowTools {
  t: Translate;
  fmt: Formatters;
  /** The day looked at, YYYY-MM-DD. */
  on: string;
}

/** A trainee as somebody follows them. */
export interface FollowedName {
  enrolmentId: number;
  name: string;
  municipalityName: string;
  openCaseId: number | null;
}

export interface StatusWords {
  kind: string;
  text: string;
  /** The same for a reader whose turn it is not, such as a spreadsheet. */
  said: string;
}

const kindOf: Record<RightNow['what'], string> = {
  first_day: 'not-begun',
  first_meeting: 'missing',
  meetings: 'done',
  self_assessment: 'done',
  hours: 'missing',
  days: 'missing',
  behind: 'missing',
  cannot_reach: 'missing',
  evidence: 'missing',
  assessors: 'waiting',
  rating: 'waiting',
  adjudication: 'waiting',
  decision: 'waiting',
  plan: 'waiting',
  certification_day: 'planned',
  leave: 'planned',
  certified: 'done',
  stopped: 'locked',
  plan_runs: 'done',
};

const short = (t: Translate, fmt: Formatters, minutes: number): string =>
  minutes < 60 ? t('coordination:minutes', { count: minutes }) : fmt.duration(minutes);

const absentDays = (facts: EnrolmentFacts, on: string) =>
  facts.days.filter((day) => day.kind === 'seminar' && day.onDate <= on && day.presence !== null && !dayCounts(day, facts.rules.K1));

/** What the short words beside a name need. */
function shortFigures({ t, fmt, on }: NowTools, { since }: RightNow, name: string, facts: EnrolmentFacts): Record<string, string | number> {
  const hours = hoursOf(inForceOn(facts, on), on);
  return {
    first: firstName(name),
    days: fmt.daysWaiting(since === null ? 0 : Math.max(0, daysBetween(since, on))).replaceAll(' ', '\u00a0'),
    short: short(t, fmt, Math.max(0, hours.required - hours.done)),
    count: absentDays(facts, on).length,
  };
}

/** What the sentences of a row need; always the same names, so that every sentence finds its own. */
function figures(tools: NowTools, now: RightNow, name: string, facts: EnrolmentFacts): Record<string, string | number> {
  const { t, fmt, on } = tools;
  const hours = hoursOf(inForceOn(facts, on), on);
  const absent = absentDays(facts, on);
  return {
    ...shortFigures(tools, now, name, facts),
    name,
    date: now.since === null ? '' : fmt.date(now.since),
    done: fmt.durationWords(hours.done),
    offered: fmt.durationWords(hours.offered),
    reach: fmt.durationWords(hours.reach),
    required: fmt.durationWords(hours.required),
    left: fmt.durationWords(Math.max(0, hours.required - hours.done)),
    which: fmt.list(absent.map(({ code, day }) => t('coordination:seminarDay', { number: code.replace(/\D/g, ''), day }))),
    led: facts.meetings.filter(({ led, onDate }) => led && onDate <= on).length,
    meetings: inForceOn(facts, on).rules.K4.meetings,
  };
}

/** Words that are the same for everybody: nothing has to be worked out for them. */
const plain = ['first_day', 'evidence', 'behind', 'cannot_reach', 'certification_day', 'leave', 'certified', 'stopped', 'plan_runs'];

/** «Hos Nadia, 2 dage»: whose turn it is, for the cell beside a name. What only the coordinator can do is her turn. */
export function nowStatus(tools: NowTools, now: RightNow, name: string, facts: EnrolmentFacts): StatusWords {
  const told = now.stuck || !['meetings', 'self_assessment'].includes(now.what);
  const what = told ? now.what : 'plan_runs';
  const mine = now.who === 'coordinator' && ['assessors', 'adjudication'].includes(what);
  const key = what === 'adjudication' && mine ? 'adjudication_assign' : what;
  const kind = mine ? 'your-turn' : told && ['meetings', 'self_assessment'].includes(what) ? 'waiting' : kindOf[what];
  const words = plain.includes(key) ? undefined : shortFigures(tools, now, name, facts);
  const said = tools.t(`coordination:now.${key}`, words);
  return { kind, text: mine ? tools.t('coordination:now.yours', words) : said, said };
}

const to = (now: RightNow, { enrolmentId, openCaseId }: FollowedName): string => {
  if (['hours', 'behind', 'cannot_reach'].includes(now.what)) return paths.supervision.hours(enrolmentId);
  if (now.who === 'coordinator' && openCaseId !== null) return paths.certification.assessors(openCaseId);
  return paths.coordination.trainee(enrolmentId);
};

const shown = (now: RightNow): string => (now.what === 'adjudication' && now.who === 'coordinator' ? 'adjudication_assign' : now.what);

const actOf = (now: RightNow): string => {
  if (['hours', 'behind', 'cannot_reach'].includes(now.what)) return 'hours';
  return now.who === 'coordinator' && ['assessors', 'adjudication'].includes(now.what) ? shown(now) : 'trainee';
};

/** A row of the list «who is stuck»: on what, since when, and where to go. */
export function stuckRow(tools: NowTools, now: RightNow, who: FollowedName, facts: EnrolmentFacts) {
  const { t } = tools;
  const words = { ...figures(tools, now, who.name, facts), place: who.municipalityName };
  const href = to(now, who);
  return {
    since: now.since ?? '',
    status: nowStatus(tools, now, who.name, facts),
    title: t(`coordination:stuck.${shown(now)}.title`, words),
    text: t(`coordination:stuck.${shown(now)}.text`, words),
    href,
    action: { label: t(`coordination:stuck.act.${actOf(now)}`, words), href },
  };
}

/** How many are certified, not yet, and stopped, in one sentence. */
export function countSentence(t: Translate, counts: { certified: number; not_yet: number; stopped: number }): string {
  const parts = (['certified', 'not_yet', 'stopped'] as const)
    .filter((word) => counts[word] > 0)
    .map((word) => t(`coordination:count.${word}`, { count: counts[word] }));
  return parts.length === 0 ? t('coordination:count.none') : parts.join(', ');
}

/** The state as those outside the evidence know it. */
export const seenState = (facts: EnrolmentFacts, on: string) => outsiderView(facts, on).state;
