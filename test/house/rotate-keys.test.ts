import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '../../src/config.js';
import { readyKeys } from '../../src/key-file.js';
import { createFilmKey } from '../../src/store/data-key.js';
import { openDatabase } from '../../src/store/database.js';
import { migrateUp } from '../../src/store/migrate.js';
import { root } from '../../src/web/root.js';
import { ownFolder } from '../support/clips/folder.js';

const built = (name: string) => path.join(root, 'dist', 'src', `${name}.js`);

describe('keys and a database that do not belong together yet', () => {
  let folder: Awaited<ReturnType<typeof ownFolder>>;
  beforeAll(async () => {
    if (!existsSync(built('rotate-keys'))) throw new Error('Build first (npm run build).');
    folder = await ownFolder();
  });
  afterAll(() => folder?.remove());

  const run = (name: string, dataDir: string) => {
    const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: '0' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [built(name)], { env, encoding: 'utf8', timeout: 30_000 });
    return { status, said: stdout + stderr };
  };

  /** A database with one wrapped key, and its key file. */
  async function sealed(dataDir: string): Promise<string> {
    mkdirSync(dataDir);
    const config = readConfig({ DATA_DIR: dataDir });
    const db = openDatabase(config.databaseUrl, await readyKeys(config));
    await migrateUp(db);
    await db.write((tx) => createFilmKey(tx, new Date()));
    await db.close();
    return path.join(dataDir, 'keys', 'master.keys');
  }

  test('without a database a rotation says so in one sentence and makes nothing', () => {
    const dataDir = path.join(folder.path, 'empty');
    const { status, said } = run('rotate-keys', dataDir);
    expect([status, said]).toEqual([
      1,
      `There is nothing to rotate: ${path.join(dataDir, 'polyfoni.sqlite')} holds no keys. Nothing was made.\n`,
    ]);
    expect(existsSync(dataDir)).toBe(false);
  });

  test.each(['rotate-keys', 'server', 'new-administrator'])('%s says that nobody answers where the database should be', (name) => {
    const env = { PATH: process.env['PATH'], DATA_DIR: path.join(folder.path, `away-${name}`), PORT: '0' };
    const words = name === 'new-administrator' ? ['Anna Holm', 'anna@kommune.example'] : [];
    const { status, stderr } = spawnSync(process.execPath, [built(name), ...words], {
      env: { ...env, DATABASE_URL: 'postgres://somebody:secret-word@127.0.0.1:9/polyfoni' },
      encoding: 'utf8',
      timeout: 30_000,
    });
    expect(status).toBe(78);
    expect(stderr).toMatch(/^DATABASE_URL: the database cannot be reached \(.*\)\.\n$/);
    expect(stderr).not.toContain('secret-word');
  });

  test.each(['rotate-keys', 'server', 'new-administrator'])('%s says that the key file of a sealed database is missing', async (name) => {
    const dataDir = path.join(folder.path, `sealed-${name}`);
    const file = await sealed(dataDir);
    rmSync(file);
    const env = { PATH: process.env['PATH'], DATA_DIR: dataDir, PORT: '0' };
    const words = name === 'new-administrator' ? ['Anna Holm', 'anna@kommune.example'] : [];
    const answer = spawnSync(process.execPath, [built(name), ...words], { env, encoding: 'utf8', timeout: 30_000 });
    expect(answer.status).not.toBe(0);
    expect(answer.stderr).toBe(
      `The key file ${file} is missing, and this database was sealed with it. Nothing was made in its place: put back the key file that belongs to this database.\n`,
    );
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });

  test('with both the keys are wrapped anew', async () => {
    const dataDir = path.join(folder.path, 'whole');
    await sealed(dataDir);
    expect(run('rotate-keys', dataDir)).toMatchObject({
      status: 0,
      said: expect.stringContaining('1 keys are now wrapped with master key 2'),
    });
  });
});
