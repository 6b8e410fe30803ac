import type { Reader, Writer } from './database.js';
import { openTextKeys, type TextKey, textKeyFor, type TextSubject } from './text-key.js';
import { openBytes, sealBytes } from './master-keys.js';

export type { TextSubject } from './text-key.js';

/** A text that is not as it was sealed: changed, or moved from another recording or case. */
export class TextBroken extends Error {
  override readonly name = 'TextBroken';
  constructor() {
    super('a kept text is not as it was sealed');
  }
}

/** What stands in the column after the text was erased. */
export const erasedText = '';

/** Texts kept before they were sealed begin so. */
export const plainMark = 'v0:';

const sealedText = /^v1:([1-9]\d{0,14}):([\w-]+)$/;

const about = (subject: TextSubject, keyId: number): string =>
  'recordingId' in subject
    ? `polyfoni text v1 recording ${subject.recordingId} key ${keyId}`
    : `polyfoni text v1 case ${subject.caseId} key ${keyId}`;

const seal = (subject: TextSubject, { id, key }: TextKey, text: string): string =>
  `v1:${id}:${sealBytes(key, Buffer.from(text), about(subject, id)).toString('base64url')}`;

/**
 * The one door for everything written about a recording (columns named `…_kept`): sealed under a key of that recording or case, with
 * which it dies. The columns are never searched, sorted or joined in SQL. About an erased recording nothing is kept any more.
 */
export async function keepText(tx: Writer, subject: TextSubject, text: string): Promise<string> {
  const key = await textKeyFor(tx, subject);
  return key === null ? erasedText : seal(subject, key, text);
}

/** Opens kept texts in order. Null stays null; an erased text, and one whose key was destroyed, is the empty string. Throws {@link TextBroken}. */
export async function openTexts(db: Reader, kept: { subject: TextSubject; kept: string | null }[]): Promise<(string | null)[]> {
  const parsed = kept.map(({ kept: text }) => (text === null ? null : sealedText.exec(text)));
  const ids = [...new Set(parsed.flatMap((match) => (match ? [Number(match[1])] : [])))];
  const keys = await openTextKeys(db, ids);
  return kept.map(({ subject, kept: text }, index) => {
    const match = parsed[index];
    if (text === null || text === erasedText) return text;
    if (match) return open(subject, keys.get(Number(match[1])), Buffer.from(match[2]!, 'base64url'));
    if (text.startsWith(plainMark)) return text.slice(plainMark.length);
    throw new TextBroken();
  });
}

function open(subject: TextSubject, key: TextKey | null | undefined, sealed: Buffer): string {
  if (!key) return erasedText;
  try {
    return openBytes(key.key, sealed, about(subject, key.id)).toString();
  } catch {
    throw new TextBroken();
  }
}
