import type { Writer } from '../store/database.js';
import type { StoryCalendar } from './calendar.js';

/** What every chapter of the demo is handed. Codes are those of the invented people, groups and recordings. */
export interface Story extends StoryCalendar {
  tx: Writer;
  person: (code: string) => number;
  municipality: (code: string) => number;
  /** Enrolment by the trainee's code. */
  enrolment: Map<string, number>;
  programmeVersionId: number;
  /** The last day of which the demo tells, YYYY-MM-DD, already moved. */
  until: string;
}

export const workday = (date: string): boolean => ![0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay());
