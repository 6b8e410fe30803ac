import { describe, expect, test } from '@jest/globals';
import { elementOf, p12 } from '../../../src/domain/rubric/p12.js';
import { ratingFaults, type ElementRating } from '../../../src/domain/rubric/rating-rules.js';
import { levelNumbers } from '../../../src/domain/rubric/rubric.js';

describe('P-12', () => {
  test('has twelve elements in order and five levels', () => {
    expect(p12.elements.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(p12.levels.map(({ level, label }) => [level, label.da])).toEqual([
      [1, 'Mangler'],
      [2, 'Begyndende'],
      [3, 'Til stede'],
      [4, 'Sikker'],
      [5, 'Forbilledlig'],
    ]);
  });
  test('short names have at most twenty characters in both languages', () => {
    for (const { short } of p12.elements)
      expect([short.da.length, short.en.length].every((length) => length > 0 && length <= 20)).toBe(true);
  });
  test('every text is there in Danish and in English, and no two elements share one', () => {
    const texts = (lang: 'da' | 'en') =>
      p12.elements.flatMap(({ short, long, cue, anchors }) => [
        `${short[lang]}/${long[lang]}`,
        cue[lang],
        ...Object.values(anchors).map((one) => one[lang]),
      ]);
    for (const lang of ['da', 'en'] as const) {
      expect(texts(lang).every((text) => text.trim().length > 3)).toBe(true);
      expect(new Set(texts(lang)).size).toBe(60);
    }
  });
  test('short names are those agreed', () =>
    expect(p12.elements.map(({ short }) => short.da)).toEqual([
      'To eller flere',
      'Netværket er med',
      'Åbne spørgsmål',
      'Svar på det sagte',
      'Her og nu',
      'Flere stemmer',
      'Relationer',
      'Rolig og nysgerrig',
      'Egne ord',
      'Fælles refleksion',
      'Åbenhed',
      'Tåle usikkerhed',
    ]));
  test('element 11 is openness', () => expect(elementOf(11)?.long.da).toBe('Åbenhed (ikke noget om jer uden jer)'));
});

const at = [{ startMs: 724_000, endMs: null }];
const rating = (given: Partial<ElementRating> = {}): ElementRating => ({
  element: 4,
  level: 3,
  notRatable: null,
  moments: at,
  wholeMeeting: false,
  quoted: false,
  note: '',
  ...given,
});
const film = (given: Partial<ElementRating>) => ratingFaults(rating(given), 'film');
const observed = (given: Partial<ElementRating>) => ratingFaults(rating({ moments: [], ...given }), 'observation');

describe('what a rating lacks before it can be locked', () => {
  test.each([3, 4])('level %i with a moment lacks nothing', (level) => expect(film({ level })).toEqual([]));
  test.each([1, 2, 5])('level %i also takes a comment', (level) => {
    expect(film({ level })).toEqual(['note']);
    expect(film({ level, note: 'Hun venter.' })).toEqual([]);
  });
  test.each([...levelNumbers])('level %i takes a moment', (level) =>
    expect(film({ level, moments: [], note: 'Hun venter.' })).toEqual(['moment']),
  );
  test('only a 1 may cite the whole meeting', () => {
    expect(film({ level: 1, moments: [], wholeMeeting: true, note: 'Ingen refleksion.' })).toEqual([]);
    expect(film({ level: 2, moments: [], wholeMeeting: true, note: 'Kun én gang.' })).toEqual(['moment']);
  });
  test('a comment of spaces is no comment', () => expect(film({ level: 5, note: '  \n' })).toEqual(['note']));
  test('an element with neither level nor reason lacks a level', () => expect(film({ level: null })).toEqual(['level']));
  test('«cannot be rated» takes a reason and nothing else', () => {
    expect(film({ level: null, notRatable: 'sound', moments: [] })).toEqual([]);
    expect(film({ level: 3, notRatable: 'sound' })).toEqual(['both']);
  });
  test('an observed meeting cites a clock time or a quote, never a moment of a film', () => {
    expect(observed({})).toEqual(['moment']);
    expect(observed({ quoted: true })).toEqual([]);
    expect(observed({ level: 5, note: 'kl. 10.40 venter hun' })).toEqual([]);
    expect(observed({ level: 5, note: 'Hun siger: «hvad tænkte du, da …»' })).toEqual([]);
    expect(observed({ level: 5, note: 'Hun venter længe.' })).toEqual(['moment']);
    expect(observed({ level: 5, note: 'kl. 25.70' })).toEqual(['moment']);
    expect(observed({ level: 5, quoted: true })).toEqual(['note']);
  });
});
