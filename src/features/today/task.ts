import { daysBetween } from '../../domain/calendar/dates.js';
import type { Person } from '../../domain/person/person.js';
import type { Visit } from '../../web/guard.js';

/** Someone's visit to the page of what waits for them. */
export type Here = Visit<Record<never, never>, Person>;

/** One thing that waits for the viewer. */
export interface Task {
  /** Date since when it has waited, YYYY-MM-DD; empty when it is not known, which stands first. */
  since: string;
  status: { kind: string; text?: string };
  title: string;
  href: string;
  text: string;
  action: { label: string; href: string };
}

/** «Venter, 7 dage», or that it came today. */
export function waits({ t, fmt, today }: Pick<Here, 't' | 'fmt' | 'today'>, since: string): { kind: string; text: string } {
  const days = daysBetween(since, today);
  return { kind: 'waiting', text: days > 0 ? t('today:waits', { days: fmt.daysWaiting(days) }) : t('today:cameToday') };
}

/** Lists of several roles become one, the oldest first; the same page is named once. */
export const oldestFirst = (lists: Task[][]): Task[] =>
  lists
    .flat()
    .filter((task, index, all) => all.findIndex(({ title, href }) => title === task.title && href === task.href) === index)
    .sort((a, b) => a.since.localeCompare(b.since));

/** A number as a word up to ten, with a capital: it begins the sentence. */
export const countWord = ({ t }: Pick<Here, 't'>, count: number): string => (count <= 10 ? t(`layout:count.${count}`) : String(count));
