import { readdirSync, readlinkSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/store/database.js';
import { municipalities } from '../../src/store/tables.js';
import { openTestDatabase, testDialect } from '../support/database.js';

const add = (db: Database, name: string) => db.write((tx) => tx.insert(municipalities, { code: name, name, sortKey: name, demo: false }));
const names = async (db: Database) =>
  (await db.rows<{ name: string }>('SELECT name FROM municipality ORDER BY name')).map(({ name }) => name);

const onFiles = testDialect === 'SQLite' ? describe : describe.skip;

onFiles('connections to a file', () => {
  const opened = (file: string) =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === file;
      } catch {
        return false;
      }
    }).length;
  const fileOf = async (db: Database) =>
    (await db.row<{ file: string }>(`SELECT file FROM pragma_database_list WHERE name = 'main'`))!.file;

  test('one is lent to transaction after transaction, and all are closed with the database', async () => {
    const db = await openTestDatabase();
    const file = await fileOf(db);
    await add(db, 'A00');
    const before = opened(file);
    for (let index = 1; index < 40; index += 1) await add(db, `A${String(index).padStart(2, '0')}`);
    await Promise.all(Array.from({ length: 10 }, (_, index) => add(db, `B${index}`)));
    // A second one when a transaction begins before the last one's connection is back.
    expect(opened(file)).toBeLessThanOrEqual(before + 1);
    expect(await names(db)).toHaveLength(50);
    await db.close();
    expect(opened(file)).toBe(0);
  });

  test('what a transaction that failed had written is not there for the next one on the same connection', async () => {
    const db = await openTestDatabase();
    for (let index = 0; index < 5; index += 1) {
      const failed = db.write(async (tx) => {
        await tx.insert(municipalities, { code: 'X', name: 'X', sortKey: 'x', demo: false });
        throw new Error('stop');
      });
      await expect(failed).rejects.toThrow('stop');
      await add(db, `A${index}`);
    }
    expect(await names(db)).toEqual(['A0', 'A1', 'A2', 'A3', 'A4']);
    await db.close();
  });
});
