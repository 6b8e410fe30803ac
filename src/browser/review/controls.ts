import { step, toggle } from '../player/controls.js';
import type { Composer } from './composer.js';
import type { Room } from './room.js';

/** Single keys work only while the switch is on and the focus is on the film or its controls (WCAG 2.1.4). */
export function shortcuts(room: Room, film: HTMLVideoElement, composer: Composer | null): void {
  const button = room.main.querySelector<HTMLElement>('[data-shortcuts]');
  const keysHelp = room.main.querySelector<HTMLElement>('[data-shortcuts-help]');
  let on = false;
  button?.addEventListener('click', () => {
    on = !on;
    button.textContent = room.main.dataset[on ? 'on' : 'off'] ?? '';
    if (keysHelp) keysHelp.hidden = !on;
  });
  const acts: Record<string, () => void> = {
    j: () => step(film, -5),
    l: () => step(film, 5),
    k: () => toggle(film),
    ',': () => step(film, -1),
    '.': () => step(film, 1),
    i: () => composer?.set('from'),
    o: () => composer?.set('to'),
    n: () => composer?.open(film),
  };
  room.main.querySelector('[data-stage]')?.addEventListener('keydown', (event) => {
    const { key, ctrlKey, altKey, metaKey, shiftKey, isComposing } = event as KeyboardEvent;
    const act = acts[key.toLowerCase()];
    if (!on || !act || ctrlKey || altKey || metaKey || shiftKey || isComposing || (event.target as Element).matches('select')) return;
    event.preventDefault();
    act();
  });
}
