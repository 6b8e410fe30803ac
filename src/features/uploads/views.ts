import type { DiscardView } from '../../web/discard-view.js';

export interface Link {
  href: string;
  label: string;
}

export interface Crumb {
  href?: string;
  label: string;
}

interface Row {
  status: { kind: string; text?: string };
  strong: string;
}

/** A film of this meeting that is half sent. */
export interface ResumeView {
  /** Where the page's script asks how far it is. */
  href: string;
  bytes: number;
  percent: number;
  /** What to do, told where script runs. */
  again: string;
  until: string;
  discard: DiscardView;
}

export interface UploadView {
  notice: string | null;
  crumbs: Crumb[];
  title: string;
  lead: string;
  steps: { label: string; state: 'done' | 'current' | 'next' }[];
  /** The plain form. */
  action: string;
  /** Where a film that comes in pieces is begun. */
  begin: string;
  signIn: string;
  back: Link;
  takes: string;
  limits: string;
  /** The plain form's own limit, told where script is off. */
  formLimit: string | null;
  /** From–to as it stands in the fields; unfolded when something does. */
  cut: { from: string; to: string; open: boolean };
  maxBytes: number;
  /** Sentences of the page's script, as JSON. */
  words: string;
  resume: ResumeView | null;
}

export interface MissingAnswersView {
  crumbs: Crumb[];
  title: string;
  lead: string;
  people: Row[];
  action: Link;
}

/** What the page's island asks for when a film is chosen again. */
export interface StandingView {
  bytes: number;
  kept: number;
  /** SHA-256 of the kept bytes, hexadecimal. */
  sha256: string;
  token: string;
  /** Where it lies now, once all of it has been received. */
  recording: string | null;
}
