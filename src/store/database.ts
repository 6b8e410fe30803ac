import { setTimeout as wait } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { connect, openFile } from './connect.js';
import type { MasterKeys } from './master-keys.js';
import { modelsOf } from './models.js';
import { preparedReads, type Reads } from './prepared-reads.js';
import type { Columns, Row, Table } from './table.js';
import { fromRow, toRow } from './table.js';

/** Two that are equal were asked for with no commit between them. */
export type Version = number | string;

/** What may be asked of the database, inside or outside a transaction. SQL binds are `$1`, `$2` …: named replacements can fail silently on SQLite. */
export interface Reader {
  /** What wraps the keys of films and texts. Only `data-key` uses it. */
  masterKeys: MasterKeys;
  rows: <T extends object>(sql: string, bind?: unknown[]) => Promise<T[]>;
  row: <T extends object>(sql: string, bind?: unknown[]) => Promise<T | null>;
  all: <C extends Columns>(table: Table<C>, where: Partial<Row<C>>, order?: string) => Promise<Row<C>[]>;
  find: <C extends Columns>(table: Table<C>, where: Partial<Row<C>>) => Promise<Row<C> | null>;
  /** As the database's; not there inside a transaction. */
  version?: () => Promise<Version>;
}

export interface Writer extends Reader {
  /** Returns the new row's id (0 for tables without one). */
  insert: <C extends Columns>(table: Table<C>, values: Partial<Row<C>>) => Promise<number>;
  insertMany: <C extends Columns>(table: Table<C>, values: Partial<Row<C>>[]) => Promise<void>;
  /** Returns how many rows changed. */
  update: <C extends Columns>(table: Table<C>, where: Partial<Row<C>>, values: Partial<Row<C>>) => Promise<number>;
  remove: <C extends Columns>(table: Table<C>, where: Partial<Row<C>>) => Promise<number>;
  run: (sql: string, bind?: unknown[]) => Promise<void>;
}

export interface Database extends Reader {
  dialect: 'sqlite' | 'postgres';
  sequelize: Sequelize;
  /** Another one as soon as anything was committed by anybody, and now and then without. */
  version: () => Promise<Version>;
  /** One transaction a use case. On SQLite writers queue behind one mutex: concurrent IMMEDIATE transactions starve themselves. */
  write: <T>(work: (tx: Writer) => Promise<T>) => Promise<T>;
  /** Makes what was overwritten unreadable in the files behind the database too. Outside any transaction. `thorough` writes them anew. */
  forget: (thorough?: boolean) => Promise<void>;
  close: () => Promise<void>;
}

/** Whoever listens to statements hears those that pass Sequelize by too. */
function tell(sequelize: Sequelize, sql: string): void {
  const { logging } = (sequelize as unknown as { options: { logging?: unknown } }).options;
  if (typeof logging === 'function') logging(sql);
}

const tablesOfTexts = 'data_key, annotation, reply, reflection, rating, assessor, application, application_event';

/**
 * SQLite zeroes what is deleted (secure_delete), but the log of changes keeps older pages until it is cut. PostgreSQL keeps older rows
 * until they are vacuumed; its own log and its backups have their own times.
 */
async function forget(sequelize: Sequelize, thorough: boolean): Promise<void> {
  if (sequelize.getDialect() === 'postgres') {
    await sequelize.query(`VACUUM ${thorough ? '(FULL) ' : ''}${tablesOfTexts}`);
    return;
  }
  if (thorough) await sequelize.query('VACUUM');
  for (let turn = 0; turn < 20; turn += 1) {
    const [answer] = await sequelize.query<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)', { type: QueryTypes.SELECT });
    if (answer?.busy !== 1) return;
    await wait(50);
  }
}

/**
 * What PostgreSQL would show a transaction begun now, in its own words: the numbers of those still open, and of the first to come. A transaction
 * that writes has a number, and is seen by nobody until it is in none of them.
 */
async function snapshotOf(sequelize: Sequelize): Promise<string> {
  const [found] = await sequelize.query<{ seen: string }>('SELECT pg_current_snapshot()::text AS seen', {
    type: QueryTypes.SELECT,
    raw: true,
  });
  if (!found) throw new Error('the database tells no snapshot');
  return found.seen;
}

const rowsFrom =
  (sequelize: Sequelize, reads: Reads | null, transaction: Transaction | undefined): Reader['rows'] =>
  <T extends object>(sql: string, bind: unknown[] = []) => {
    if (!reads) return sequelize.query<T>(sql, { type: QueryTypes.SELECT, raw: true, transaction, ...(bind.length > 0 ? { bind } : {}) });
    tell(sequelize, sql);
    return reads.all<T>(sql, bind);
  };

export function openDatabase(url: string, masterKeys: MasterKeys): Database {
  const sequelize = connect(url);
  const modelOf = modelsOf(sequelize);
  const reads = url.startsWith('sqlite:') ? preparedReads(() => openFile(url)) : null;

  const reader = (transaction?: Transaction): Reader => {
    const rows = rowsFrom(sequelize, transaction ? null : reads, transaction);
    const all: Reader['all'] = async (table, where, order = 'id') =>
      (
        (await modelOf(table).findAll({
          where: toRow(table, where),
          order: table.columns[order] ? [[order, 'ASC']] : [],
          raw: true,
          transaction,
        })) as unknown as Record<string, unknown>[]
      ).map((row) => fromRow(table, row));
    return {
      masterKeys,
      rows,
      row: async <T extends object>(sql: string, bind: unknown[] = []) => (await rows<T>(sql, bind))[0] ?? null,
      all,
      find: async (table, where) => (await all(table, where))[0] ?? null,
    };
  };

  const writer = (transaction: Transaction): Writer => ({
    ...reader(transaction),
    insert: async (table, values) => {
      const made = await modelOf(table).create(toRow(table, values), { transaction });
      return table.columns['id'] ? Number(made.get('id')) : 0;
    },
    insertMany: async (table, values) => {
      if (values.length > 0)
        await modelOf(table).bulkCreate(
          values.map((one) => toRow(table, one)),
          { transaction },
        );
    },
    update: async (table, where, values) =>
      (await modelOf(table).update(toRow(table, values), { where: toRow(table, where), transaction }))[0],
    remove: (table, where) => modelOf(table).destroy({ where: toRow(table, where), transaction }),
    run: async (sql, bind = []) => {
      await sequelize.query(sql, { transaction, ...(bind.length > 0 ? { bind } : {}) });
    },
  });

  const turn = new Mutex();
  const dialect = sequelize.getDialect() as Database['dialect'];
  const inTransaction = <T>(work: (tx: Writer) => Promise<T>) => sequelize.transaction((transaction) => work(writer(transaction)));
  return {
    ...reader(),
    dialect,
    sequelize,
    version: reads?.version ?? (() => snapshotOf(sequelize)),
    write: (work) => (dialect === 'sqlite' ? turn.runExclusive(() => inTransaction(work)) : inTransaction(work)),
    forget: (thorough = false) => turn.runExclusive(() => forget(sequelize, thorough)),
    close: async () => {
      await reads?.close();
      await sequelize.close();
    },
  };
}
