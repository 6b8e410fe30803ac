import { areas, type Area } from '../../domain/desk/matter.js';
import { notFound } from '../../web/errors.js';
import type { DeskLine } from '../../web/desk-words.js';

/** What of the desk is looked at: every part of it is a link that can be kept. */
export interface DeskLooking {
  area: Area | null;
  cohortId: number | null;
  municipalityId: number | null;
  groupId: number | null;
}

const one = (value: unknown): string => (typeof value === 'string' ? value : '');

function idIn(value: unknown): number | null {
  const typed = one(value);
  if (typed === '') return null;
  if (!/^[1-9]\d{0,8}$/.test(typed)) throw notFound();
  return Number(typed);
}

/** Words that are none of ours lead nowhere. */
export function deskLooking(query: Record<string, unknown>): DeskLooking {
  const asked = one(query['area']);
  const area = areas.find((known) => known === asked) ?? null;
  if (asked !== '' && area === null) throw notFound();
  return { area, cohortId: idIn(query['cohort']), municipalityId: idIn(query['municipality']), groupId: idIn(query['group']) };
}

/** The same view with something changed, as the end of an address. */
export function deskQuery(looking: DeskLooking, change: Partial<DeskLooking> = {}): string {
  const next = { ...looking, ...change };
  const query = new URLSearchParams({
    ...(next.area === null ? {} : { area: next.area }),
    ...(next.cohortId === null ? {} : { cohort: String(next.cohortId) }),
    ...(next.municipalityId === null ? {} : { municipality: String(next.municipalityId) }),
    ...(next.groupId === null ? {} : { group: String(next.groupId) }),
  }).toString();
  return query === '' ? '' : `?${query}`;
}

/** Lines within what is looked at. */
export const within = (lines: DeskLine[], looking: DeskLooking): DeskLine[] =>
  lines.filter(
    (line) =>
      (looking.area === null || line.area === looking.area) &&
      (looking.cohortId === null || line.cohortId === looking.cohortId) &&
      (looking.municipalityId === null || line.municipalityId === looking.municipalityId) &&
      (looking.groupId === null || line.groupId === looking.groupId),
  );
