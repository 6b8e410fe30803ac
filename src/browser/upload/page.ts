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

export const percentOf = (done: number, whole: number): number => Math.floor((done / whole) * 100);

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

export const warnOnLeaving = (on: boolean): void =>
  on ? window.addEventListener('beforeunload', warn) : window.removeEventListener('beforeunload', warn);

/** A sentence over the form, with the focus; an empty one takes it away. */
export function refuse(sentence: string): void {
  put('error', sentence);
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

/** Turns the page between choosing and sending. The chosen film and its marks stay. */
export function turner(words: Words): (sending: boolean) => void {
  const heading = document.querySelector('h1');
  const lead = document.querySelector('.pf-lead');
  const before = { heading: heading?.textContent ?? '', lead: lead?.textContent ?? '' };
  return (sending) => {
    for (const place of document.querySelectorAll<HTMLElement>('[data-upload-choosing]')) place.hidden = sending;
    for (const [name, hidden] of [['way', !sending] as const, ['before', sending] as const]) {
      const place = find(name);
      if (place) place.hidden = hidden;
    }
    if (heading) heading.textContent = sending ? (words['sending'] ?? '') : before.heading;
    if (lead) lead.textContent = sending ? (words['stay'] ?? '') : before.lead;
    warnOnLeaving(sending);
  };
}
