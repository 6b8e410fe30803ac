/** The Wednesday on which the fictional story stands: outcomes are told as of this day. */
export const storyDay = '2026-09-30';

const dayMs = 86_400_000;
const noon = (date: string) => Date.parse(`${date}T12:00:00Z`);
const asDate = (ms: number) => new Date(ms).toISOString().slice(0, 10);

export const addDays = (date: string, days: number): string => asDate(noon(date) + days * dayMs);

/** Whole weeks from the story's Wednesday to the latest Wednesday before `today`, so that weekdays stay true. */
export function weeksToShift(today: string): number {
  const weekday = new Date(noon(today)).getUTCDay();
  const back = (weekday - 3 + 7) % 7 || 7;
  return Math.round((noon(addDays(today, -back)) - noon(storyDay)) / (7 * dayMs));
}

export interface StoryCalendar {
  /** A date of the story, moved by whole weeks. */
  day: (date: string) => string;
  /** An instant of the story; the time is `HH:MM` in UTC. */
  at: (date: string, time?: string) => string;
}

export const storyCalendar = (weeks: number): StoryCalendar => {
  const day = (date: string) => addDays(date, weeks * 7);
  return { day, at: (date, time = '10:00') => `${day(date)}T${time}:00.000Z` };
};
