import { formatTimecode } from '../../domain/annotation/timecode.js';
import type { Words } from './words.js';

const clamp = (film: HTMLVideoElement, second: number) => Math.min(film.duration || 0, Math.max(0, second));

export const step = (film: HTMLVideoElement, seconds: number): void => {
  film.currentTime = clamp(film, film.currentTime + seconds);
};

export const toggle = (film: HTMLVideoElement): void => {
  if (film.paused) void film.play().catch(() => undefined);
  else film.pause();
};

/** The slider under the picture: a real one, so that keys and screen readers know it. */
function liveSlider(root: HTMLElement, film: HTMLVideoElement, words: Words): void {
  const slider = root.querySelector<HTMLInputElement>('[data-slider]');
  if (!slider) return;
  let held = false;
  const show = () => {
    if (!held) slider.value = String(Math.floor(film.currentTime));
    const length = Number.isFinite(film.duration) ? film.duration : Number(slider.max);
    slider.max = String(Math.max(1, Math.floor(length)));
    const second = held ? Number(slider.value) : film.currentTime;
    slider.style.setProperty('--pf-way', `${(100 * second) / Math.max(1, length)}%`);
    slider.setAttribute(
      'aria-valuetext',
      words.at.replace('{time}', formatTimecode(second * 1000)).replace('{length}', formatTimecode(length * 1000)),
    );
  };
  slider.addEventListener('input', () => {
    film.currentTime = clamp(film, Number(slider.value));
    show();
  });
  slider.addEventListener('pointerdown', () => (held = true));
  for (const kind of ['pointerup', 'pointercancel', 'change', 'blur']) slider.addEventListener(kind, () => (held = false));
  for (const kind of ['timeupdate', 'seeking', 'loadedmetadata', 'durationchange']) film.addEventListener(kind, show);
  show();
}

function liveButtons(root: HTMLElement, film: HTMLVideoElement, words: Words): void {
  const play = root.querySelector<HTMLElement>('[data-play]');
  const sound = root.querySelector<HTMLElement>('[data-mute]');
  const speed = root.querySelector<HTMLSelectElement>('[data-speed]');
  const show = () => {
    const [label] = play?.getElementsByTagName('span') ?? [];
    if (label) label.textContent = film.paused ? words.play : words.pause;
    play?.classList.toggle('pf-player__play--playing', !film.paused);
    if (sound) sound.textContent = film.muted ? words.soundOff : words.soundOn;
  };
  for (const kind of ['play', 'pause', 'ended', 'volumechange', 'emptied']) film.addEventListener(kind, show);
  play?.addEventListener('click', () => toggle(film));
  film.addEventListener('click', () => toggle(film));
  sound?.addEventListener('click', () => (film.muted = !film.muted));
  speed?.addEventListener('change', () => (film.playbackRate = film.defaultPlaybackRate = Number(speed.value)));
  for (const button of root.querySelectorAll<HTMLElement>('[data-step]'))
    button.addEventListener('click', () => step(film, Number(button.dataset['step'])));
  show();
}

/** Our own controls in the place of the browser's: always in sight, in the page's language, and also when the screen is filled. */
export function liveControls(root: HTMLElement, film: HTMLVideoElement, words: Words): void {
  const clock = root.querySelector('[data-clock]');
  const length = root.querySelector('[data-length]');
  const tick = () => {
    if (clock) clock.textContent = formatTimecode(film.currentTime * 1000);
  };
  const known = () => {
    if (length && Number.isFinite(film.duration)) length.textContent = `/ ${formatTimecode(film.duration * 1000)}`;
    tick();
  };
  // The film's length can be known before this module runs.
  if (film.readyState >= film.HAVE_METADATA) known();
  film.addEventListener('loadedmetadata', known);
  film.addEventListener('timeupdate', tick);
  film.addEventListener('seeking', tick);
  film.addEventListener('contextmenu', (event) => event.preventDefault());
  liveSlider(root, film, words);
  liveButtons(root, film, words);
  const line = root.querySelector<HTMLElement>('[data-film-line]');
  if (line) line.hidden = false;
  film.controls = false;
}
