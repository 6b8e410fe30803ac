import { parseDate } from '../../domain/calendar/dates.js';
import { notFound } from '../../web/errors.js';

export const columns = [
  'name',
  'now',
  'days',
  'supervision',
  'meetings',
  'self-assessment',
  'evidence',
  'rating',
  'certification-day',
] as const;
export type Column = (typeof columns)[number];

/** How the table is looked at: every part of it is a link. */
export interface Looking {
  sort: Column;
  descending: boolean;
  municipalityId: number | null;
  /** The day looked at, YYYY-MM-DD. */
  on: string;
  /** The whole list of those who are stuck. */
  all: boolean;
}

const one = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What was asked for in the address. Words that are none of ours lead nowhere; a day that is no day is told beside the field. */
export function lookingAt(query: Record<string, unknown>, today: string): Looking & { fault: string | null; typed: string } {
  const sort = columns.find((column) => column === (one(query['sort']) || 'name'));
  const direction = one(query['dir']) || 'asc';
  const place = one(query['municipality']);
  if (!sort || !['asc', 'desc'].includes(direction) || !/^([1-9]\d{0,8})?$/.test(place)) throw notFound();
  const typed = one(query['on']).slice(0, 40);
  const day = typed === '' ? today : parseDate(typed);
  const fault = day === null ? 'coordination:on.noDate' : day > today ? 'coordination:on.future' : null;
  return {
    sort,
    descending: direction === 'desc',
    municipalityId: place === '' ? null : Number(place),
    on: fault === null ? day! : today,
    all: one(query['all']) === '1',
    fault,
    typed,
  };
}

/** The same view with something changed, as the end of an address. */
export function queryOf(looking: Looking, today: string, change: Partial<Looking> = {}): string {
  const next = { ...looking, ...change };
  const query = new URLSearchParams({
    ...(next.sort !== 'name' || next.descending ? { sort: next.sort, dir: next.descending ? 'desc' : 'asc' } : {}),
    ...(next.municipalityId === null ? {} : { municipality: String(next.municipalityId) }),
    ...(next.on === today ? {} : { on: next.on }),
    ...(next.all ? { all: '1' } : {}),
  }).toString();
  return query === '' ? '' : `?${query}`;
}
