import { expect, test } from '@jest/globals';
import { createCipheriv, randomBytes } from 'node:crypto';
import { freeAtOnce } from '../../src/media/free-at-once.js';

test('what a cipher made is given back', () => {
  const made = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12)).update(Buffer.alloc(65_536));
  freeAtOnce(made);
  expect(made.length).toBe(0);
});

test('a buffer that shares its memory with others is left alone', () => {
  const whole = Buffer.alloc(65_536, 7);
  const part = whole.subarray(0, 1024);
  freeAtOnce(part);
  expect([part.length, whole.length, whole[65_535]]).toEqual([1024, 65_536, 7]);
});
