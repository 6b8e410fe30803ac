import { Mutex } from 'async-mutex';
import pg from 'pg';
import { DataTypes, QueryTypes, Sequelize, type ModelStatic, type Model, type Transaction } from 'sequelize';
import sqlite3 from 'sqlite3';
import type { Columns, Row, Table } from './table.js';
import { fromRow, toRow } from './table.js';

/** What may be asked of the database, inside or outside a transaction. SQL binds are `$1`, `$2` …: named replacements can fail silently on SQLite. */
export interface Reader {
  rows: <T extends object>(sql: string, bind?: unknown[]) => Promise<T[]>;
  row: <T extends object>(sql: string, bind?: unknown[]) => Promise<T | null>;
  all: <C extends Columns>(table: Table<C>, where: Partial<Row<C>>, order?: string) => Promise<Row<C>[]>;
  find: <C extends Columns>(table: Table<C>, where: Partial<Row<C>>) => Promise<Row<C> | null>;
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
  /** One transaction a use case. On SQLite writers queue behind one mutex: concurrent IMMEDIATE transactions starve themselves. */
  write: <T>(work: (tx: Writer) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** Sequelize never runs its afterConnect hook on SQLite, so the pragmas are set where the connection is born. */
const sqliteWithPragmas = {
  OPEN_READWRITE: sqlite3.OPEN_READWRITE,
  OPEN_CREATE: sqlite3.OPEN_CREATE,
  Database: class extends sqlite3.Database {
    constructor(file: string, mode: number, done: (error: Error | null) => void) {
      super(file, mode, (error) => {
        if (error) return done(error);
        this.exec(
          'PRAGMA journal_mode=WAL; PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;',
          done,
        );
      });
    }
  },
};

function connect(url: string): Sequelize {
  const common = { logging: false, define: { timestamps: false, freezeTableName: true, underscored: true } } as const;
  if (url.startsWith('sqlite:'))
    return new Sequelize({
      ...common,
      dialect: 'sqlite',
      storage: url.slice('sqlite:'.length),
      dialectModule: sqliteWithPragmas,
      transactionType: 'IMMEDIATE' as Transaction.TYPES,
    });
  return new Sequelize(url, { ...common, dialect: 'postgres', dialectModule: pg, pool: { max: 10, idle: 10_000, evict: 5_000 } });
}

const types = {
  key: DataTypes.INTEGER,
  number: DataTypes.INTEGER,
  big: DataTypes.BIGINT,
  text: DataTypes.TEXT,
  flag: DataTypes.INTEGER,
  json: DataTypes.TEXT,
};

export function openDatabase(url: string): Database {
  const sequelize = connect(url);
  const models = new WeakMap<object, ModelStatic<Model>>();
  const modelOf = <C extends Columns>(table: Table<C>): ModelStatic<Model> => {
    const known = models.get(table);
    if (known) return known;
    const attributes = Object.fromEntries(
      Object.entries(table.columns).map(([name, kind]) => {
        const type = types[kind.replace('?', '') as keyof typeof types];
        return [
          name,
          kind === 'key' ? { type, primaryKey: true, autoIncrement: true } : { type, primaryKey: table.primary.includes(name) },
        ];
      }),
    );
    const made = sequelize.define(table.name, attributes);
    if (!table.columns['id'] && table.primary.length === 0) made.removeAttribute('id');
    models.set(table, made);
    return made;
  };

  const reader = (transaction?: Transaction): Reader => {
    const rows = <T extends object>(sql: string, bind: unknown[] = []) =>
      sequelize.query<T>(sql, { type: QueryTypes.SELECT, raw: true, transaction, ...(bind.length > 0 ? { bind } : {}) });
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
    write: (work) => (dialect === 'sqlite' ? turn.runExclusive(() => inTransaction(work)) : inTransaction(work)),
    close: () => sequelize.close(),
  };
}
