import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { takesPart } from '../../domain/cohort/leave.js';
import { hoursOf, type Hours } from '../../domain/supervision/hours.js';
import { deadlineOf, expectedOn, neededPerMonth } from '../../domain/supervision/plan-ahead.js';
import { limitOf, loggedOf, reckon, sumsOf, type Reckoned } from '../../domain/supervision/quota.js';
import type { Words } from './views.js';

type Need = Pick<Words, 't' | 'fmt' | 'today'>;

interface About {
  own: boolean;
  stopped: boolean;
  /** The day the cohort ends. */
  endsOn: string;
  /** The programme asks for a number of hours. */
  asked: boolean;
}

export const inHours = (minutes: number, { fmt }: Pick<Words, 'fmt'>) => fmt.number(minutes / 60);

/** Held and waiting for a signature: not lost, only not credited yet. */
const unsignedMinutes = ({ booked, events }: EnrolmentFacts, today: string): number =>
  booked.filter(({ onDate }) => onDate < today && takesPart(events, onDate)).reduce((total, { minutes }) => total + minutes, 0);

/** What was written down and does not count, each with its limit: nobody finds it out at the end. */
function overSentences({ over }: Reckoned, { rules: { K2 } }: EnrolmentFacts, { t, fmt }: Need): string[] {
  return (['live', 'individual', 'peer', 'online'] as const)
    .filter((code) => over[code] > 0)
    .map((code) =>
      t(`supervision:over.${code}`, {
        duration: fmt.durationWords(over[code]),
        limit: code === 'peer' ? '' : fmt.durationWords(limitOf(K2, code)),
      }),
    );
}

/** What is to come, when that will be enough, and how much it is a month. */
function ahead(facts: EnrolmentFacts, hours: Hours, about: About, words: Need): string[] {
  const { t, fmt, today } = words;
  const say = (key: string, params: Record<string, unknown> = {}) => t(`supervision:${about.own ? 'own' : 'theirs'}.${key}`, params);
  const unsigned = unsignedMinutes(facts, today);
  const coming = hours.booked - unsigned;
  const expected = expectedOn(facts, today);
  const deadline = deadlineOf(about.endsOn, facts.events, today);
  const monthly = neededPerMonth(hours, today, deadline);
  const required = inHours(hours.required, words);
  return [
    ...(unsigned > 0 ? [say('unsigned', { duration: fmt.durationWords(unsigned) })] : []),
    coming > 0 ? say('booked', { duration: fmt.durationWords(coming), reach: fmt.durationWords(hours.reach) }) : say('nothingBooked'),
    ...(expected === null ? [] : [say('expected', { required, date: fmt.date(expected) })]),
    ...(hours.reach < hours.required
      ? [t('supervision:pace.unplanned', { duration: fmt.durationWords(hours.required - hours.reach), required })]
      : []),
    ...(monthly === null ? [] : [t('supervision:pace.monthly', { duration: fmt.durationWords(monthly), date: fmt.date(deadline) })]),
  ];
}

/** Where the trainee stands, then what comes, then what is asked: never a number alone. */
function sentences(facts: EnrolmentFacts, hours: Hours, about: About, words: Need): string[] {
  const { t, fmt } = words;
  const say = (key: string, params: Record<string, unknown> = {}) => t(`supervision:${about.own ? 'own' : 'theirs'}.${key}`, params);
  const required = { required: inHours(hours.required, words), offered: inHours(hours.total, words) };
  const over = overSentences(reckon(sumsOf(facts.lines), facts.rules.K2), facts, words);
  if (hours.pace === 'met') return [say('met', required), ...over];
  const gap = hours.offered - hours.done;
  const standing =
    hours.offered === 0
      ? say('notBegun')
      : gap <= 0
        ? say('all')
        : say('after', { duration: fmt.durationWords(gap), verdict: t(`supervision:pace.${hours.pace}`) });
  return [standing, ...over, ...ahead(facts, hours, about, words), say('required', required)];
}

/** The big sentence, the bar with the group's time as its mark, and what it means. */
export function figureView(facts: EnrolmentFacts, about: About, words: Need) {
  const { t, fmt, today } = words;
  if (!about.asked) return { done: fmt.durationWords(loggedOf(sumsOf(facts.lines))), of: null, bar: null, text: '' };
  const hours = hoursOf(facts, today);
  const total = inHours(hours.total, words);
  const held = hours.offered > 0;
  return {
    done: fmt.durationWords(hours.done),
    of: t('supervision:of', { hours: total }),
    bar: {
      value: hours.done,
      max: hours.total,
      pace: held ? hours.offered : undefined,
      paceLabel: held ? t('supervision:paceMark', { duration: fmt.duration(hours.offered) }) : undefined,
      endLabel: t('supervision:hoursShort', { hours: total }),
    },
    text: about.stopped ? t(`supervision:${about.own ? 'own' : 'theirs'}.stopped`) : sentences(facts, hours, about, words).join(' '),
  };
}
