import { behindSince, hoursOf, type HoursInput } from './hours.js';
import { countedOf, loggedOf, sumsOf, type Counted } from './quota.js';
import { isTold, type Pace } from './pace.js';

/** What lists show of one trainee's hours, in minutes. It follows from events alone, so it holds until the next one. */
export interface Tally {
  counted: number;
  logged: number;
  group: number;
  live: number;
  individual: number;
  peer: number;
  online: number;
  offered: number;
  booked: number;
  /** What it comes to when everything booked is attended. */
  reach: number;
  /** Null where the programme asks for no number of hours. */
  required: number | null;
  total: number | null;
  pace: Pace | null;
  behindSince: string | null;
}

/** Later than any session: everything written down is in the tally. */
const always = '9999-12-31';

function loggedByKind(lines: Counted[]) {
  const sums = sumsOf(lines);
  const of = (kind: keyof typeof sums) => sums[kind].onSite + sums[kind].online;
  const online = Object.values(sums).reduce((total, one) => total + one.online, 0);
  return { logged: loggedOf(sums), group: of('group'), live: of('live'), individual: of('individual'), peer: of('peer'), online };
}

/** The tally of one enrolment. `rules` null: the programme asks for no number of hours, and nothing is behind. */
export function tallyOf(facts: Omit<HoursInput, 'rules'>, rules: HoursInput['rules'] | null): Tally {
  const logged = loggedByKind(facts.lines);
  const input = { ...facts, rules: rules ?? { K2: { offeredMinutes: 0, requiredMinutes: 0 } } };
  const { done, offered, booked, reach, pace } = hoursOf(input, always);
  const found = { ...logged, offered, booked, reach };
  if (!rules)
    return { ...found, counted: countedOf(sumsOf(facts.lines), null), required: null, total: null, pace: null, behindSince: null };
  const { requiredMinutes: required, offeredMinutes: total } = rules.K2;
  return { ...found, counted: done, required, total, pace, behindSince: isTold(pace) ? behindSince(input, always) : null };
}
