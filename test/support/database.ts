import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openDatabase, type Database } from '../../src/store/database.js';
import { migrateUp } from '../../src/store/migrate.js';
import { nextMasterKey, openMasterKeys, type MasterKeys } from '../../src/store/master-keys.js';
import { root } from '../../src/web/root.js';

/** PostgreSQL address without a database name, such as `postgres://postgres@127.0.0.1:5499`; SQLite files when absent. */
const server = process.env['TEST_DATABASE_URL'];

/** Random, and only of this test process. */
export const testMasterKeys: MasterKeys = (() => {
  const { version, key } = nextMasterKey([]);
  return openMasterKeys({ text: `${version}:${key.toString('base64url')}` });
})();

const schemaMark = (() => {
  const folder = path.join(root, 'migrations');
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(path.join(folder, file)));
  return hash.digest('hex').slice(0, 12);
})();

const closing = (db: Database, after: () => Promise<void> | void): Database => ({
  ...db,
  close: async () => {
    await db.close();
    await after();
  },
});

async function fromFile(): Promise<Database> {
  const folder = path.join(os.tmpdir(), `polyfoni-test-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true });
  const template = path.join(folder, `schema-${schemaMark}.sqlite`);
  if (!existsSync(template)) {
    const draft = path.join(folder, `${randomUUID()}.sqlite`);
    const made = openDatabase(`sqlite:${draft}`, testMasterKeys);
    await migrateUp(made);
    await made.sequelize.query('PRAGMA wal_checkpoint(TRUNCATE)');
    await made.sequelize.query('PRAGMA journal_mode=DELETE');
    await made.close();
    renameSync(draft, template);
  }
  const file = path.join(folder, `${randomUUID()}.sqlite`);
  copyFileSync(template, file);
  return closing(openDatabase(`sqlite:${file}`, testMasterKeys), () => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
  });
}

async function onServer<T>(address: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(`${address}/postgres`);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function fromServer(address: string): Promise<Database> {
  const template = `polyfoni_schema_${schemaMark}`;
  const name = `polyfoni_${randomUUID().replaceAll('-', '')}`;
  await onServer(address, async (client) => {
    await client.query('SELECT pg_advisory_lock(20190701)');
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (known.rowCount === 0) {
      const draft = `${template}_draft`;
      await client.query(`DROP DATABASE IF EXISTS ${draft}`);
      await client.query(`CREATE DATABASE ${draft}`);
      const made = openDatabase(`${address}/${draft}`, testMasterKeys);
      await migrateUp(made);
      await made.close();
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return closing(openDatabase(`${address}/${name}`, testMasterKeys), () =>
    onServer(address, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  );
}

/** An empty, migrated database of its own; gone when closed. */
export const openTestDatabase = (): Promise<Database> => (server ? fromServer(server) : fromFile());

export const testDialect = server ? 'PostgreSQL' : 'SQLite';

/** A database without any schema, for the tests of migrations. */
export async function openBareDatabase(): Promise<Database> {
  if (!server) {
    const file = path.join(os.tmpdir(), `polyfoni-bare-${randomUUID()}.sqlite`);
    return closing(openDatabase(`sqlite:${file}`, testMasterKeys), () => {
      for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
    });
  }
  const name = `polyfoni_bare_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, async (client) => void (await client.query(`CREATE DATABASE ${name}`)));
  return closing(openDatabase(`${server}/${name}`, testMasterKeys), () =>
    onServer(server, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  );
}
