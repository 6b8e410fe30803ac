// What the two lists of people share: everyone prefilled, only those who differ are typed.

const hard = '\u00a0';

export const fill = (sentence: string, values: Record<string, string | number>): string =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), sentence);

/** «5 t 05 min» after the page's own pattern. */
export const shortDuration = (pattern: string, minutes: number): string =>
  fill(pattern, { h: Math.floor(minutes / 60), mm: String(minutes % 60).padStart(2, '0') }).replaceAll(' ', hard);

export const setText = (element: Element | null, text: string): void => {
  if (element) element.textContent = text;
};

/** Only a row that differs asks for a remark; its label on a phone goes with it. */
export function showRemark(remark: HTMLInputElement | null, shown: boolean): void {
  const cell = remark?.closest('td');
  if (!remark || !cell) return;
  remark.closest('.form-group')?.toggleAttribute('hidden', !shown);
  cell.dataset['label'] ??= cell.dataset['l'] ?? '';
  if (shown) cell.dataset['l'] = cell.dataset['label'];
  else delete cell.dataset['l'];
}

/** Arrow up and down go to the same field of the next person, so that an exception is a few keys away. */
export function walk(event: KeyboardEvent, rows: HTMLTableRowElement[], columns: string[]): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const field = event.target instanceof HTMLInputElement ? event.target : null;
  const column = columns.find((name) => field?.hasAttribute(name));
  if (step === 0 || !field || !column || event.altKey || event.ctrlKey || event.metaKey) return;
  const at = rows.findIndex((row) => row.contains(field));
  const others = step > 0 ? rows.slice(at + 1) : rows.slice(0, at).reverse();
  const to = others
    .map((row) => row.querySelector<HTMLInputElement>(`[${column}]`))
    .find((input) => input !== null && input.closest('[hidden]') === null);
  if (!to) return;
  event.preventDefault();
  to.focus();
  if (to.type === 'text') to.select();
}
