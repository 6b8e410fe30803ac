import type { Person } from '../../domain/person/person.js';
import { bySince, type Act } from '../../web/desk-words.js';
import type { DiscardView } from '../../web/discard-view.js';
import type { Visit } from '../../web/guard.js';

export { countWord, waits } from '../../web/desk-words.js';

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
  action: Act;
  /** What the task is about can also be thrown away. */
  discard?: DiscardView;
}

/** Lists of several roles become one, the oldest first; the same page is named once. */
export const oldestFirst = (lists: Task[][]): Task[] => {
  const named = new Map<string, Task>();
  for (const task of lists.flat()) {
    const of = `${task.href} ${task.title}`;
    if (!named.has(of)) named.set(of, task);
  }
  return [...named.values()].sort(bySince);
};
