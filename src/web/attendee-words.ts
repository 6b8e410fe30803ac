import type { Attendee, AttendeeKind } from '../domain/consent/consent.js';
import type { Translate } from './language.js';

type Named = Pick<Attendee, 'kind' | 'ordinal'>;

/** «Borger», «Pårørende 2»: the kind, with a number when there are several of it. Never a name. */
export const attendeeWord = (t: Translate, { kind, ordinal }: Named, all: Named[]): string =>
  all.filter((one) => one.kind === kind).length > 1 ? `${t(`meetings:kind.${kind}`)}\u00a0${ordinal}` : t(`meetings:kind.${kind}`);

/** «seks» and «Seks»; digits over ten. */
export function countWords(t: Translate, count: number): { count: number; words: string; Words: string } {
  const word = count >= 1 && count <= 10 ? t(`layout:count.${count}`) : String(count);
  return { count, words: word.toLocaleLowerCase(), Words: word };
}

/** «fordi én har sagt nej», «fordi to ikke har svaret». A no is said before a missing answer. */
export function becauseOf(t: Translate, held: { standing: 'no' | 'unanswered' }[]): string {
  const refusals = held.filter(({ standing }) => standing === 'no').length;
  const count = refusals || held.length;
  return t(refusals > 0 ? 'meetings:because.no' : 'meetings:because.unanswered', countWords(t, count));
}

export const kindsInOrder: AttendeeKind[] = [
  'citizen',
  'relative',
  'network',
  'professional',
  'interpreter',
  'meeting_leader',
  'meeting_participant',
];
