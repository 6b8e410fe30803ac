import { formatTimecode, parseMoments } from '../domain/annotation/timecode.js';
import { livePlayer } from './player/player.js';

const player = document.querySelector<HTMLElement>('[data-player]');
const film = player && livePlayer(player);
const words = document.querySelector<HTMLElement>('[data-here]')?.dataset['here'] ?? '';

function seek(second: number): void {
  if (!film) return;
  film.currentTime = second;
  film.scrollIntoView({ block: 'nearest' });
}

/** «Sæt til nu» and a link for each moment that can be read; typing stays possible without either. */
function assist(line: HTMLElement): void {
  const field = document.getElementById(line.dataset['momentsOf'] ?? '');
  const places = line.querySelector<HTMLElement>('[data-seek]');
  if (!(field instanceof HTMLInputElement) || !places) return;
  const show = () => {
    places.replaceChildren();
    for (const { startMs } of parseMoments(field.value) ?? []) {
      const time = formatTimecode(startMs);
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'pf-linkbutton';
      button.textContent = words.replace('%', time);
      button.addEventListener('click', () => seek(startMs / 1000));
      places.append(button, ' ');
    }
  };
  line.querySelector('[data-now]')?.addEventListener('click', () => {
    const now = formatTimecode((film?.currentTime ?? 0) * 1000);
    const typed = field.value.trim().replace(/,\s*$/, '');
    field.value = typed === '' ? now : `${typed}, ${now}`;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  });
  field.addEventListener('input', show);
  show();
  line.hidden = false;
}

/** The reason is asked for only where «cannot be rated» is chosen. */
function askReason(select: HTMLSelectElement): void {
  const group = select.closest<HTMLElement>('.form-group');
  const chips = document.querySelectorAll<HTMLInputElement>(`input[name="${select.dataset['reason'] ?? ''}"]`);
  const update = () => {
    const asked = [...chips].some(({ checked, value }) => checked && value === 'nr');
    if (group) group.hidden = !asked;
    if (!asked) select.value = '';
  };
  chips.forEach((chip) => chip.addEventListener('change', update));
  update();
}

/** What is typed and not saved is not lost by a slip of the hand. */
function warnBeforeLeaving(form: HTMLFormElement): void {
  let changed = form.dataset['unsaved'] !== undefined;
  form.addEventListener('input', () => (changed = true));
  form.addEventListener('submit', () => (changed = false));
  window.addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault();
  });
}

/** Saving comes back to the element last worked on, and to the second of the film. */
function keepPlace(form: HTMLFormElement): void {
  const [at, second] = ['shownAt', 'shownSecond'].map((name) => form.elements.namedItem(name));
  if (!(at instanceof HTMLInputElement && second instanceof HTMLInputElement)) return;
  at.value = location.hash.slice(1);
  const note = ({ target }: Event) => {
    const element = target instanceof Element ? target.closest('.pf-element[id]') : null;
    if (element) at.value = element.id;
  };
  form.addEventListener('focusin', note);
  form.addEventListener('input', note);
  form.addEventListener('submit', () => {
    if (film && film.readyState > 0) second.value = String(Math.floor(film.currentTime));
  });
}

document.querySelectorAll<HTMLElement>('[data-moments-of]').forEach(assist);
document.querySelectorAll<HTMLSelectElement>('[data-reason]').forEach(askReason);
document.querySelectorAll<HTMLFormElement>('[data-rating]').forEach((form) => {
  warnBeforeLeaving(form);
  keepPlace(form);
});
document.querySelectorAll<HTMLAnchorElement>('[data-at]').forEach((link) =>
  link.addEventListener('click', (event) => {
    if (!film) return;
    event.preventDefault();
    seek(Number(link.dataset['at']));
  }),
);
