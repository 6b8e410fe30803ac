import { addDays } from '../calendar/dates.js';

/** A supervisor signs within a fortnight of the session (our choice). */
export const signWithinDays = 14;

export const signBy = (onDate: string): string => addDays(onDate, signWithinDays);
