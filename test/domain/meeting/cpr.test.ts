import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { looksLikeCpr } from '../../../src/domain/meeting/cpr.js';

describe('a text with something like a personal number', () => {
  // Days 61–91: the pattern of substitute numbers, so that no real person's number stands here.
  test.each([
    '610203-1234',
    '6102031234',
    '610203 1234',
    '610203 - 1234',
    '610203–1234',
    'ring til 910176-4321 i morgen',
    '(710101-0000)',
    '６１０２０３-１２３４',
    '61 02 03 1234',
    '61.02.03-1234',
    '61-02-03-1234',
    '610203/1234',
    '610203_1234',
    '6102\u00ad03-12\u200b34',
    '99 610203-1234',
    'R16 12 610203 1234',
  ])('«%s» is noticed', (text) => expect(looksLikeCpr(text)).toBe(true));

  test.each([
    '4.2.2026',
    '2026-02-04',
    '04-02-2026',
    '04022026',
    '20 12 34 56',
    '+45 20123456',
    '20123456',
    'Forløb A, møde 12',
    '320113-1234',
    '611303-1234',
    '920203-1234',
    '000103-1234',
    'kl. 10.30-11.45',
    '61020312345',
    'R16, 47.30',
    '20123456 og 20 12 34 57',
    'fra 10.30 til 11.45, 12.12.2026',
    '12.04.2026 14.10',
  ])('«%s» is left alone', (text) => expect(looksLikeCpr(text)).toBe(false));

  test('no check sum is asked for: every serial number counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), (serial) =>
        expect(looksLikeCpr(`610203-${String(serial).padStart(4, '0')}`)).toBe(true),
      ),
    );
  });

  test('it is found wherever in a text it stands', () => {
    const words = fc.string().map((text) => text.replaceAll(/\p{N}/gu, ''));
    fc.assert(fc.property(words, words, (before, after) => expect(looksLikeCpr(`${before} 610203-1234 ${after}`)).toBe(true)));
  });
});
