import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../src/store/database.js';
import { openTestDatabase, testDialect } from '../support/database.js';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const text = (place: number) => `CAST($${place} AS TEXT)`;

test(`values reach the binds they belong to, in whatever order the text names them (${testDialect})`, async () => {
  const asked = `SELECT ${text(2)} AS "b", ${text(1)} AS "a", ${text(11)} AS "k", ${text(2)} AS "again", ${text(3)} AS "c",
    ${[4, 5, 6, 7, 8, 9, 10].map((place) => text(place)).join(' || ')} AS "rest"`;
  const values = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'];
  const expected = { b: 'b', a: 'a', k: 'k', again: 'b', c: 'c', rest: 'defghij' };
  expect(await db.row(asked, values)).toEqual(expected);
  expect(await db.row(asked, values)).toEqual(expected);
  expect(await db.row(asked, [...values].reverse())).toEqual({ b: 'j', a: 'k', k: 'a', again: 'j', c: 'i', rest: 'hgfedcb' });
});
