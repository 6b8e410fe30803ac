const letters = [...'abcdefghijklmnopqrstuvwxyzæøå'];
/** Danish spelling of letters that stand with another one in the alphabet; other accents fall away. */
const standsWith: Record<string, string> = { ä: 'æ', ö: 'ø', ü: 'y', ß: 'ss', ð: 'd', þ: 'th', ł: 'l', đ: 'd' };
const before = [' ', '-', "'", '.'];

const spelled = (letter: string): string => {
  if (letters.includes(letter)) return letter;
  return standsWith[letter] ?? letter.normalize('NFD').replaceAll(/\p{M}/gu, '');
};

const place = (sign: string): string => {
  const letter = letters.indexOf(sign);
  if (letter >= 0) return String(20 + letter);
  if (/^[0-9]$/.test(sign)) return `1${sign}`;
  const early = before.indexOf(sign);
  return `0${early >= 0 ? early : 9}`;
};

/**
 * Key whose plain order is the Danish order of names: Æ, Ø, Å last and Aa as Å. Only digits, so that SQLite and PostgreSQL agree
 * whatever collation the database was made with.
 */
export const sortKeyOf = (name: string): string =>
  [...name.normalize('NFC').toLocaleLowerCase('da')].map(spelled).join('').replaceAll('aa', 'å').split('').map(place).join('');
