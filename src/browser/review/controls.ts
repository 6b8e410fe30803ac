import { formatTimecode } from '../../domain/annotation/timecode.js';
import type { Composer } from './composer.js';
import type { Room } from './room.js';

const step = (film: HTMLVideoElement, seconds: number) => {
  film.currentTime = Math.min(film.duration || 0, Math.max(0, film.currentTime + seconds));
};

/** Five seconds back and forth, the clock, and the switch of the shortcuts. The browser's own controls stay. */
export function liveControls(room: Room, film: HTMLVideoElement, composer: Composer | null): void {
  const line = room.main.querySelector<HTMLElement>('[data-film-line]');
  const clock = line?.querySelector('[data-clock]');
  const length = line?.querySelector('[data-length]');
  const tick = () => {
    if (clock) clock.textContent = formatTimecode(room.now());
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
  film.addEventListener('play', room.pausing.taken);
  if (!line) return;
  line.hidden = false;
  for (const button of line.querySelectorAll<HTMLElement>('[data-step]'))
    button.addEventListener('click', () => step(film, Number(button.dataset['step'])));
  shortcuts(room, film, line, composer);
}

/** Single keys work only while the switch is on and the focus is on the film or its controls (WCAG 2.1.4). */
function shortcuts(room: Room, film: HTMLVideoElement, line: HTMLElement, composer: Composer | null): void {
  const button = line.querySelector<HTMLElement>('[data-shortcuts]');
  const keysHelp = line.querySelector<HTMLElement>('[data-shortcuts-help]');
  let on = false;
  button?.addEventListener('click', () => {
    on = !on;
    button.textContent = room.main.dataset[on ? 'on' : 'off'] ?? '';
    if (keysHelp) keysHelp.hidden = !on;
  });
  const acts: Record<string, () => void> = {
    j: () => step(film, -5),
    l: () => step(film, 5),
    k: () => (film.paused ? void film.play().catch(() => undefined) : film.pause()),
    ',': () => step(film, -1),
    '.': () => step(film, 1),
    i: () => composer?.set('from'),
    o: () => composer?.set('to'),
    n: () => composer?.open(film),
  };
  room.main.querySelector('[data-stage]')?.addEventListener('keydown', (event) => {
    const { key, ctrlKey, altKey, metaKey, shiftKey, isComposing } = event as KeyboardEvent;
    const act = acts[key.toLowerCase()];
    if (!on || !act || ctrlKey || altKey || metaKey || shiftKey || isComposing) return;
    event.preventDefault();
    act();
  });
}
