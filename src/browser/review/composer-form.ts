import { ask, drawHead, holdStill, tellUnsent, type Answer, type Piece, type Room } from './room.js';

const all = <T extends Element>(form: ParentNode, selector: string): T[] => [...form.querySelectorAll<T>(selector)];

/** Empty, also when the form had come back with what was typed as its starting point. */
export function clear(form: HTMLFormElement, clientKey?: string): void {
  for (const one of all<HTMLInputElement>(form, 'textarea, input[type="text"]')) one.value = one.defaultValue = '';
  for (const option of all<HTMLOptionElement>(form, 'option')) option.defaultSelected = false;
  for (const list of all<HTMLSelectElement>(form, 'select')) list.value = '';
  for (const chip of all<HTMLInputElement>(form, '[name="kind"]')) chip.checked = chip.defaultChecked = false;
  for (const key of all<HTMLInputElement>(form, '[name="clientKey"]')) if (clientKey) key.value = clientKey;
  for (const told of all(form, '.form-error-message')) told.remove();
  for (const wrong of all(form, '.form-error')) wrong.classList.remove('form-error');
  for (const wrong of all(form, '[aria-invalid]')) wrong.removeAttribute('aria-invalid');
}

/** Puts in the form as it came back, with the focus on the first thing to mend. */
function showReturned(room: Room, place: HTMLElement, html: string): void {
  place.innerHTML = html;
  room.wake(place);
  const wrong = place.querySelector('.form-error-message')?.closest('.form-group, fieldset');
  wrong?.querySelector<HTMLElement>('input, select, textarea')?.focus();
}

/** Sends the form to its own address. The piece that was kept, or null when the words still stand in the form. */
export async function send(room: Room, form: HTMLFormElement, place: HTMLElement): Promise<Piece | null> {
  if (form.ariaBusy === 'true') return null;
  const open = holdStill(form);
  const answer: Answer | null = await ask(form.action, form);
  open();
  if (answer?.ok) {
    drawHead(room, answer.piece.head);
    room.say(answer.piece.said);
    return answer.piece;
  }
  if (answer?.piece.html === undefined) room.say(tellUnsent(room, form, answer));
  else {
    showReturned(room, place, answer.piece.html);
    room.say(answer.piece.said ?? answer.piece.error);
  }
  return null;
}
