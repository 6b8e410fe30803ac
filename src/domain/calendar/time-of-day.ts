/** Minutes since midnight of «9.30», «09:30» or «9»; null when it is no time of day (24.00 is the end of the day). */
export function parseTimeOfDay(typed: string): number | null {
  const match = /^([0-9]{1,2})(?:[.:]([0-9]{2}))?$/.exec(typed.trim());
  if (!match) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  const total = hours * 60 + minutes;
  return minutes < 60 && total <= 24 * 60 ? total : null;
}

/** «9.30» of minutes since midnight. */
export const formatTimeOfDay = (minutes: number): string => `${Math.floor(minutes / 60)}.${String(minutes % 60).padStart(2, '0')}`;

/** A whole number of minutes typed with plain digits; null otherwise. */
export const parseMinutes = (typed: string): number | null => (/^[0-9]{1,4}$/.test(typed.trim()) ? Number(typed.trim()) : null);
