import { fill, find, put, size, type Words } from './page.js';

const lengthOf = (seconds: number): string => {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}.${two(m)}.${two(s)}` : `${m}.${two(s)}`;
};

/** Shows length and first picture of the chosen film, before anything leaves the device. */
export function preview(film: File, words: Words): void {
  const box = find('chosen');
  const screen = find<HTMLVideoElement>('first');
  if (!box || !screen) return;
  if (screen.src) URL.revokeObjectURL(screen.src);
  box.hidden = false;
  screen.hidden = true;
  put('length', size(film.size));
  screen.onloadedmetadata = () => {
    if (Number.isFinite(screen.duration))
      put('length', fill(words['length'], { length: lengthOf(screen.duration), size: size(film.size) }));
    // Without a seek some browsers draw nothing.
    screen.currentTime = Math.min(0.1, (screen.duration || 1) / 2);
  };
  screen.onloadeddata = () => (screen.hidden = screen.videoWidth === 0);
  screen.onerror = () => put('length', `${size(film.size)}. ${words['noPreview'] ?? ''}`);
  screen.src = URL.createObjectURL(film);
}
