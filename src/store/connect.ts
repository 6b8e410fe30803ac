import pg from 'pg';
import { Sequelize, type Transaction } from 'sequelize';
import sqlite3 from 'sqlite3';

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

/** A connection to `postgres://…` or `sqlite:FILE`. */
export function connect(url: string): Sequelize {
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

/** One more connection to the file behind `url`, with the same pragmas. */
export const openFile = (url: string): Promise<sqlite3.Database> =>
  new Promise((resolve, reject) => {
    const made = new sqliteWithPragmas.Database(url.slice('sqlite:'.length), sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE, (error) =>
      error ? reject(error) : resolve(made),
    );
  });
