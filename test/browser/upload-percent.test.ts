import { expect, test } from '@jest/globals';
import { percentOf } from '../../src/browser/upload/percent.js';

test('how much of a film is sent is a whole number, also of a file with nothing in it', () => {
  expect([percentOf(0, 0), percentOf(0, 7), percentOf(2, 3), percentOf(7, 7)]).toEqual([0, 0, 66, 100]);
});
