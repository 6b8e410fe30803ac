/** Where the kept part of a film begins and ends, in ms from the beginning of the file. Null: from the beginning, to the end. */
export interface Marks {
  fromMs: number | null;
  toMs: number | null;
}

export const noMarks: Marks = { fromMs: null, toMs: null };

const second = 1000;
const minute = 60 * second;

/** The least that may be left of a film (our choice: less is no conversation, and most often a mistyped mark). */
export const leastLeftMs = minute;

/** No mark lies later (our choice: no film taken in is longer than four hours, but some are refused only when they are here). */
export const latestMarkMs = 6 * 60 * minute;

export type MarkFault = 'unreadable' | 'tooLate' | 'notAfter' | 'tooLittle';

export interface MarkFaults {
  from?: MarkFault;
  to?: MarkFault;
}

/** A time in a film as people write it: minutes and seconds, or hours, minutes and seconds, with a full stop or a colon between. */
const written = /^(?:(\d{1,2})[.:])?(\d{1,3})[.:](\d{2})$/;

/** «2.05», «2:05» and «1.02.05» in ms. Null when nothing is written; a fault when it is no time. */
export function parseMark(text: string): { ms: number | null } | { fault: MarkFault } {
  const typed = text.replaceAll(/\s/g, '');
  if (typed === '') return { ms: null };
  if (/^0+$/.test(typed)) return { ms: 0 };
  const [, h, m = '', s = ''] = written.exec(typed) ?? [];
  if (m === '' || Number(s) > 59 || (h !== undefined && Number(m) > 59)) return { fault: 'unreadable' };
  const ms = (Number(h ?? 0) * 60 + Number(m)) * minute + Number(s) * second;
  return ms > latestMarkMs ? { fault: 'tooLate' } : { ms };
}

/** Both marks as typed. A beginning at nought is no mark. */
export function readMarks(from: string, to: string): { ok: true; marks: Marks } | { ok: false; faults: MarkFaults } {
  const [begin, end] = [parseMark(from), parseMark(to)];
  if ('fault' in begin || 'fault' in end)
    return { ok: false, faults: { ...('fault' in begin && { from: begin.fault }), ...('fault' in end && { to: end.fault }) } };
  const marks: Marks = { fromMs: begin.ms === 0 ? null : begin.ms, toMs: end.ms };
  const fault = faultOf(marks);
  return fault === null ? { ok: true, marks } : { ok: false, faults: { to: fault } };
}

function faultOf({ fromMs, toMs }: Marks): MarkFault | null {
  if (toMs === null) return null;
  const left = toMs - (fromMs ?? 0);
  if (left <= 0) return 'notAfter';
  return left < leastLeftMs ? 'tooLittle' : null;
}

export const isMarked = ({ fromMs, toMs }: Marks): boolean => fromMs !== null || toMs !== null;

/** What is kept of a film, in ms of the file as it came. */
export interface Stretch {
  fromMs: number;
  toMs: number;
}

/**
 * What the marks mean for a film of this length. A mark after its end is its end. Null when the film would begin after its own end, or when
 * less than `leastLeftMs` would be left: then nothing of it may be shown, since nobody knows what was meant.
 */
export function stretchOf({ fromMs, toMs }: Marks, durationMs: number): Stretch | null {
  const stretch = { fromMs: fromMs ?? 0, toMs: Math.min(toMs ?? durationMs, durationMs) };
  return stretch.toMs - stretch.fromMs < leastLeftMs ? null : stretch;
}

/** What was left out of a film before anybody saw it, in ms. */
export interface Removed {
  startMs: number;
  endMs: number;
}
