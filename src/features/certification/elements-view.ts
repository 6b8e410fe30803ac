import { levelNumbers } from '../../domain/rubric/rubric.js';
import { p12 } from '../../domain/rubric/p12.js';
import type { Language } from '../../web/language.js';

export interface ElementWords {
  number: number;
  short: string;
  long: string;
  cue: string;
  anchors: { term: string; text: string }[];
}

/** The twelve elements in one language. */
export const elementWords = (lang: Language): ElementWords[] =>
  p12.elements.map(({ number, short, long, cue, anchors }) => ({
    number,
    short: short[lang],
    long: long[lang],
    cue: cue[lang],
    anchors: ([1, 3, 5] as const).map((level) => ({ term: String(level), text: anchors[level][lang] })),
  }));

/** The steps of the scale as chips: figure and word. */
export const scaleOptions = (lang: Language): { value: string; label: string; word: string }[] =>
  p12.levels.map(({ level, label }) => ({ value: String(level), label: String(level), word: label[lang] }));

/** «4 Sikker». */
export function levelWord(lang: Language, level: number): string {
  const found = p12.levels.find((one) => one.level === level);
  return found ? `${level}\u00a0${found.label[lang]}` : String(level);
}

export const isLevel = (typed: string): boolean => levelNumbers.some((level) => String(level) === typed);
