import { no, yes, type Verdict } from '../verdict.js';

export interface SeatHolder {
  municipalityId: number;
  /** Date of stopping, or null. */
  stoppedOn: string | null;
}

/** Stopping frees the seat for somebody else until seminar 2 has begun; from then on it stays taken (our choice). */
export const holdsSeat = (holder: SeatHolder, seminar2: string | null, today: string): boolean =>
  holder.stoppedOn === null || holder.stoppedOn > today || (seminar2 !== null && today >= seminar2);

export const seatsTaken = (holders: SeatHolder[], municipalityId: number, seminar2: string | null, today: string): number =>
  holders.filter((holder) => holder.municipalityId === municipalityId && holdsSeat(holder, seminar2, today)).length;

/** «Hver kommune har mulighed for at få uddannet op til seks mødeledere.» (Socialstyrelsen 2019) */
export const mayTakeSeat = (taken: number, capacity: number | null): Verdict =>
  capacity !== null && taken >= capacity ? no('refusals:seatsFull') : yes;
