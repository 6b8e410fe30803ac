import type { Quarter } from '../domain/supervision/attestation.js';
import type { Translate } from './language.js';

/** «3. kvartal 2025». */
export function quarterWords(quarter: Quarter, { t }: { t: Translate }): string {
  const [year, number] = quarter.split('-');
  return t('supervision:quarter.name', { number, year });
}
