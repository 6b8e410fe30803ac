import type { Requirement, RequirementCode, RequirementState } from '../domain/certification/judge.js';
import type { Rules } from '../domain/certification/rules.js';
import type { Origin } from '../domain/programme/origin.js';
import type { Formatters } from './format.js';
import type { Translate } from './language.js';

export interface RequirementReader {
  /** True when the trainee reads about themselves: «du». */
  own: boolean;
  /** The trainee's whole name; sentences use the first of it. */
  name: string;
}

export interface RequirementWords {
  code: RequirementCode;
  /** For the status partial. */
  status: { kind: string; text: string };
  /** What is true now. */
  strong: string;
  /** What is required. */
  rest: string;
  /** Where the requirement comes from. */
  origin: string;
}

interface Tools {
  t: Translate;
  fmt: Formatters;
}

const kinds: Record<RequirementState, string> = {
  met: 'done',
  in_progress: 'under-way',
  not_begun: 'not-begun',
  planned: 'planned',
  waiting: 'under-way',
  missing: 'missing',
};

export const firstName = (name: string): string => name.split(' ')[0] ?? name;

const isMinutes = (code: RequirementCode, name: string) => code === 'K2' && ['done', 'required', 'offered', 'left'].includes(name);

/** The figures of a sentence as people say them: minutes as hours, dates written out. */
function spoken({ code, params }: Requirement, { t, fmt }: Tools): Record<string, string | number> {
  const words = Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (typeof value === 'string') return [name, name === 'date' ? fmt.date(value) : value];
      return [name, isMinutes(code, name) ? fmt.durationWords(value) : value];
    }),
  );
  return typeof params['courses'] === 'number' ? { ...words, courses: t('requirements:courses', { count: params['courses'] }) } : words;
}

const thousandths = (fmt: Formatters, value: number) => fmt.number(value / 1000, 1);

const ratingWords = (fmt: Formatters, { K7 }: Rules) => ({
  mean: thousandths(fmt, K7.jointMean),
  rated: K7.ratedItems,
  every: thousandths(fmt, K7.everyItem),
  key: thousandths(fmt, K7.keyItem),
  keys: fmt.list(K7.keyItems.map(String)),
});

function sourceWords(t: Translate, origin: Origin): string {
  if (origin.kind === 'ours') return t('requirements:origin.ours');
  if (origin.source.startsWith('Databeskyttelsesforordningen')) return t('requirements:origin.law');
  const key = origin.source === 'Socialstyrelsen 2019' ? 'requirements:origin.programme' : 'requirements:origin.source';
  return t(key, { source: origin.source });
}

/** «Fra uddannelsens beskrivelse (Socialstyrelsen 2019). 45 timer er vores valg». */
export function originWords({ t, fmt }: Tools, { origin, thresholdOrigin, params }: Requirement): string {
  const first = sourceWords(t, origin);
  const required = params['required'];
  if (thresholdOrigin?.kind !== 'ours' || typeof required !== 'number') return first;
  return `${first}. ${t('requirements:origin.threshold', { required: fmt.durationWords(required) })}`;
}

/** The one sentence of a requirement's state, for a table's cell. */
export function requirementSentence(tools: Tools, one: Requirement, reader: RequirementReader): string {
  const count = typeof one.params['done'] === 'number' ? one.params['done'] : undefined;
  const context = reader.own ? 'own' : undefined;
  return tools.t(one.sentenceKey, { ...spoken(one, tools), name: firstName(reader.name), count, context });
}

/** What is asked; of the days also how much of a day, where the rules say so. */
const restKey = ({ code, params }: Requirement): string =>
  `requirements:${code}.${code === 'K1' && params['share'] !== undefined ? 'rest_share' : 'rest'}`;

/** Advice is told as advice, followed or not: only requirements are met or missing, and only they are counted. */
const statusOf = (t: Translate, { soft, state }: Requirement): RequirementWords['status'] =>
  soft
    ? { kind: state === 'met' ? 'done' : 'not-begun', text: t('requirements:status.advice') }
    : { kind: kinds[state], text: t(`requirements:status.${state}`) };

/** Status, sentence, requirement and origin, for a list. `rules` are those the trainee is judged by. */
export function requirementWords(tools: Tools, one: Requirement, reader: RequirementReader, rules: Rules): RequirementWords {
  const { t, fmt } = tools;
  return {
    code: one.code,
    status: statusOf(t, one),
    strong: requirementSentence(tools, one, reader),
    rest: t(restKey(one), one.code === 'K7' ? ratingWords(fmt, rules) : spoken(one, tools)),
    origin: originWords(tools, one),
  };
}
