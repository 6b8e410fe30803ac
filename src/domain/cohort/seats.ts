import { no, yes, type Verdict } from '../verdict.js';

export interface SeatHolder {
  municipalityId: number;
  /** Date of stopping, or null. */
  stoppedOn: string | null;
  /** Date of enrolment; where it is known, a seat somebody else took over is not counted twice. */
  enrolledOn?: string;
}

/** Stopping frees the seat for somebody else until seminar 2 has begun; from then on it stays taken (our choice). */
export const holdsSeat = (holder: SeatHolder, seminar2: string | null, today: string): boolean =>
  holder.stoppedOn === null || holder.stoppedOn > today || (seminar2 !== null && today >= seminar2);

/** Seats that were freed before seminar 2 and taken over by somebody enrolled after. */
function takenOver(holders: SeatHolder[], seminar2: string | null): number {
  const freed = holders
    .flatMap(({ stoppedOn }) => (stoppedOn !== null && seminar2 !== null && stoppedOn < seminar2 ? [stoppedOn] : []))
    .sort();
  const newcomers = holders.flatMap(({ enrolledOn }) => enrolledOn ?? []).sort();
  return newcomers.reduce((count, enrolledOn) => (freed[count] !== undefined && freed[count] <= enrolledOn ? count + 1 : count), 0);
}

export function seatsTaken(holders: SeatHolder[], municipalityId: number, seminar2: string | null, today: string): number {
  const own = holders.filter((holder) => holder.municipalityId === municipalityId);
  const held = own.filter((holder) => holdsSeat(holder, seminar2, today)).length;
  return seminar2 !== null && today >= seminar2 ? held - takenOver(own, seminar2) : held;
}

/** «Hver kommune har mulighed for at få uddannet op til seks mødeledere.» (Socialstyrelsen 2019) */
export const mayTakeSeat = (taken: number, capacity: number | null): Verdict =>
  capacity !== null && taken >= capacity ? no('refusals:seatsFull') : yes;
