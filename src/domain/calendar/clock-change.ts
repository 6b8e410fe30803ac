/** The two nights a year when a day in Denmark has 23 or 25 hours: the last Sundays of March and October (directive 2000/84/EC). */
const hourFrom = 2 * 60;
const hourTo = 3 * 60;

const isLastSunday = (date: string): boolean => {
  const noon = new Date(`${date}T12:00:00Z`);
  return noon.getUTCDay() === 0 && noon.getUTCDate() > 24;
};

/** What happens to the clock in the night of a date. */
export function clockChange(date: string): 'forward' | 'back' | null {
  const month = date.slice(5, 7);
  if (month !== '03' && month !== '10') return null;
  if (!isLastSunday(date)) return null;
  return month === '03' ? 'forward' : 'back';
}

/** A time of day that is no time of that date: the hour that is skipped, or the one that comes twice. */
export function doubtfulTime(date: string, minutes: number): 'skipped' | 'doubled' | null {
  const change = minutes >= hourFrom && minutes < hourTo ? clockChange(date) : null;
  if (change === null) return null;
  return change === 'forward' ? 'skipped' : 'doubled';
}

/** Minutes the clock's change adds to a span of one date: −60, 0 or 60. Both times are minutes since midnight, outside the doubtful hour. */
export function clockShift(date: string, from: number, to: number): number {
  if (from > hourFrom || to < hourTo) return 0;
  const change = clockChange(date);
  return change === null ? 0 : change === 'forward' ? -60 : 60;
}
