import type { Reader, Version } from './database.js';

interface Kept {
  version: Version;
  answers: Map<string, Promise<unknown>>;
}

const kept = new WeakMap<Reader, Kept>();
const mostKept = 500;

/**
 * The same answer again as long as nothing at all was committed since it was read; inside a transaction it is read anew.
 * For what many pages ask and seldom changes. `key` names the question with everything it depends on. `ask` reads everything itself: what
 * was read before it was called may be older than the version it is kept under. The answer is not to be changed.
 */
export async function unlessChanged<T>(db: Reader, key: string, ask: () => Promise<T>): Promise<T> {
  if (!db.version) return ask();
  const version = await db.version();
  const before = kept.get(db);
  const now = before?.version === version ? before : { version, answers: new Map<string, Promise<unknown>>() };
  if (now !== before) kept.set(db, now);
  const known = now.answers.get(key);
  if (known) return known as Promise<T>;
  if (now.answers.size >= mostKept) now.answers.clear();
  const answer = ask();
  now.answers.set(key, answer);
  answer.catch(() => now.answers.delete(key));
  return answer;
}
