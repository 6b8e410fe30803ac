import { expect, test } from '@jest/globals';
import { passphraseFault } from '../../../src/domain/person/passphrase.js';

const names = ['Nadia El-Khatib', 'nadia.el-khatib@moellevig.example', 'nadia.el-khatib'];

test.each([
  ['elleve tegn', 'short'],
  ['           a', 'short'],
  ['a'.repeat(201), 'long'],
  ['nadia el-khatib 1', 'name'],
  ['Nadia.El-Khatib2026', 'name'],
  ['nadia.el-khatib@moellevig.example', 'name'],
  ['adgangskode1234', 'obvious'],
  ['P-a-s-s-w-o-r-d 2026', 'obvious'],
  ['123456789012', 'obvious'],
  ['abcdefghijklm', 'obvious'],
  ['aaaaaaaaaaaaaa', 'obvious'],
  ['åben dialog 2026', 'obvious'],
])('%s is refused as %s', (passphrase, fault) => {
  expect(passphraseFault(passphrase, names)).toBe(fault);
});

test.each([
  'fire grønne stole i kreds',
  'Vandmelon7cykel!',
  'kaffe klokken ni hver dag',
  '密碼密碼很長的一句話不容易猜到',
  'nadia kan lide grønne stole',
])('%s is taken', (passphrase) => {
  expect(passphraseFault(passphrase, names)).toBeNull();
});
