const sign = String.raw`[\s\p{Pd}./_]`;
/** Looked for at every place, so that digits just before cannot hide a number. */
const pattern = new RegExp(String.raw`(?<!\d)(?=(\d{2})${sign}?(\d{2})${sign}?\d{2}${sign}{0,3}\d{4}(?!\d))`, 'gu');

/**
 * Looks like a Danish personal number: ddmmyy-xxxx, with hyphen, space or nothing between. Only the date part is checked (numbers
 * that fail the old check sum have been issued since 2007), and days 61–91 count too (substitute numbers). Invisible signs are passed over.
 */
export function looksLikeCpr(text: string): boolean {
  for (const match of text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .matchAll(pattern)) {
    const [day, month] = [Number(match[1]), Number(match[2])];
    const plainDay = day > 60 ? day - 60 : day;
    if (plainDay >= 1 && plainDay <= 31 && month >= 1 && month <= 12) return true;
  }
  return false;
}
