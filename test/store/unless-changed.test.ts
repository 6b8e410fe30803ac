import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../../src/store/database.js';
import { municipalities } from '../../src/store/tables.js';
import { unlessChanged } from '../../src/store/unless-changed.js';
import { openTestDatabase, testDialect } from '../support/database.js';

describe(`reading again only when something was committed, on ${testDialect}`, () => {
  let db: Database;
  beforeEach(async () => {
    db = await openTestDatabase();
  });
  afterEach(() => db.close());

  const add = (name: string, to = db) => to.write((tx) => tx.insert(municipalities, { code: name, name, sortKey: name, demo: false }));
  const names = (key = 'names') =>
    unlessChanged(db, key, async () =>
      (await db.rows<{ name: string }>('SELECT name FROM municipality ORDER BY name')).map(({ name }) => name),
    );

  test('every commit is seen by the very next reading', async () => {
    for (const name of ['Aavang', 'Birkesund', 'Klintholt']) {
      await add(name);
      expect((await names()).at(-1)).toBe(name);
    }
  });

  test('what was rolled back is never seen', async () => {
    await add('Aavang');
    await expect(
      db.write(async (tx) => {
        await tx.insert(municipalities, { code: 'B', name: 'Birkesund', sortKey: 'b', demo: false });
        throw new Error('stop');
      }),
    ).rejects.toThrow('stop');
    expect(await names()).toEqual(['Aavang']);
  });

  test('two questions keep two answers, and a failed one is asked again', async () => {
    await add('Aavang');
    let asked = 0;
    const failing = () =>
      unlessChanged(db, 'failing', () => {
        asked += 1;
        return Promise.reject(new Error('no'));
      });
    await expect(failing()).rejects.toThrow('no');
    await expect(failing()).rejects.toThrow('no');
    expect(asked).toBe(2);
    expect(await unlessChanged(db, 'one', () => Promise.resolve(1))).toBe(1);
    expect(await unlessChanged(db, 'two', () => Promise.resolve(2))).toBe(2);
  });

  test('a transaction reads its own rows', async () => {
    const seen = await db.write(async (tx) => {
      await tx.insert(municipalities, { code: 'A', name: 'Aavang', sortKey: 'a', demo: false });
      return unlessChanged(tx, 'names', () => tx.rows<{ name: string }>('SELECT name FROM municipality'));
    });
    expect(seen).toEqual([{ name: 'Aavang' }]);
  });

  const onFiles = testDialect === 'SQLite' ? test : test.skip;
  onFiles('nothing is read twice when nothing changed; another process’s commit counts as well', async () => {
    await add('Aavang');
    const before = await names();
    expect(await names()).toBe(before);
    const { file } = (await db.row<{ file: string }>(`SELECT file FROM pragma_database_list WHERE name = 'main'`))!;
    const other = openDatabase(`sqlite:${file}`, db.masterKeys);
    await add('Birkesund', other);
    await other.close();
    expect(await names()).toEqual(['Aavang', 'Birkesund']);
  });

  onFiles('more different statements than are kept prepared still answer, and in order', async () => {
    const answers = await Promise.all(
      Array.from({ length: 700 }, (_, number) => db.row<{ n: number }>(`SELECT ${number} + $2 - $1 AS "n"`, [1, 1])),
    );
    expect(answers.map((answer) => answer!.n)).toEqual(Array.from({ length: 700 }, (_, number) => number));
  });

  onFiles('a faulty statement says so and spoils nothing', async () => {
    await expect(db.rows('SELECT id FROM nowhere')).rejects.toThrow('nowhere');
    expect(await db.rows('SELECT 1 AS "n"')).toEqual([{ n: 1 }]);
  });
});
