import { attendedMinutes, plannedMinutes, type DayFrame } from '../domain/attendance/day-frame.js';
import { parseTimeOfDay } from '../domain/calendar/time-of-day.js';

interface Given {
  frame: DayFrame;
  duration: string;
  total: string;
}

const fill = (sentence: string, values: Record<string, string | number>) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), sentence);

const setText = (element: Element | null, text: string) => {
  if (element) element.textContent = text;
};

/** Only a row that differs asks for a remark; its label on a phone goes with it. */
function showRemark(remark: HTMLInputElement | null, shown: boolean): void {
  const cell = remark?.closest('td');
  if (!remark || !cell) return;
  remark.closest('.form-group')?.toggleAttribute('hidden', !shown);
  cell.dataset['label'] ??= cell.dataset['l'] ?? '';
  if (shown) cell.dataset['l'] = cell.dataset['label'];
  else delete cell.dataset['l'];
}

const part = (row: Element, name: string) => row.querySelector<HTMLInputElement>(`[data-${name}]`);

/** The minutes of a row, and whether it differs from everyone else's. What cannot be read is told by the server. */
function countRow(row: HTMLTableRowElement, { frame, duration }: Given): boolean {
  const chosen = row.querySelector<HTMLSelectElement>('[data-presence]')?.value;
  const there = chosen === 'present';
  const at = (name: string, whole: number) => parseTimeOfDay(part(row, name)?.value.trim() ?? '') ?? whole;
  const times = { from: at('from', frame.startsAt), to: at('to', frame.endsAt) };
  const minutes = there ? attendedMinutes(frame, times) : 0;
  const differs = !there || minutes !== plannedMinutes(frame);
  for (const [name, whole] of [
    ['from', frame.startsAt],
    ['to', frame.endsAt],
  ] as const) {
    const input = part(row, name);
    input?.closest('.form-group')?.toggleAttribute('hidden', !there);
    input?.classList.toggle('pf-changed', there && times[name] !== whole);
  }
  const remark = part(row, 'remark');
  showRemark(remark, differs || remark?.value !== '');
  const cell = row.querySelector('[data-minutes]');
  cell?.classList.toggle('pf-strong', differs);
  const words = fill(duration, { h: Math.floor(minutes / 60), mm: String(minutes % 60).padStart(2, '0') }).replaceAll(' ', '\u00a0');
  setText(cell, chosen === 'made_up' ? '–' : words);
  return differs;
}

const columns = ['from', 'to', 'remark'];

/** Up and down go to the same field of the next person: a single line of text has no use for them. */
function stepTo(event: KeyboardEvent, rows: HTMLTableRowElement[]): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const input = event.target;
  if (step === 0 || !(input instanceof HTMLInputElement) || event.altKey || event.ctrlKey || event.metaKey) return;
  const column = columns.find((name) => input.hasAttribute(`data-${name}`));
  let index = rows.findIndex((row) => row.contains(input)) + step;
  while (column && rows[index]) {
    const next = part(rows[index]!, column);
    if (next && !next.closest('[hidden]')) {
      event.preventDefault();
      next.focus();
      next.select();
      return;
    }
    index += step;
  }
}

/** Keeps every row's minutes and the count in step with what is typed. The server counts again, with the same rule. */
function follow(form: HTMLFormElement): void {
  const given = JSON.parse(form.dataset['attendance'] ?? '{}') as Given;
  const rows = [...form.querySelectorAll<HTMLTableRowElement>('tr[data-person]')];
  const others = form.querySelectorAll('tbody tr').length - rows.length;
  const recount = (): void => {
    const changed = rows.filter((row) => countRow(row, given)).length;
    setText(form.querySelector('[data-total]'), fill(given.total, { p: rows.length + others, n: changed }));
  };
  form.addEventListener('input', recount);
  form.addEventListener('change', recount);
  form.addEventListener('keydown', (event) => stepTo(event, rows));
  recount();
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-attendance]')) follow(form);
