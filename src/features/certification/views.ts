import type { Translate } from '../../web/language.js';
import type { RequirementWords } from '../../web/requirement-words.js';

export interface Link {
  href: string;
  label: string;
}

export interface Crumb {
  href?: string;
  label: string;
}

export interface Status {
  kind: string;
  text?: string;
}

export interface Row {
  status?: Status;
  strong?: string;
  href?: string;
  rest?: string;
  note?: string;
  noteLink?: Link;
  aside?: string;
}

export interface Task {
  status: Status;
  title: string;
  href?: string;
  text?: string;
  action?: Link;
}

/** The one raised sheet of a page. */
export interface Sheet {
  status: Status;
  title: string;
  text: string;
  meta?: string;
  action?: Link | { label: string; post: string };
  mark: boolean;
}

export interface SeatView {
  name: string;
  about: string;
  status: Status;
  progress: { text: string; value: number } | null;
}

export interface OverviewView {
  notice: string | null;
  lead: string;
  tasks: Task[];
  sections: { id: string; title: string; rows: Row[] }[];
  rubric: Link;
}

export interface EnrolmentView {
  notice: string | null;
  crumbs: Crumb[];
  title: string;
  lead: string;
  sheet: Sheet;
  links: Link[];
  plan: { text: string; by: string } | null;
  rules: string;
  requirements: (Row & Pick<RequirementWords, 'code'>)[];
  assessors: { text: string; seats: SeatView[]; link: Link | null } | null;
  history: Row[];
}

/** «Tre» up to ten, then figures. */
export const inWords = (t: Translate, count: number): string => (count > 0 && count < 11 ? t(`layout:count.${count}`) : String(count));
