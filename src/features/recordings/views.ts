import type { Status } from '../../web/recording-words.js';

export interface Link {
  href: string;
  label: string;
}

export interface Crumb {
  href?: string;
  label: string;
}

export interface Row {
  status?: { kind: string; text?: string };
  strong?: string;
  href?: string;
  rest?: string;
  note?: string;
  aside?: string;
}

export interface ListRow {
  name: string;
  href: string;
  who: string | null;
  date: string;
  length: string;
  status: Status;
}

export interface ListView {
  notice: string | null;
  lead: string;
  sections: { id: string; title: string; rows: ListRow[] }[];
  empty: { text: string; link?: Link } | null;
}

/** One step on the film's way. `live` marks the one the waiting page keeps true. */
export interface Step {
  status: { kind: string; text?: string };
  strong: string;
  rest: string;
  note?: string;
  percent?: number;
  live?: boolean;
}

export interface ShowView {
  notice: string | null;
  /** Why no film is made ready at the moment, in words. */
  standstill: string | null;
  crumbs: Crumb[];
  title: string;
  lead: string;
  action: Link | null;
  meeting: { title: string; text: string };
  steps: Step[];
  again: Link | null;
  /** Where the island asks, and what it knows; null when nothing is under way. */
  waiting: { href: string; mark: string } | null;
  practice: string | null;
  who: { title: string; text: string; rows: { kind: 'done' | 'waiting' | 'barred'; when: string; who: string; why: string }[] } | null;
  /** Who has seen it; only the one who led the meeting is told. */
  seen: SeenView | null;
  erasure: { date: string; text: string } | null;
  erasedText: string | null;
  /** Asks whether the copy on the phone is gone. */
  phone: { text: string; action: string; back: string } | null;
  removal: { action: string; label: string } | null;
}

export interface SeenView {
  text: string;
  rows: Row[];
  none: string | null;
  older: string | null;
}

/** What the island of the waiting page asks for. */
export interface StatusView {
  mark: string;
  percent: number;
  told: string;
  left: string;
  state: Status;
  /** False from the moment somebody has withdrawn: a player stops. */
  open: boolean;
}

/**
 * What an open player asks for. Nothing but whether it is open, the reason is told by the page, and whose session asks: a player that somebody
 * else opened is not theirs to go on with.
 */
export type PlayingView = { viewer: number } & ({ open: true; src: string; mark: string } | { open: false });
