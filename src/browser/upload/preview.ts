import type { CutFields } from './cut.js';
import { fill, find, lengthOf, put, size, type Words } from './page.js';

/** No film is chosen any longer: nothing of the one before stays. */
function clear(box: HTMLElement, screen: HTMLVideoElement, cut: CutFields): void {
  screen.removeAttribute('src');
  screen.load();
  box.hidden = true;
  put('length', '');
  put('unseen', '');
  cut.none();
}

/** Shows the chosen film and its length before anything leaves the device, where the browser can read it. */
export function preview(film: File | null, words: Words, cut: CutFields): void {
  const box = find('chosen');
  const screen = find<HTMLVideoElement>('first');
  if (!box || !screen) return;
  if (screen.src) URL.revokeObjectURL(screen.src);
  if (film === null) return clear(box, screen, cut);
  box.hidden = false;
  screen.hidden = true;
  put('length', size(film.size));
  put('unseen', '');
  screen.onloadedmetadata = () => {
    const known = Number.isFinite(screen.duration);
    if (known) put('length', fill(words['length'], { length: lengthOf(screen.duration), size: size(film.size) }));
    // Without a seek some browsers draw nothing.
    screen.currentTime = Math.min(0.1, (screen.duration || 1) / 2);
    cut.shown(known ? screen.duration * 1000 : null, () => screen.currentTime);
  };
  screen.onloadeddata = () => {
    screen.hidden = false;
    box.classList.toggle('pf-chosen--sound', screen.videoWidth === 0);
  };
  screen.onerror = () => {
    put('length', `${size(film.size)}.`);
    put('unseen', words['noPreview'] ?? '');
    cut.shown(null, null);
  };
  screen.src = URL.createObjectURL(film);
}
