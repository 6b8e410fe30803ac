/** What the page shows, and what it says aloud. */
export type Words = Record<string, string>;

export const find = <E extends HTMLElement>(name: string) => document.querySelector<E>(`[data-upload-${name}]`);

export function put(name: string, text: string): void {
  const place = find(name);
  if (place && place.textContent !== text) place.textContent = text;
}

export const fill = (pattern: string | undefined, values: Record<string, string | number> = {}): string =>
  (pattern ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

export function size(bytes: number): string {
  const [unit, power] = bytes >= 1024 ** 3 ? ['GB', 3] : bytes >= 1024 ** 2 ? ['MB', 2] : ['kB', 1];
  const digits = unit === 'GB' ? 1 : 0;
  return `${(bytes / 1024 ** Number(power)).toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits })}\u00a0${unit}`;
}

/** «2.05», as everywhere else on the pages. */
export const lengthOf = (seconds: number): string => {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}.${two(m)}.${two(s)}` : `${m}.${two(s)}`;
};

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

export const warnOnLeaving = (on: boolean): void =>
  on ? window.addEventListener('beforeunload', warn) : window.removeEventListener('beforeunload', warn);

/** A sentence over the form, with the focus; an empty one takes it away. With a link to the answers where they are why. */
export function refuse(sentence: string, aboutAnswers = false): void {
  put('error', sentence);
  if (sentence) put('unseen', '');
  const answers = find('answers');
  if (answers) answers.hidden = !aboutAnswers;
  const box = find('refusal');
  if (!box) return;
  box.hidden = sentence === '';
  if (sentence) box.focus();
}

/** Says why nothing is being sent, and what to do. Null when something is. */
export function trouble(sentence: string | null, signIn = false): void {
  const box = find('trouble');
  const link = find('sign-in');
  if (link) link.hidden = !signIn;
  if (box) box.hidden = sentence === null;
  put('why', sentence ?? '');
}

const heading = () => document.querySelector('h1');
const lead = () => document.querySelector<HTMLElement>('.pf-lead');

/** The heading of the page, also in the name of its tab, and the sentence under it; an empty one takes its place away. */
function head(title: string, sentence: string): void {
  const before = heading()?.textContent ?? '';
  document.title = document.title.replace(before, title);
  heading()?.replaceChildren(title);
  lead()?.replaceChildren(sentence);
  lead()?.toggleAttribute('hidden', sentence === '');
}

function show(names: string[], shown: boolean): void {
  for (const place of names.flatMap((name) => [...document.querySelectorAll<HTMLElement>(`[data-upload-${name}]`)])) place.hidden = !shown;
}

export interface Turner {
  /** Between choosing and sending. The chosen film and its marks stay. */
  to: (sending: boolean) => void;
  /** What the page says from now on where a film is chosen. */
  afresh: (title: string, sentence: string) => void;
}

export function turner(words: Words): Turner {
  let before = [heading()?.textContent ?? '', lead()?.textContent ?? ''] as const;
  return {
    to: (sending) => {
      show(['choosing', 'before'], !sending);
      show(['way', 'stopping'], sending);
      find('stopping')?.removeAttribute('open');
      head(...(sending ? ([words['sending'] ?? '', words['stay'] ?? ''] as const) : before));
      warnOnLeaving(sending);
    },
    afresh: (title, sentence) => void (before = [title, sentence]),
  };
}

/** The way to the recording, with the focus. */
function come(address: string): void {
  const place = find('recording');
  const link = place?.querySelector('a');
  if (!place || !link) return;
  link.href = address;
  place.hidden = false;
  link.focus();
}

/** No film can be sent from this page any longer: nothing is offered that would be refused. With the way to `recording` where there is one. */
export function close(title: string, sentence: string, recording = ''): void {
  warnOnLeaving(false);
  head(title, sentence);
  show(['choosing', 'before', 'again', 'way'], false);
  for (const gone of document.querySelectorAll('.pf-steps, form[data-upload]')) gone.remove();
  // There is no field left to lead to.
  find('error')?.removeAttribute('href');
  if (recording) come(recording);
}
