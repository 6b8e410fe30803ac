import { addDays } from '../calendar/dates.js';

export const daysAfterUpload = 180;
export const daysAfterCertification = 30;

/** The date of erasure is known from the first day: the earliest of upload + 180 days and certification + 30 days (our choice). */
export function eraseOn(uploadedOn: string, certifiedOn: string | null): { date: string; why: 'age' | 'certified' } {
  const age = addDays(uploadedOn, daysAfterUpload);
  if (certifiedOn === null) return { date: age, why: 'age' };
  const certified = addDays(certifiedOn, daysAfterCertification);
  return certified < age ? { date: certified, why: 'certified' } : { date: age, why: 'age' };
}
