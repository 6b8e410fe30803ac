import { remembered } from '../../domain/calendar/remembered.js';
import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import type { Requirement, RequirementCode } from '../../domain/certification/judge.js';
import { outsiderView } from '../../domain/certification/outsider-view.js';
import { rightNow, type RightNow } from '../../domain/certification/right-now.js';
import { inForceOn } from '../../domain/certification/rule-version.js';
import { standing } from '../../domain/certification/states.js';
import { hoursOf, type Hours } from '../../domain/supervision/hours.js';
import type { TraineeLine } from '../../store/coordination.js';
import type { Column, Looking } from './query.js';

/** What the rules say of one trainee on a day. */
interface Judged {
  now: RightNow;
  hours: Hours;
  standing: 'certified' | 'not_yet' | 'stopped';
  seen: Record<Exclude<RequirementCode, 'K9'>, Requirement>;
}

/** One trainee of the table. */
export interface TableRow extends TraineeLine, Judged {
  facts: EnrolmentFacts;
}

/** What a programme does not ask of anybody counts as nothing to do. */
const notAsked = (['K1', 'K2', 'K3', 'K4', 'K5', 'K6', 'K7', 'K8'] as const).map((code): Requirement => ({
  code,
  state: 'met',
  sentenceKey: 'requirements:notAsked',
  params: { done: 0, required: 0 },
  origin: { kind: 'ours' },
  soft: true,
}));

const judged = remembered((facts: EnrolmentFacts, on: string): Judged => {
  const { requirements, state } = outsiderView(facts, on);
  const seen = Object.fromEntries([...notAsked, ...requirements].map((one) => [one.code, one])) as Judged['seen'];
  return { now: rightNow(facts, on), hours: hoursOf(inForceOn(facts, on), on), standing: standing(state), seen };
});

/** Everyone who was enrolled on the day. */
export const tableRows = (lines: TraineeLine[], facts: Map<number, EnrolmentFacts>, on: string): TableRow[] =>
  lines.flatMap((line) => {
    const known = facts.get(line.enrolmentId);
    return known && line.enrolledOn <= on ? [{ ...line, facts: known, ...judged(known, on) }] : [];
  });

const order = ['missing', 'not_begun', 'in_progress', 'waiting', 'planned', 'met'];
const stateRank = ({ state }: Requirement) => order.indexOf(state);
const figure = ({ params }: Requirement) => Number(params['done'] ?? 0);

/** What a column is sorted by. «Lige nu»: those who are stuck first, the longest first. */
const keys: Record<Column, (row: TableRow) => number | string> = {
  name: ({ sortKey }) => sortKey,
  now: ({ now }) => (now.stuck ? `0 ${now.since ?? ''}` : `1 ${now.what} ${now.since ?? ''}`),
  days: ({ seen }) => figure(seen.K1),
  supervision: ({ hours }) => hours.done,
  meetings: ({ seen }) => figure(seen.K4),
  'self-assessment': ({ seen }) => figure(seen.K5),
  evidence: ({ seen }) => stateRank(seen.K6),
  rating: ({ seen }) => stateRank(seen.K7),
  'certification-day': ({ seen }) => stateRank(seen.K8),
};

const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);

/** In the order asked for; equal ones by name in Danish order. */
export function sorted(rows: TableRow[], { sort, descending }: Pick<Looking, 'sort' | 'descending'>): TableRow[] {
  const key = keys[sort];
  return [...rows].sort((a, b) => (descending ? -1 : 1) * compare(key(a), key(b)) || compare(a.sortKey, b.sortKey));
}

export interface Counts {
  certified: number;
  not_yet: number;
  stopped: number;
}

export const countsOf = (rows: TableRow[]): Counts => {
  const count = (word: TableRow['standing']) => rows.filter((row) => row.standing === word).length;
  return { certified: count('certified'), not_yet: count('not_yet'), stopped: count('stopped') };
};

/** The municipalities of the table in Danish order, with how many are from each. */
export function placesOf(rows: TableRow[]): { id: number; name: string; count: number; rows: TableRow[] }[] {
  const byKey = [...rows].sort((a, b) => compare(a.municipalityKey, b.municipalityKey));
  const ids = [...new Set(byKey.map(({ municipalityId }) => municipalityId))];
  return ids.map((id) => {
    const own = byKey.filter(({ municipalityId }) => municipalityId === id);
    return { id, name: own[0]!.municipalityName, count: own.length, rows: own };
  });
}
