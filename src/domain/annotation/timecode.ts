/**
 * Milliseconds of a typed time: «12.04», «12:04», «72.10», «1.02.03» or «45» (seconds). Null when it is no time.
 * Minutes may pass 59 when no hours are given; seconds may not.
 */
export function parseTimecode(typed: string): number | null {
  const match = /^(?:([0-9]{1,2})[.:](?=[0-9]{1,2}[.:]))?(?:([0-9]{1,4})[.:])?([0-9]{1,2})$/.exec(typed.trim());
  if (!match) return null;
  const [hours, minutes, seconds] = [Number(match[1] ?? 0), Number(match[2] ?? 0), Number(match[3])];
  if (seconds > 59 || (match[1] !== undefined && minutes > 59)) return null;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

const two = (value: number) => String(value).padStart(2, '0');

/** «12.04», with hours «1.02.03». */
export function formatTimecode(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}.${two(minutes)}.${two(rest)}` : `${minutes}.${two(rest)}`;
}

export interface Moment {
  startMs: number;
  endMs: number | null;
}

/** «12,04» is meant as a time and would be read as two: 12 and 4 seconds. */
const commaInTime = /(?<![\d.:])\d{1,3},\d{2}(?![\d.:])/;

/** Several moments: «12.04, 14.10–15.00». Null when one of them is no moment. */
export function parseMoments(typed: string): Moment[] | null {
  if (commaInTime.test(typed)) return null;
  const parts = typed
    .split(/[,;\n]|(?<=\d)\s+(?=\d)/)
    .map((part) => part.trim())
    .filter(Boolean);
  const moments = parts.map((part): Moment | null => {
    const [from = '', to, more] = part.split(/\s*[-–]\s*/);
    const startMs = parseTimecode(from);
    const endMs = to === undefined ? null : parseTimecode(to);
    if (startMs === null || more !== undefined || (to !== undefined && (endMs === null || endMs <= startMs))) return null;
    return { startMs, endMs };
  });
  return moments.some((moment) => moment === null) ? null : (moments as Moment[]);
}

export const formatMoment = ({ startMs, endMs }: Moment): string =>
  endMs === null ? formatTimecode(startMs) : `${formatTimecode(startMs)}–${formatTimecode(endMs)}`;
export const formatMoments = (moments: Moment[]): string => moments.map(formatMoment).join(', ');
