import { pageNow } from './page-now.js';

/** Whose session the browser has now, seen from the page: the same person's, another's, nobody's, or nobody could be asked. */
export type Session = 'same' | 'other' | 'none' | 'unknown';

const viewerOf = (page: Document) => page.querySelector<HTMLElement>('[data-viewer]')?.dataset['viewer'];
const tokensOf = (page: Document) => page.querySelectorAll<HTMLInputElement>('input[name="_csrf"]');

/**
 * A page outlives the session it was made in. Where the same person has signed in again in the meantime, every form of the page gets the new
 * session's token; what was typed stays.
 */
export async function renewToken(): Promise<Session> {
  const page = await pageNow();
  if (page === 'signed-out') return 'none';
  if (typeof page === 'string') return 'unknown';
  const token = tokensOf(page)[0]?.value;
  if (token === undefined || viewerOf(page) !== viewerOf(document)) return 'other';
  for (const field of tokensOf(document)) field.value = token;
  return 'same';
}
