import type { Pausing } from './pausing.js';
import { renewToken, type Session } from '../token.js';

/** A piece of the page, as the server draws it. */
export interface Piece {
  id?: number;
  startMs?: number;
  html?: string;
  head?: string;
  said?: string;
  clientKey?: string;
  error?: string;
  reason?: string;
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
  /** Why the page's own session could not send it; a session of the same person's was tried. */
  session?: Session;
}

/** Asks one of the page's own addresses for a piece. Null when the answer never came or is no piece. */
export async function ask(address: string, form?: HTMLFormElement): Promise<Answer | null> {
  const answer = await askOnce(address, form);
  if (!form || answer?.piece.reason !== 'web:expired') return answer;
  const session = await renewToken();
  return session === 'same' ? askOnce(address, form) : { ...answer, session };
}

async function askOnce(address: string, form?: HTMLFormElement): Promise<Answer | null> {
  const body = form && new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  try {
    const answer = await fetch(address, { method: form ? 'POST' : 'GET', headers: { Accept: 'application/json' }, body });
    return { ok: answer.ok, piece: (await answer.json()) as Piece };
  } catch {
    return null;
  }
}

/** The way back to a session, in a tab of its own, so that the words stay here. */
function signInLink({ main }: Room): HTMLAnchorElement {
  const link = document.createElement('a');
  const next = encodeURIComponent(location.pathname + location.search);
  Object.assign(link, { href: `/sign-in?next=${next}`, target: '_blank', rel: 'noopener', textContent: main.dataset['signIn'] ?? '' });
  return link;
}

/** A sentence at the top of a form that could not be sent. The words stay in the form. */
export function tellFault(form: HTMLFormElement, sentence: string, link?: HTMLAnchorElement): void {
  form.querySelector('[data-fault]')?.remove();
  const line = document.createElement('p');
  line.className = 'form-error-message';
  line.dataset['fault'] = '';
  // One child: an error's line lays its children out side by side.
  const words = document.createElement('span');
  words.append(sentence, ...(link ? [' ', link] : []));
  line.append(words);
  form.prepend(line);
}

/** Tells why nothing was kept, and the way on. Returns the sentence. */
export function tellUnsent(room: Room, form: HTMLFormElement, answer: Answer | null): string {
  const { broken = '', otherPerson = '' } = room.main.dataset;
  const sentence = answer?.session === 'other' ? otherPerson : (answer?.piece.error ?? broken);
  tellFault(form, sentence, answer?.session === 'none' ? signInLink(room) : undefined);
  return sentence;
}

/** While a form is on its way nothing can be typed that would be lost when it is cleared. Returns what opens it again. */
export function holdStill(form: HTMLFormElement): () => void {
  const texts = [...form.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('textarea, input[type="text"]')].filter(
    (one) => !one.readOnly,
  );
  form.ariaBusy = 'true';
  for (const one of texts) one.readOnly = true;
  return () => {
    form.ariaBusy = null;
    for (const one of texts) one.readOnly = false;
  };
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
