import { seatsTaken, type SeatHolder } from '../cohort/seats.js';

export interface SeatPlace {
  municipalityId: number;
  municipalityName: string;
}

export interface FreeSeats extends SeatPlace {
  free: number;
}

/**
 * Seats nobody holds, while somebody can still come in from the start: until seminar 1 is over (our choice). After that a newcomer
 * belongs on the next cohort.
 */
export function freeSeats(
  places: SeatPlace[],
  holders: SeatHolder[],
  cohort: { capacity: number | null; seminar1End: string | null; seminar2: string | null },
  today: string,
): FreeSeats[] {
  const { capacity, seminar1End, seminar2 } = cohort;
  if (capacity === null || (seminar1End !== null && today > seminar1End)) return [];
  return places
    .map((place) => ({ ...place, free: capacity - seatsTaken(holders, place.municipalityId, seminar2, today) }))
    .filter(({ free }) => free > 0);
}
