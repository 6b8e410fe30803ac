import { lineOf, seatsOfMunicipality, type InLine } from '../application/waiting-list.js';
import { seatsTaken, type SeatHolder } from '../cohort/seats.js';

export interface SeatPlace {
  municipalityId: number;
  municipalityName: string;
}

export interface FreeSeats<T> extends SeatPlace {
  free: number;
  /** The first in the municipality's line; null when nobody waits. */
  first: T | null;
}

export interface SeatedCohort {
  /** Null: the programme states no limit. */
  capacity: number | null;
  startsOn: string;
  seminar1End: string | null;
  seminar2: string | null;
}

/**
 * Seats nobody holds and nobody was offered. With somebody in line they are told for as long as they are free; without, only while a newcomer
 * can still come in from the start: until seminar 1 is over (our choice). After that a newcomer belongs on the next cohort.
 */
export function freeSeats<T extends InLine>(
  places: SeatPlace[],
  holders: SeatHolder[],
  applications: T[],
  { capacity, startsOn, seminar1End, seminar2 }: SeatedCohort,
  today: string,
): FreeSeats<T>[] {
  const begins = today <= (seminar1End ?? startsOn);
  return places.flatMap((place) => {
    const { municipalityId } = place;
    const taken = seatsTaken(holders, municipalityId, seminar2, today);
    const line = lineOf(applications, municipalityId);
    const free = seatsOfMunicipality(applications, municipalityId, taken, capacity).free ?? line.length;
    return free > 0 && (begins || line.length > 0) ? [{ ...place, free, first: line[0] ?? null }] : [];
  });
}
