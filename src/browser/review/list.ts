import { currentAt } from '../../domain/annotation/following.js';
import { ask, drawHead, element, holdStill, tellFault, tellUnsent, type Piece, type Room } from './room.js';
import { unsavedIn } from './unsaved.js';

const restMs = 8_000;
const rowsOf = (list: Element) => [...list.querySelectorAll<HTMLElement>(':scope > li[data-start]')];
const startOf = (row: HTMLElement) => Number(row.dataset['start']);
const idOf = (row: HTMLElement) => Number(row.id.split('-')[1]);

/** Puts a row where its time belongs, in the place of the one with the same id. */
export function putRow(room: Room, list: Element, { html, startMs = 0, id = 0 }: Piece): HTMLElement | null {
  const row = html === undefined ? null : element(html);
  if (!(row instanceof HTMLElement)) return null;
  const standing = list.querySelector<HTMLElement>(`#kommentar-${id}`);
  if (standing && (row.dataset['start'] === undefined || startOf(standing) === startMs)) standing.replaceWith(row);
  else {
    standing?.remove();
    const after = rowsOf(list).find((one) => startOf(one) > startMs || (startOf(one) === startMs && idOf(one) > id));
    list.insertBefore(row, after ?? null);
  }
  room.main.querySelector('[data-none]')?.remove();
  room.wake(row);
  room.changed();
  return row;
}

function focusIn(row: HTMLElement | null): void {
  const text = row?.querySelector('textarea');
  const to = row?.querySelector<HTMLElement>('[aria-invalid]') ?? text ?? row?.querySelector<HTMLElement>('a, button');
  to?.focus();
  if (to === text) text?.setSelectionRange(text.value.length, text.value.length);
}

/** Words in the row that would go with it when it is drawn anew: told of instead, with the focus there. `but` is the form that is sent. */
function keepsWords(room: Room, from: Element, but?: HTMLFormElement): boolean {
  const text = unsavedIn(from.closest('li[data-start]')).find(({ form }) => form !== but);
  if (!text?.form) return false;
  const sentence = room.main.dataset['leave'] ?? '';
  tellFault(text.form, sentence);
  room.say(sentence);
  text.focus();
  return true;
}

/** Opens a row's form, or closes it again, where the row stands. */
async function followLink(room: Room, list: Element, link: HTMLAnchorElement): Promise<void> {
  if (!link.closest('form') && keepsWords(room, link)) return;
  const answer = await ask(link.dataset['piece'] || link.href);
  if (!answer?.ok) return location.assign(link.href);
  if (link.closest('form')) room.pausing.release();
  focusIn(putRow(room, list, answer.piece));
}

async function send(room: Room, list: Element, form: HTMLFormElement): Promise<void> {
  if (form.ariaBusy === 'true' || keepsWords(room, form, form)) return;
  const open = holdStill(form);
  const answer = await ask(form.action, form);
  open();
  if (!answer || (!answer.ok && answer.piece.html === undefined)) return room.say(tellUnsent(room, form, answer));
  if (answer.ok && form.matches('[data-words]')) room.pausing.release();
  drawHead(room, answer.piece.head);
  focusIn(putRow(room, list, answer.piece));
  room.say(answer.piece.said);
}

/** Times play, and forms in the rows are sent without leaving the film. */
export function liveList(room: Room, list: HTMLElement): void {
  list.addEventListener('click', (event) => {
    const link = (event.target as Element).closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const row = link.closest<HTMLElement>('li[data-start]');
    if (link.matches('[data-time]') && room.film && row) {
      event.preventDefault();
      room.film.currentTime = startOf(row) / 1000;
      void room.film.play().catch(() => undefined);
    } else if (link.matches('[data-piece]')) {
      event.preventDefault();
      void followLink(room, list, link);
    }
  });
  list.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches('[data-piece]')) return;
    event.preventDefault();
    void send(room, list, form);
  });
  list.addEventListener('input', (event) => {
    if (event.target instanceof HTMLTextAreaElement) room.pausing.hold();
  });
}

function mark(row: HTMLElement | undefined, is: boolean, word: string): void {
  if (!row) return;
  row.classList.toggle('pf-comment--now', is);
  if (is) row.setAttribute('aria-current', 'true');
  else row.removeAttribute('aria-current');
  row.querySelector('.pf-now')?.remove();
  if (is) row.querySelector('[data-time]')?.insertAdjacentHTML('afterend', ' <span class="pf-now"></span>');
  const now = row.querySelector('.pf-now');
  if (now) now.textContent = word;
}

/** Keeps the current row in sight, only inside a list that scrolls by itself: the page is never moved under a reader. */
function show(list: HTMLElement, row: HTMLElement): void {
  const [from, to] = [row.offsetTop, row.offsetTop + row.offsetHeight];
  if (from >= list.scrollTop && to <= list.scrollTop + list.clientHeight) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  list.scrollTo({ top: Math.max(0, from - 24), behavior: still ? 'auto' : 'smooth' });
}

/** Marks the comment at the playhead. Returns what to call when rows have come or gone. */
export function followFilm(room: Room, list: HTMLElement): () => void {
  const word = room.main.dataset['now'] ?? '';
  let rows = rowsOf(list);
  let moments = momentsOf(rows);
  let current = rows.findIndex((row) => row.classList.contains('pf-comment--now'));
  let touchedAt = -restMs;
  const touched = () => (touchedAt = performance.now());
  for (const kind of ['wheel', 'touchmove', 'pointerdown', 'keydown']) list.addEventListener(kind, touched, { passive: true });
  const follow = () => {
    const next = currentAt(moments, room.now());
    if (next === current) return;
    mark(rows[current], false, word);
    mark(rows[next], true, word);
    current = next;
    const row = rows[next];
    if (row && !list.contains(document.activeElement) && performance.now() - touchedAt > restMs) show(list, row);
  };
  room.film?.addEventListener('timeupdate', follow);
  return () => {
    mark(rows[current], false, word);
    rows = rowsOf(list);
    moments = momentsOf(rows);
    current = -1;
    follow();
  };
}

const momentsOf = (rows: HTMLElement[]) =>
  rows.map((row) => ({ startMs: startOf(row), endMs: row.dataset['end'] === undefined ? null : Number(row.dataset['end']) }));
