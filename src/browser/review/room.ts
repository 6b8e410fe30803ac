import type { Pausing } from './pausing.js';

/** A piece of the page, as the server draws it. */
export interface Piece {
  id?: number;
  startMs?: number;
  html?: string;
  head?: string;
  said?: string;
  clientKey?: string;
  error?: string;
}

/** What the parts of the island share. */
export interface Room {
  main: HTMLElement;
  film: HTMLVideoElement | null;
  pausing: Pausing;
  /** Milliseconds of the film now. */
  now: () => number;
  say: (sentence: string | undefined) => void;
  /** Shows what only works with script, in a part of the page that was just put in. */
  wake: (part: ParentNode) => void;
  /** Rows came or went. */
  changed: () => void;
}

export interface Answer {
  ok: boolean;
  piece: Piece;
}

/** Asks one of the page's own addresses for a piece. Null when the answer never came or is no piece. */
export async function ask(address: string, form?: HTMLFormElement): Promise<Answer | null> {
  const body = form && new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  try {
    const answer = await fetch(address, { method: form ? 'POST' : 'GET', headers: { Accept: 'application/json' }, body });
    return { ok: answer.ok, piece: (await answer.json()) as Piece };
  } catch {
    return null;
  }
}

/** A sentence at the top of a form that could not be sent. The words stay in the form. */
export function tellFault(form: HTMLFormElement, sentence: string): void {
  form.querySelector('[data-fault]')?.remove();
  const line = document.createElement('p');
  line.className = 'form-error-message';
  line.dataset['fault'] = '';
  line.textContent = sentence;
  form.prepend(line);
}

export const element = (html: string): Element | null => {
  const template = document.createElement('template');
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
};

export const drawHead = ({ main }: Room, head: string | undefined): void => {
  const place = main.querySelector('[data-list-head]');
  if (place && head !== undefined) place.innerHTML = head;
};
