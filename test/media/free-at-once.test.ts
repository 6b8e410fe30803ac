import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { createCipheriv, randomBytes } from 'node:crypto';
import { freeAtOnce } from '../../src/media/free-at-once.js';
import { root } from '../../src/web/root.js';

const flag = '--harmony-rab-gsab-transfer';
const known = (flags: string[]) =>
  execFileSync(process.execPath, [...flags, '-p', 'typeof ArrayBuffer.prototype.transfer'], { encoding: 'utf8' }).trim();

test('what a cipher made is given back, where the language can', () => {
  const made = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12)).update(Buffer.alloc(65_536));
  freeAtOnce(made);
  expect(made.length).toBe('transfer' in ArrayBuffer.prototype ? 0 : 65_536);
});

test('the server is started so that it can', () => {
  for (const file of ['bin/start', 'Dockerfile']) expect(readFileSync(path.join(root, file), 'utf8')).toContain(flag);
  expect(known([flag])).toBe('function');
});

test('a buffer that shares its memory with others is left alone', () => {
  const whole = Buffer.alloc(65_536, 7);
  const part = whole.subarray(0, 1024);
  freeAtOnce(part);
  expect([part.length, whole.length, whole[65_535]]).toEqual([1024, 65_536, 7]);
});
