import type { Words } from './words.js';

interface OldElement extends HTMLElement {
  webkitRequestFullscreen?: () => void;
}
interface PhoneVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void;
}

/**
 * Fills the screen with the whole player, so that the line over the picture comes along. An iPhone can only fill it with the film itself, in
 * its own player: the line is lost there, and the log is not.
 */
export function fullScreen(root: OldElement, film: PhoneVideo, words: Words): void {
  const button = root.querySelector<HTMLElement>('[data-full]');
  if (!button) return;
  const fill = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (typeof root.requestFullscreen === 'function') void root.requestFullscreen().catch(() => undefined);
    else if (root.webkitRequestFullscreen) root.webkitRequestFullscreen();
    else film.webkitEnterFullscreen?.();
  };
  const can = typeof root.requestFullscreen === 'function' || root.webkitRequestFullscreen || film.webkitEnterFullscreen;
  button.hidden = !can;
  button.addEventListener('click', fill);
  film.addEventListener('dblclick', fill);
  document.addEventListener('fullscreenchange', () => {
    button.textContent = document.fullscreenElement === root ? words.leaveFull : words.full;
  });
}
