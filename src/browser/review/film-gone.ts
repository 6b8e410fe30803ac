import { holdsUnsaved } from './unsaved.js';

/** What is only to be read, heard or done as long as the film may be seen. */
const parts = ['.pf-comments', '[data-sound]', '.pf-reflection', '[data-open-composer]', '[data-composer]', '.pf-undo', '[data-practice]'];

/** As the page would be written now: the same part, or nothing. Words somebody was writing stay, to be copied; they can be sent no more. */
function bringUpToDate(part: HTMLElement, now: Element | null | undefined): void {
  if (holdsUnsaved(part)) for (const acts of part.querySelectorAll('.pf-actions')) acts.remove();
  else if (now) part.replaceWith(document.importNode(now, true));
  else part.remove();
}

/** The film has gone, and what else the page says and offers is not older than that. */
export const filmGone = (main: HTMLElement) => (page: Document | null) => {
  const head = document.querySelector('.pf-room-head');
  const headNow = page?.querySelector('.pf-room-head');
  if (headNow) head?.replaceWith(document.importNode(headNow, true));
  else head?.querySelector('.pf-room-head__turn')?.remove();
  for (const selector of parts)
    for (const part of main.querySelectorAll<HTMLElement>(selector)) bringUpToDate(part, page?.querySelector(selector));
  main.className = page?.querySelector('[data-room]')?.className ?? main.className;
  for (const one of main.querySelectorAll<HTMLElement>('[data-set], [data-pauses]')) one.hidden = true;
};
