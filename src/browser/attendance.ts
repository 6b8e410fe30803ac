import { attendedMinutes, plannedMinutes, type DayFrame } from '../domain/attendance/day-frame.js';
import { parseTimeOfDay } from '../domain/calendar/time-of-day.js';
import { fill, setText, shortDuration, showRemark, walk } from './people/rows.js';

interface Given {
  frame: DayFrame;
  duration: string;
  total: string;
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
  setText(cell, chosen === 'made_up' ? '–' : shortDuration(duration, minutes));
  return differs;
}

const columns = ['data-from', 'data-to', 'data-remark'];

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
  form.addEventListener('keydown', (event) => walk(event, rows, columns));
  recount();
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-attendance]')) follow(form);
