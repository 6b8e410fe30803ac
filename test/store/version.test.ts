import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database, Version } from '../../src/store/database.js';
import { municipalities } from '../../src/store/tables.js';
import { openTestDatabase, testDialect } from '../support/database.js';

describe(`whether anything was committed, on ${testDialect}`, () => {
  let db: Database;
  beforeEach(async () => {
    db = await openTestDatabase();
  });
  afterEach(() => db.close());

  const version = (): Promise<Version> => db.version();
  const row = (name: string) => ({ code: name, name, sortKey: name, demo: false });
  /** Other tests may commit in the same PostgreSQL between the two; seldom every time. */
  const staysAfter = async (work: () => Promise<unknown>): Promise<boolean> => {
    for (let turn = 0; turn < 50; turn += 1) {
      const before = await version();
      await work();
      if ((await version()) === before) return true;
    }
    return false;
  };

  test('is told: every commit makes another version', async () => {
    const seen = [await version()];
    for (const name of ['Aavang', 'Birkesund', 'Klintholt']) {
      await db.write((tx) => tx.insert(municipalities, row(name)));
      seen.push(await version());
    }
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('is told only when it is done: the version before a commit is not the one after it', async () => {
    const during = await db.write(async (tx) => {
      await tx.insert(municipalities, row('Aavang'));
      return version();
    });
    expect(await version()).not.toBe(during);
  });

  test('stays the same while people only read', async () => {
    expect(await staysAfter(() => db.all(municipalities, {}))).toBe(true);
  });

  test('cannot be asked inside a transaction', async () => {
    expect(await db.write((tx) => Promise.resolve(tx.version))).toBeUndefined();
  });
});
