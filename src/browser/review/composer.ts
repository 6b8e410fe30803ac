import { reactionMs } from '../../domain/annotation/following.js';
import { formatTimecode } from '../../domain/annotation/timecode.js';
import { clear, send } from './composer-form.js';
import { putRow } from './list.js';
import type { Room } from './room.js';

export interface Composer {
  /** Opens the form for words about this moment. `opener` gets the focus back. */
  open: (opener: HTMLElement) => void;
  set: (field: 'from' | 'to') => void;
}

const field = (form: ParentNode, name: string) => form.querySelector<HTMLInputElement>(`[name="${name}"]`);

/** A moment before now: a person sees, thinks and then writes. */
const justBefore = ({ now }: Room) => formatTimecode(Math.max(0, now() - reactionMs));

/** On a phone the form is folded behind one wide button that says where it would write. */
function folding(room: Room, place: HTMLElement) {
  const narrow = matchMedia('(max-width: 899.98px)');
  const button = room.main.querySelector<HTMLButtonElement>('[data-open-composer]');
  const fold = (folded: boolean) => {
    if (!button || !room.film) return;
    button.hidden = !folded;
    place.hidden = folded;
  };
  const isBusy = () => place.querySelector('textarea')?.value !== '' || place.querySelector('.form-error-message') !== null;
  const settle = () => fold(narrow.matches && !isBusy());
  narrow.addEventListener('change', settle);
  room.film?.addEventListener('timeupdate', () => {
    const words = button?.querySelector('span');
    if (words) words.textContent = (room.main.dataset['here'] ?? '').replace('{time}', justBefore(room));
  });
  settle();
  return { button, settle, unfold: () => fold(false) };
}

/** Writing a new comment without leaving the film. */
export function liveComposer(room: Room, place: HTMLElement, list: Element): Composer {
  const form = () => place.querySelector('form')!;
  const inner = place.querySelector<HTMLElement>('[data-composer-form]')!;
  const { button, settle, unfold } = folding(room, place);
  let opener: HTMLElement | null = null;
  /** What was put in by itself; a time of the person's own is left alone. */
  let frozen = '';
  /** Whether there were words before the last key. */
  let writing = form().querySelector('textarea')?.value !== '';

  /** The time is frozen when the writing begins, not when it is saved. */
  const freeze = () => {
    const from = field(form(), 'from');
    if (from && room.now() > 0 && ['', from.defaultValue, frozen].includes(from.value)) from.value = frozen = justBefore(room);
  };
  const done = () => {
    writing = false;
    room.pausing.release();
    settle();
    opener?.focus();
    opener = null;
  };
  const open = (from: HTMLElement) => {
    opener = from;
    room.pausing.hold();
    if (!writing) freeze();
    unfold();
    form().querySelector('textarea')?.focus();
  };
  const save = async () => {
    const piece = await send(room, form(), inner);
    if (!piece) return;
    putRow(room, list, piece);
    clear(form(), piece.clientKey);
    done();
  };

  place.addEventListener('submit', (event) => {
    event.preventDefault();
    void save();
  });
  place.addEventListener('input', (event) => {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    const began = !writing && event.target.value !== '';
    writing = event.target.value !== '';
    if (!began) return;
    room.pausing.hold();
    freeze();
  });
  place.addEventListener('reset', () =>
    setTimeout(() => {
      clear(form());
      done();
    }),
  );
  button?.addEventListener('click', () => open(button));
  return {
    open,
    set: (name) => {
      const one = field(form(), name);
      if (one) one.value = formatTimecode(room.now());
    },
  };
}
