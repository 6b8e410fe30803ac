import { isOpenApplication, type ApplicationState } from './states.js';

/** An application as the waiting list sees it. */
export interface InLine {
  id: number;
  municipalityId: number;
  state: ApplicationState;
  /** Instant of the municipality's yes; null while it waits for one. */
  approvedAt: string | null;
}

/** A municipality's own line: who was approved first is first. */
export const lineOf = <T extends InLine>(applications: T[], municipalityId: number): T[] =>
  applications
    .filter((one) => one.municipalityId === municipalityId && one.state === 'waiting')
    .sort((a, b) => (a.approvedAt ?? '').localeCompare(b.approvedAt ?? '') || a.id - b.id);

export interface Seats {
  /** Null: the programme states no limit. */
  capacity: number | null;
  taken: number;
  /** Offered to somebody and not answered. */
  offered: number;
  /** Seats nobody has and nobody was offered; null without a limit. */
  free: number | null;
}

export function seatsOfMunicipality(applications: InLine[], municipalityId: number, taken: number, capacity: number | null): Seats {
  const offered = applications.filter((one) => one.municipalityId === municipalityId && one.state === 'offered').length;
  return { capacity, taken, offered, free: capacity === null ? null : Math.max(0, capacity - taken - offered) };
}

/** Place in the municipality's line, from 1; null for those who are not in it. */
export const placeInLine = (applications: InLine[], application: InLine): number | null => {
  const at = lineOf(applications, application.municipalityId).findIndex(({ id }) => id === application.id);
  return at < 0 ? null : at + 1;
};

/** A free seat is for the first in line; with two free, for the first two. */
export function hasSeatWaiting(applications: InLine[], application: InLine, { free }: Seats): boolean {
  const place = placeInLine(applications, application);
  return place !== null && (free === null || place <= free);
}

/** Seats somebody who is not in line may take: those left when everyone in line and everyone offered has theirs. */
export const seatsBesideLine = (applications: InLine[], municipalityId: number, { free }: Seats): number | null =>
  free === null ? null : Math.max(0, free - lineOf(applications, municipalityId).length);

/** Applications that can still become a seat. */
export const openOnes = <T extends InLine>(applications: T[]): T[] => applications.filter(({ state }) => isOpenApplication(state));
