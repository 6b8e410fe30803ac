import { isMarked, readMarks, stretchOf, type MarkFault, type Marks } from '../../domain/recording/cut.js';
import { fill, find, lengthOf, put, type Words } from './page.js';

/** From and to as they stand in the fields. */
export interface TypedMarks {
  from: string;
  to: string;
}

export interface CutFields {
  /** Null when they are no times: then it is said beside them, and the first of them has the focus. */
  read: () => TypedMarks | null;
  /** Told when somebody has changed them and they are times. */
  changed: (tell: () => void) => void;
  /** The browser has read the chosen film, or cannot; what «now» is can then be asked. */
  shown: (durationMs: number | null, now: (() => number) | null) => void;
  /** No film is chosen any longer. */
  none: () => void;
  say: (sentence: string) => void;
}

const names = ['from', 'to'] as const;
type Name = (typeof names)[number];

const fieldOf = (name: Name) => document.querySelector<HTMLInputElement>(`[data-upload-mark=${name}]`);
const buttonOf = (name: Name) => document.querySelector<HTMLElement>(`[data-upload-now=${name}]`);

/** The sentence beside a field, as the server writes it; null takes it away. */
function tell(field: HTMLInputElement, sentence: string | null): void {
  const id = `${field.id}-error`;
  document.getElementById(id)?.remove();
  field.closest('.form-group')?.classList.toggle('form-error', sentence !== null);
  field.setAttribute('aria-describedby', [`${field.id}-hint`, ...(sentence === null ? [] : [id])].join(' '));
  if (sentence === null) return field.removeAttribute('aria-invalid');
  field.setAttribute('aria-invalid', 'true');
  const said = document.createElement('span');
  Object.assign(said, { id, className: 'form-error-message', textContent: sentence });
  field.before(said);
}

const wordFor: Record<MarkFault, string> = {
  unreadable: 'markUnreadable',
  tooLate: 'markTooLate',
  notAfter: 'markNotAfter',
  tooLittle: 'markTooLittle',
};

const typed = (): TypedMarks => ({ from: fieldOf('from')?.value ?? '', to: fieldOf('to')?.value ?? '' });

/**
 * Leaving a field by pressing a button must not move that button away between the press and its release: then nothing would be pressed.
 * What comes of the change waits until the button is let go of.
 */
function afterPress(then: () => void): () => void {
  let pressed = false;
  let waits = false;
  const released = () => {
    pressed = false;
    if (waits) then();
    waits = false;
  };
  for (const down of ['pointerdown', 'mousedown']) addEventListener(down, () => (pressed = true), true);
  addEventListener('keydown', released, true);
  // The click itself comes right after these.
  for (const up of ['pointerup', 'pointercancel', 'mouseup', 'dragend']) addEventListener(up, () => setTimeout(released), true);
  return () => {
    if (pressed) waits = true;
    else then();
  };
}

/** The two fields under the chosen film. */
export function cutFields(words: Words): CutFields {
  let length: number | null = null;
  let onChange = (): void => undefined;

  const judge = (): Marks | Partial<Record<Name, string>> => {
    const { from, to } = typed();
    const read = readMarks(from, to);
    if (!read.ok) {
      const said = names.flatMap((name) => {
        const fault = read.faults[name];
        return fault === undefined ? [] : [[name, words[wordFor[fault]] ?? '']];
      });
      return Object.fromEntries(said) as Partial<Record<Name, string>>;
    }
    if (length === null || !isMarked(read.marks) || stretchOf(read.marks, length)) return read.marks;
    return { [read.marks.fromMs === null ? 'to' : 'from']: words['markOutside'] ?? '' };
  };

  const show = (focus: boolean): boolean => {
    const judged = judge();
    const marks = 'fromMs' in judged ? judged : null;
    const faults: Partial<Record<Name, string>> = 'fromMs' in judged ? {} : judged;
    for (const name of names) if (fieldOf(name)) tell(fieldOf(name)!, faults[name] ?? null);
    const kept = marks && length !== null && isMarked(marks) ? stretchOf(marks, length) : null;
    put('kept', kept ? fill(words['kept'], { length: lengthOf((kept.toMs - kept.fromMs) / 1000) }) : '');
    const [first] = names.filter((name) => faults[name] !== undefined);
    if (focus && first) {
      find<HTMLDetailsElement>('cut')?.setAttribute('open', '');
      fieldOf(first)?.focus();
    }
    return marks !== null;
  };

  const changed = afterPress(() => void (show(false) && onChange()));
  for (const name of names) fieldOf(name)?.addEventListener('change', changed);
  return {
    read: () => (show(true) ? typed() : null),
    changed: (told) => void (onChange = told),
    say: (sentence) => put('kept', sentence),
    none: () => {
      length = null;
      put('kept', '');
      for (const name of names) offerNow(name, null);
    },
    shown: (durationMs, now) => {
      length = durationMs;
      find<HTMLDetailsElement>('cut')?.setAttribute('open', '');
      for (const name of names) offerNow(name, now);
      if (typed().from !== '' || typed().to !== '') show(false);
    },
  };
}

/** The beginning is rounded up and the end down, so that nothing outside what was seen is kept. */
function offerNow(name: Name, now: (() => number) | null): void {
  const place = buttonOf(name);
  const button = place?.querySelector('button');
  if (!place || !button) return;
  place.hidden = now === null;
  button.onclick = () => {
    const field = fieldOf(name);
    if (!field || now === null) return;
    field.value = lengthOf(name === 'from' ? Math.ceil(now()) : Math.floor(now()));
    field.dispatchEvent(new Event('change'));
  };
}
