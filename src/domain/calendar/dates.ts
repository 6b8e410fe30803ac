const danish = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Copenhagen', year: 'numeric', month: '2-digit', day: '2-digit' });
const danishClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Copenhagen',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayMs = 86_400_000;
const noon = (date: string) => Date.parse(`${date}T12:00:00Z`);

const minuteMs = 60_000;
const mostRemembered = 5_000;
const dateOfMinute = new Map<number, string>();

/** The date in Denmark of an instant, YYYY-MM-DD. Remembered by the minute: dates only change at midnight, and a page asks many times. */
export function localDate(instant: Date): string {
  const minute = Math.floor(instant.getTime() / minuteMs);
  const known = dateOfMinute.get(minute);
  if (known !== undefined) return known;
  if (dateOfMinute.size >= mostRemembered) dateOfMinute.clear();
  const date = danish.format(instant);
  dateOfMinute.set(minute, date);
  return date;
}

/** The time of day in Denmark of an instant, in minutes since midnight. */
export function localMinutes(instant: Date): number {
  const [hours, minutes] = danishClock.format(instant).split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
}

export const addDays = (date: string, days: number): string => new Date(noon(date) + days * dayMs).toISOString().slice(0, 10);

/** Whole days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((noon(to) - noon(from)) / dayMs);

export const isDate = (value: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = noon(value);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === value;
};

/**
 * A typed date: «4.2.2026», «04-02-2026», «4/2 2026» or «2026-02-04». Null when it is no date of the calendar
 * between 1900 and 2100.
 */
export function parseDate(typed: string): string | null {
  const text = typed.trim();
  const danishOrder = /^(\d{1,2})[.\-/ ]\s?(\d{1,2})[.\-/ ]\s?(\d{4})$/.exec(text);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const [year, month, day] = danishOrder ? [danishOrder[3], danishOrder[2], danishOrder[1]] : iso ? [iso[1], iso[2], iso[3]] : [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDate(date) && date >= '1900-01-01' && date < '2100-01-01' ? date : null;
}
