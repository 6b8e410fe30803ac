import type { Reader, Writer } from './database.js';

/** What a kept text belongs to, and dies with: a recording, or an assessment case without film. */
export type TextSubject = { recordingId: number } | { caseId: number };

const mark = 'v0:';

/**
 * The one door for everything written about a recording (columns named `…_kept`). The columns are never searched, sorted or
 * joined in SQL, so that the text can be sealed per subject here without touching a caller.
 */
export const keepText = async (_tx: Writer, _subject: TextSubject, text: string): Promise<string> => mark + text;

/** Opens kept texts in order. Null stays null; an erased text is the empty string. */
export async function openTexts(_db: Reader, kept: { subject: TextSubject; kept: string | null }[]): Promise<(string | null)[]> {
  return kept.map(({ kept: text }) => (text === null ? null : text.startsWith(mark) ? text.slice(mark.length) : text));
}

/** What stands in the column after the text was erased. */
export const erasedText = mark;
