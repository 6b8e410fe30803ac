import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openDatabase, type Database } from '../../src/store/database.js';
import { migrateUp } from '../../src/store/migrate.js';
import { openMasterKeys, type MasterKeys } from '../../src/store/master-keys.js';
import { root } from '../../src/web/root.js';

/** PostgreSQL address without a database name, such as `postgres://postgres@127.0.0.1:5499`; SQLite files when absent. */
const server = process.env['TEST_DATABASE_URL'];

/** The same in every test process, so that they can share what they prepared. It has never kept anything worth keeping. */
export const testMasterKeys: MasterKeys = openMasterKeys({ text: `1:${createHash('sha256').update('for tests').digest('base64url')}` });

/** A database that is prepared once and copied for each test. */
export interface Template {
  /** Another name when what it is made of changes, so that an older one is never taken for it. */
  name: string;
  prepare: (db: Database) => Promise<unknown>;
}

/** Tells what these folders hold. */
export function markOf(...folders: string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders.map((one) => path.join(root, one)))
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(ts|json)$/.test(file)) hash.update(file).update(readFileSync(path.join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

const migrated: Template = { name: `schema_${markOf('migrations')}`, prepare: migrateUp };

const closing = (db: Database, after: () => Promise<void> | void): Database => ({
  ...db,
  close: async () => {
    await db.close();
    await after();
  },
});

function removeFile(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
}

async function fromFile({ name, prepare }: Template): Promise<Database> {
  const folder = path.join(os.tmpdir(), `polyfoni-test-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true });
  const template = path.join(folder, `${name}.sqlite`);
  if (!existsSync(template)) {
    const draft = path.join(folder, `${randomUUID()}.sqlite`);
    const made = openDatabase(`sqlite:${draft}`, testMasterKeys);
    await prepare(made);
    // One whole file, whatever its connections still keep beside it.
    await made.sequelize.query(`VACUUM INTO '${draft}.whole'`);
    await made.close();
    renameSync(`${draft}.whole`, template);
    removeFile(draft);
  }
  const file = path.join(folder, `${randomUUID()}.sqlite`);
  copyFileSync(template, file);
  return closing(openDatabase(`sqlite:${file}`, testMasterKeys), () => removeFile(file));
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

async function fromServer(address: string, { name: of, prepare }: Template): Promise<Database> {
  const template = `polyfoni_${of}`;
  const name = `polyfoni_${randomUUID().replaceAll('-', '')}`;
  await onServer(address, async (client) => {
    await client.query('SELECT pg_advisory_lock(20190701)');
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (known.rowCount === 0) {
      const draft = `${template}_draft`;
      await client.query(`DROP DATABASE IF EXISTS ${draft}`);
      await client.query(`CREATE DATABASE ${draft}`);
      const made = openDatabase(`${address}/${draft}`, testMasterKeys);
      await prepare(made);
      await made.close();
      await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return closing(openDatabase(`${address}/${name}`, testMasterKeys), () =>
    onServer(address, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  );
}

/** A database of its own, migrated and empty unless another template is given; gone when closed. */
export const openTestDatabase = (template = migrated): Promise<Database> => (server ? fromServer(server, template) : fromFile(template));

/** Where another process would find this database. */
export function addressOf({ sequelize }: Database): string {
  if (server) return `${server}/${sequelize.getDatabaseName()}`;
  return `sqlite:${(sequelize as unknown as { options: { storage: string } }).options.storage}`;
}

export const testDialect = server ? 'PostgreSQL' : 'SQLite';

/** A database without any schema, for the tests of migrations. */
export async function openBareDatabase(): Promise<Database> {
  if (!server) {
    const file = path.join(os.tmpdir(), `polyfoni-bare-${randomUUID()}.sqlite`);
    return closing(openDatabase(`sqlite:${file}`, testMasterKeys), () => removeFile(file));
  }
  const name = `polyfoni_bare_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, async (client) => void (await client.query(`CREATE DATABASE ${name}`)));
  return closing(openDatabase(`${server}/${name}`, testMasterKeys), () =>
    onServer(server, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  );
}
