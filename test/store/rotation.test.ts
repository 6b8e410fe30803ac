import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createFilmKey, filmKeysOf, MasterKeyMissing } from '../../src/store/data-key.js';
import type { Database } from '../../src/store/database.js';
import { type MasterKeys, nextMasterKey, openMasterKeys, readMasterKeys, writeMasterKeys } from '../../src/store/master-keys.js';
import { masterKeyFault, rewrapAll } from '../../src/store/rotation.js';
import { openTestDatabase, testDialect } from '../support/database.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'polyfoni-rotation-'));
const file = path.join(folder, 'master.keys');
const now = new Date('2026-09-30T08:00:00.000Z');
let db: Database;
let serverKeys: MasterKeys;
let server: ReturnType<typeof under>;
const before = new Map<number, Buffer>();

/** The same database as another process sees it that opened the key file on its own. */
function under(masterKeys: MasterKeys): Database {
  return {
    ...db,
    masterKeys,
    write: (work) => db.write((tx) => work({ ...tx, masterKeys })),
  };
}

const addVersion = () => {
  const keys = readMasterKeys(file);
  writeMasterKeys(file, [...keys, nextMasterKey(keys)]);
};
const dropOlder = () => writeMasterKeys(file, readMasterKeys(file).slice(-1));
const versions = async () =>
  (await db.rows<{ version: number }>('SELECT DISTINCT master_version AS "version" FROM data_key ORDER BY 1')).map(
    ({ version }) => version,
  );

beforeAll(async () => {
  db = await openTestDatabase();
  writeMasterKeys(file, [nextMasterKey([])]);
  serverKeys = openMasterKeys({ file });
  server = under(serverKeys);
  const made = await server.write(async (tx) => {
    const ids: number[] = [];
    for (let turn = 0; turn < 450; turn += 1) ids.push(await createFilmKey(tx, now));
    return ids;
  });
  for (const id of made) before.set(id, (await filmKeysOf(server).open(id))!);
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

const allOpen = async (as: Database) => {
  for (const [id, key] of before) expect((await filmKeysOf(as).open(id))?.equals(key)).toBe(true);
};

describe(`a new master key, on ${testDialect}`, () => {
  it('wraps every key anew while a server that knows nothing of it reads and makes keys', async () => {
    addVersion();
    let running = true;
    const serving = (async () => {
      let reads = 0;
      for (; running || reads < 50; reads += 1) {
        const id = [...before.keys()][reads % before.size]!;
        expect((await filmKeysOf(server).open(id))?.equals(before.get(id)!)).toBe(true);
        if (reads % 10 === 0) {
          const made = await server.write((tx) => createFilmKey(tx, now));
          before.set(made, (await filmKeysOf(server).open(made))!);
        }
      }
    })();
    expect(await rewrapAll(under(openMasterKeys({ file })))).toBeGreaterThanOrEqual(450);
    dropOlder();
    running = false;
    await serving;
    expect(await versions()).toEqual([2]);
    await allOpen(server);
    await allOpen(under(openMasterKeys({ file })));
  });

  it('can be ended between any two batches and gone on with', async () => {
    addVersion();
    for (let batches = 1; ; batches += 1) {
      let count = 0;
      const rotating = under(openMasterKeys({ file }));
      const ended: Database = {
        ...rotating,
        write: (work) => {
          count += 1;
          if (count > 1) throw new Error('ended');
          return rotating.write(work);
        },
      };
      const left = await rewrapAll(ended).then(
        () => 0,
        (error: Error) => (error.message === 'ended' ? 1 : Promise.reject(error)),
      );
      await allOpen(server);
      if (left === 0 || batches > 5) break;
    }
    expect(await rewrapAll(under(openMasterKeys({ file })))).toBe(0);
    expect(await versions()).toEqual([3]);
    dropOlder();
    await allOpen(under(openMasterKeys({ file })));
  });

  it('that does not belong to the database is told before anything is served', async () => {
    expect(await masterKeyFault(server)).toBeNull();
    const { key } = nextMasterKey([]);
    const strange = under(openMasterKeys({ text: `3:${key.toString('base64url')}` }));
    expect(await masterKeyFault(strange)).toContain('not the one');
    const older = under(openMasterKeys({ text: `1:${key.toString('base64url')}` }));
    expect(await masterKeyFault(older)).toContain('missing');
    await expect(filmKeysOf(older).open([...before.keys()][0]!)).rejects.toThrow(MasterKeyMissing);
  });
});
