export interface Certificate {
  namePrinted: string;
  withdrawnAt: string | null;
  /** Date from which it is expired, or null where validity has no end (K10 off). */
  expiresOn: string | null;
}

export type Standing = 'valid' | 'withdrawn' | 'expired' | 'unknown';

const plain = (name: string) => name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLocaleLowerCase('da');

/** The public check of a code and the name as printed. A wrong name is unknown: nothing more is told. */
export function check(certificate: Certificate | null, typedName: string, today: string): Standing {
  if (certificate === null || plain(typedName) === '' || plain(certificate.namePrinted) !== plain(typedName)) return 'unknown';
  if (certificate.withdrawnAt !== null) return 'withdrawn';
  return certificate.expiresOn !== null && certificate.expiresOn <= today ? 'expired' : 'valid';
}

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** 128 random bits as groups of letters and digits that are easy to read aloud: «ABCDE-FGHJK-…». */
export function formatCode(random: Uint8Array): string {
  if (random.length !== 16) throw new RangeError('a code takes 16 random bytes');
  const bits = [...random].map((byte) => byte.toString(2).padStart(8, '0')).join('') + '00';
  const letters = bits.match(/.{5}/g)!.map((five) => alphabet[Number.parseInt(five, 2)]);
  return letters.join('').replaceAll(/(.{5})(?=.)/g, '$1-');
}

/** A typed code in its kept form, or null. */
export function parseCode(typed: string): string | null {
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, '');
  if (letters.length !== 26 || [...letters].some((letter) => !alphabet.includes(letter))) return null;
  return letters.replaceAll(/(.{5})(?=.)/g, '$1-');
}

export const serialOf = (issuedOn: string, number: number): string => `PF-${issuedOn.slice(0, 4)}-${String(number).padStart(4, '0')}`;
