import { reactionMs } from '../../domain/annotation/following.js';
import { formatTimecode } from '../../domain/annotation/timecode.js';
import { putRow } from './list.js';
import { ask, drawHead, tellFault, type Piece, type Room } from './room.js';

export interface Composer {
  /** Opens the form for words about this moment. `opener` gets the focus back. */
  open: (opener: HTMLElement) => void;
  set: (field: 'from' | 'to') => void;
}

const field = (form: ParentNode, name: string) => form.querySelector<HTMLInputElement>(`[name="${name}"]`);

/** A moment before now: a person sees, thinks and then writes. */
const justBefore = ({ now }: Room) => formatTimecode(Math.max(0, now() - reactionMs));

/** Writing a new comment without leaving the film. */
export function liveComposer(room: Room, place: HTMLElement, list: Element): Composer {
  const form = () => place.querySelector('form')!;
  const inner = place.querySelector<HTMLElement>('[data-composer-form]')!;
  const narrow = matchMedia('(max-width: 899.98px)');
  const button = room.main.querySelector<HTMLButtonElement>('[data-open-composer]');
  let opener: HTMLElement | null = null;

  /** The time is frozen when the writing begins, not when it is saved. */
  const freeze = () => {
    const from = field(form(), 'from');
    if (from && room.now() > 0 && (from.value === '' || from.value === from.defaultValue)) from.value = justBefore(room);
  };
  const fold = (folded: boolean) => {
    if (!button || !room.film) return;
    button.hidden = !folded;
    place.hidden = folded;
  };
  const busy = () => form().querySelector('textarea')?.value !== '' || form().querySelector('[aria-invalid]') !== null;
  const done = () => {
    room.pausing.release();
    if (narrow.matches) fold(true);
    const back = opener === button && button?.hidden ? null : opener;
    back?.focus();
    opener = null;
  };
  const clear = ({ clientKey }: Piece) => {
    for (const name of ['from', 'to', 'element', 'text'])
      for (const one of form().querySelectorAll<HTMLInputElement>(`[name="${name}"]`)) one.value = '';
    for (const chip of form().querySelectorAll<HTMLInputElement>('[name="kind"]')) chip.checked = false;
    const key = field(form(), 'clientKey');
    if (key && clientKey) key.value = clientKey;
    form().querySelector('[data-fault]')?.remove();
  };
  const send = async () => {
    const sent = form();
    if (sent.ariaBusy === 'true') return;
    sent.ariaBusy = 'true';
    const answer = await ask(sent.action, sent);
    sent.ariaBusy = null;
    const piece = answer?.piece;
    if (answer?.ok && piece) {
      putRow(room, list, piece);
      drawHead(room, piece.head);
      inner.querySelectorAll('.form-error-message').forEach((one) => one.remove());
      inner.querySelectorAll('.form-error').forEach((one) => one.classList.remove('form-error'));
      inner.querySelectorAll('[aria-invalid]').forEach((one) => one.removeAttribute('aria-invalid'));
      clear(piece);
      done();
    } else if (piece?.html !== undefined) {
      inner.innerHTML = piece.html;
      room.wake(inner);
      const wrong = inner.querySelector('.form-error-message');
      (wrong?.closest('.form-group, fieldset')?.querySelector<HTMLElement>('input, select, textarea') ?? null)?.focus();
    } else tellFault(sent, piece?.error ?? room.main.dataset['broken'] ?? '');
    room.say(piece?.said ?? piece?.error ?? (answer ? undefined : room.main.dataset['broken']));
  };

  const set = (name: 'from' | 'to') => {
    const one = field(form(), name);
    if (one) one.value = formatTimecode(room.now());
  };
  const open = (from: HTMLElement) => {
    opener = from;
    room.pausing.hold();
    freeze();
    fold(false);
    form().querySelector('textarea')?.focus();
  };

  place.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  place.addEventListener('input', (event) => {
    if (!(event.target instanceof HTMLTextAreaElement) || event.target.value.length > 1) return;
    room.pausing.hold();
    freeze();
  });
  place.addEventListener('reset', () => setTimeout(done));
  button?.addEventListener('click', () => open(button));
  narrow.addEventListener('change', () => fold(narrow.matches && !busy()));
  if (narrow.matches && !busy()) fold(true);
  room.film?.addEventListener('timeupdate', () => {
    const span = button?.querySelector('span');
    if (span) span.textContent = (room.main.dataset['here'] ?? '').replace('{time}', justBefore(room));
  });
  return { open, set };
}
