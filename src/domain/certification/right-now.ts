import { daysBetween } from '../calendar/dates.js';
import { behindSince, hoursOf } from '../supervision/hours.js';
import type { EnrolmentFacts } from './facts.js';
import { factsOn } from './on-date.js';
import { asks } from './rules.js';
import { outsiderView } from './outsider-view.js';
import { remembered } from '../calendar/remembered.js';
import type { Who, WhoseTurn } from './turn.js';

/** What a follower reads beside a name: whose turn it is, on what, and since when. */
export interface RightNow {
  who: Who;
  what: WhoseTurn['what'] | 'behind' | 'cannot_reach';
  since: string | null;
  /** It has stood so long that the coordinator should know. */
  stuck: boolean;
}

/** Days something may wait with somebody before it is told as stuck; what is not here is never stuck (our choice). */
const patienceDays: Partial<Record<RightNow['what'], number>> = {
  days: 0,
  hours: 0,
  behind: 0,
  cannot_reach: 0,
  first_meeting: 0,
  self_assessment: 0,
  evidence: 0,
  assessors: 0,
  adjudication: 14,
  rating: 14,
  decision: 14,
  meetings: 42,
  plan: 60,
};

const isStuck = ({ what, since }: Pick<RightNow, 'what' | 'since'>, on: string): boolean => {
  const patience = patienceDays[what];
  return patience !== undefined && (since === null ? patience === 0 : daysBetween(since, on) >= patience);
};

/** A day nobody has entered yet is the coordinator's list to fill, not the trainee's day to make up. */
export const asIfEntered = (facts: EnrolmentFacts, on: string): EnrolmentFacts =>
  facts.days.some(({ kind, presence, onDate }) => kind === 'seminar' && presence === null && onDate < on)
    ? {
        ...facts,
        days: facts.days.map((day) =>
          day.kind === 'seminar' && day.presence === null && day.onDate < on ? { ...day, presence: 'present' as const } : day,
        ),
      }
    : facts;

/** The day on which the last of meetings and self-assessments was in place. No date of a recording is used. */
function readySince({ meetings, selfAssessments, rules }: EnrolmentFacts): string | null {
  const led = meetings
    .filter((one) => one.led)
    .map(({ onDate }) => onDate)
    .sort()[rules.K4.meetings - 1];
  const own = selfAssessments.map(({ deliveredOn }) => deliveredOn).sort()[rules.K5.count - 1];
  return (
    [led, own]
      .filter((date) => date !== undefined)
      .sort()
      .at(-1) ?? null
  );
}

const seminar2 = (facts: EnrolmentFacts): string | undefined =>
  facts.days
    .filter(({ code }) => code === facts.rules.K3.before)
    .map(({ onDate }) => onDate)
    .sort()[0];

/** In training, what is behind is said before what merely goes on. */
function inTraining(facts: EnrolmentFacts, turn: WhoseTurn, on: string): Omit<RightNow, 'stuck'> {
  if (turn.what === 'first_meeting' || turn.who === 'coordinator') return turn;
  const { pace } = hoursOf(facts, on);
  if (pace === 'behind' || pace === 'cannot-reach')
    return { who: 'trainee', what: pace === 'behind' ? 'behind' : 'cannot_reach', since: behindSince(facts, on) };
  if (turn.what === 'evidence') return { ...turn, since: readySince(facts) };
  const before = seminar2(facts);
  if (asks(facts.rules, 'K5') && facts.selfAssessments.length === 0 && before !== undefined && before <= on)
    return { who: 'trainee', what: 'self_assessment', since: before };
  return turn;
}

const underway: WhoseTurn['what'][] = ['first_meeting', 'meetings', 'hours', 'days', 'self_assessment', 'evidence', 'plan_runs'];

/**
 * Where a trainee stands for those who follow them without knowing the content. It is made of nothing that tells why evidence is missing.
 */
export const rightNow = remembered((all: EnrolmentFacts, on: string): RightNow => {
  const entered = asIfEntered(factsOn(all, on), on);
  const { turn } = outsiderView(entered, on);
  const now = underway.includes(turn.what) ? inTraining(entered, turn, on) : turn;
  return { who: now.who, what: now.what, since: now.since, stuck: isStuck(now, on) };
});
