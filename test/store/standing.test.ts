import { expect, it } from '@jest/globals';
import { createFilmKey } from '../../src/store/data-key.js';
import type { Database } from '../../src/store/database.js';
import { DatabaseAway, standingOf } from '../../src/store/standing.js';
import { addressOf, openBareDatabase, openTestDatabase, testDialect } from '../support/database.js';

/** What stands at the database's address, asked as a starting process asks. */
const stands = async (db: Database) => {
  try {
    return await standingOf(addressOf(db));
  } finally {
    await db.close();
  }
};

it('a database without our tables holds none of ours', async () => {
  expect(await stands(await openBareDatabase())).toBe('none');
});

it('one in which nothing is sealed needs no keys yet', async () => {
  expect(await stands(await openTestDatabase())).toBe('open');
});

it('one with a key in it needs its master keys', async () => {
  const db = await openTestDatabase();
  await db.write((tx) => createFilmKey(tx, new Date('2026-09-30T08:00:00.000Z')));
  expect(await stands(db)).toBe('sealed');
});

(testDialect === 'SQLite' ? it : it.skip)('a file that is not there is none, and is not made', async () => {
  expect(await standingOf('sqlite:/nowhere/polyfoni.sqlite')).toBe('none');
});

it('an address where nobody answers is said to be away', async () => {
  await expect(standingOf('postgres://nobody@127.0.0.1:1/none')).rejects.toBeInstanceOf(DatabaseAway);
});
