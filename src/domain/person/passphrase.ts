export const passphraseLength = { least: 12, most: 200 };

/** Letters and digits only, so that «P@ss word-1234» is the word it stands for. */
const core = (text: string) =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

const obvious = [
  'adgangskode',
  'password',
  'kodeord',
  'passphrase',
  'hemmelig',
  'velkommen',
  'polyfoni',
  'åbendialog',
  'qwertyuiop',
  'mødeleder',
  'netværksmøde',
  'iloveyou',
  'danmark',
];
const rows = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyzæøå', 'qwertyuiopåasdfghjklæøzxcvbnm'];

const isObvious = (word: string): boolean =>
  obvious.some((one) => word.replaceAll(one, '').replaceAll(/\d/g, '').length < 4 && word.includes(one)) ||
  rows.some((row) => row.includes(word) || [...row].reverse().join('').includes(word)) ||
  new Set(word).size < 5;

const isName = (word: string, names: string[]): boolean =>
  names
    .map(core)
    .filter((name) => name.length >= 4)
    .some((name) => word.replaceAll(name, '').length < 6 && word.includes(name));

/**
 * What is wrong with a chosen passphrase, or null. Length in characters; 12 is our choice, above the 8 that NIST SP 800-63B asks of
 * a secret beside others. No rules about kinds of characters, as NIST advises; only the obvious ones and one's own name are refused.
 */
export function passphraseFault(passphrase: string, names: string[]): 'short' | 'long' | 'name' | 'obvious' | null {
  const length = [...passphrase.normalize('NFC').trim()].length;
  if (length < passphraseLength.least) return 'short';
  if (length > passphraseLength.most) return 'long';
  const word = core(passphrase);
  if (isName(word, names)) return 'name';
  return isObvious(word) ? 'obvious' : null;
}
