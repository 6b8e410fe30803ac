import { parseDate } from '../domain/calendar/dates.js';
import { formatTimeOfDay, parseMinutes, parseTimeOfDay } from '../domain/calendar/time-of-day.js';
import { creditedMinutes, wholeSession } from '../domain/supervision/credit.js';
import { fill, setText, shortDuration, showRemark, walk } from './people/rows.js';

interface Words {
  duration: string;
  hour: string;
  hours: string;
  minute: string;
  minutes: string;
  and: string;
  whole: string;
  total: string;
  sign: string;
}

const hard = '\u00a0';

const short = (words: Words, minutes: number) => shortDuration(words.duration, minutes);

function long(words: Words, minutes: number): string {
  const [h, m] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [
    ...(h > 0 || m === 0 ? [fill(h === 1 ? words.hour : words.hours, { n: h })] : []),
    ...(m > 0 ? [fill(m === 1 ? words.minute : words.minutes, { n: m })] : []),
  ];
  return parts.map((part) => part.replace(' ', hard)).join(` ${words.and} `);
}

/** A time left empty or as the page showed it follows the session's own. */
function timeIn(input: HTMLInputElement | null, former: string, whole: number): number {
  if (!input) return whole;
  const typed = input.value.trim();
  if (typed !== '' && typed !== former) return parseTimeOfDay(typed) ?? whole;
  if (input !== document.activeElement) input.value = formatTimeOfDay(whole);
  return whole;
}

interface Frame {
  onDate?: string | undefined;
  startsAt: number;
  endsAt: number;
  breakMinutes: number;
}

function countRow(
  row: HTMLTableRowElement,
  frame: Frame,
  shown: { from: string; to: string },
  words: Words,
): { minutes: number; differs: boolean } {
  const part = (name: string) => row.querySelector<HTMLInputElement>(`[data-${name}]`);
  const present = part('present')?.checked ?? false;
  const presence = { presentFrom: timeIn(part('from'), shown.from, frame.startsAt), presentTo: timeIn(part('to'), shown.to, frame.endsAt) };
  const minutes = present ? creditedMinutes(frame, presence) : 0;
  const [late, early] = [presence.presentFrom !== frame.startsAt, presence.presentTo !== frame.endsAt];
  const differs = !present || late || early;
  part('from')?.classList.toggle('pf-changed', present && late);
  part('to')?.classList.toggle('pf-changed', present && early);
  const remark = part('remark');
  showRemark(remark, differs || remark?.value !== '');
  const cell = row.querySelector('[data-minutes]');
  cell?.classList.toggle('pf-strong', differs);
  setText(cell, short(words, minutes));
  return { minutes, differs };
}

const columns = ['data-present', 'data-from', 'data-to', 'data-remark'];

/** Keeps every row's minutes, the sum and the button in step with what is typed. The server counts again, with the same rule. */
function follow(form: HTMLFormElement): void {
  const words = JSON.parse(form.dataset['sessionEntry'] ?? '{}') as Words;
  const named = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  const [startsAt, endsAt, breaks, shownFrom, shownTo, shownSum] = [
    'startsAt',
    'endsAt',
    'breakMinutes',
    'shownFrom',
    'shownTo',
    'shownSum',
  ].map(named);
  const [onDate, online] = ['onDate', 'online'].map(named);
  const rows = [...form.querySelectorAll<HTMLTableRowElement>('tr[data-member]')];
  if (!startsAt || !endsAt || !breaks || !shownFrom || !shownTo || !shownSum) return;

  const recount = (): void => {
    const [from, to] = [parseTimeOfDay(startsAt.value), parseTimeOfDay(endsAt.value)];
    const breakMinutes = breaks.value.trim() === '' ? 0 : parseMinutes(breaks.value);
    if (from === null || to === null || breakMinutes === null) return;
    const frame = { onDate: parseDate(onDate?.value ?? '') ?? undefined, startsAt: from, endsAt: to, breakMinutes };
    for (const choice of form.querySelectorAll('[data-online-choice]')) choice.toggleAttribute('hidden', online?.value !== 'some');
    const counted = rows.map((row) => countRow(row, frame, { from: shownFrom.value, to: shownTo.value }, words));
    const sum = counted.reduce((total, { minutes }) => total + minutes, 0);
    const changed = counted.filter(({ differs }) => differs).length;
    shownFrom.value = formatTimeOfDay(from);
    shownTo.value = formatTimeOfDay(to);
    shownSum.value = String(sum);
    setText(form.querySelector('[data-whole]'), fill(words.whole, { d: long(words, wholeSession(frame)) }));
    setText(form.querySelector('[data-total]'), fill(words.total, { m: rows.length, n: changed }));
    setText(form.querySelector('[data-sum]'), short(words, sum));
    setText(form.querySelector('[data-sign] span'), fill(words.sign, { d: short(words, sum) }));
  };

  form.querySelector<HTMLButtonElement>('[data-recount]')?.setAttribute('hidden', '');
  form.addEventListener('keydown', (event) => walk(event, rows, columns));
  form.querySelector('[data-arrows]')?.removeAttribute('hidden');
  form.addEventListener('input', recount);
  form.addEventListener('change', recount);
  recount();
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-session-entry]')) follow(form);
