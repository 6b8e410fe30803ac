export interface Words {
  da: string;
  en: string;
}

/** One of the twelve key elements. Names, cues and step descriptions are our own wording. */
export interface Element {
  number: number;
  /** At most 20 characters. */
  short: Words;
  long: Words;
  /** What a rater looks for. */
  cue: Words;
  /** Step descriptions of 1, 3 and 5; 2 and 4 lie between. */
  anchors: { 1: Words; 3: Words; 5: Words };
}

export interface Rubric {
  /** Kept with every rating, such as «P-12 v1». */
  id: string;
  levels: { level: number; label: Words; meaning: Words }[];
  elements: Element[];
}

export const levelNumbers = [1, 2, 3, 4, 5] as const;
export const notRatableReasons = ['sound', 'picture', 'part_missing'] as const;
export type NotRatableReason = (typeof notRatableReasons)[number];
