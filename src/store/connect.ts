import pg from 'pg';
import { Sequelize, type Options, type Transaction } from 'sequelize';
import sqlite3 from 'sqlite3';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

type Done = (error: Error | null) => void;

/** Sequelize never runs its afterConnect hook on SQLite, so the pragmas are set where the connection is born. */
class WithPragmas extends sqlite3.Database {
  constructor(file: string, mode: number, done: Done) {
    super(file, mode, (error) => {
      if (error) return done(error);
      this.exec(
        'PRAGMA journal_mode=WAL; PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;',
        done,
      );
    });
  }
}

/**
 * Sequelize opens a connection for each transaction and closes it afterwards; a new one reads the whole schema before its first statement,
 * which costs more than most transactions. So a closed one is lent to the next transaction, rolled back first in case it was left open.
 */
function lending() {
  const idle: sqlite3.Database[] = [];
  let ended = false;
  class Lent extends WithPragmas {
    override close(done?: Done): void {
      if (ended) return super.close(done);
      this.exec('ROLLBACK', () => {
        if (ended) return super.close(done);
        idle.push(this);
        done?.(null);
      });
    }
  }
  function Database(file: string, mode: number, done: Done): sqlite3.Database {
    const known = idle.pop();
    if (known) process.nextTick(done, null);
    return known ?? new Lent(file, mode, done);
  }
  return {
    module: { OPEN_READWRITE: sqlite3.OPEN_READWRITE, OPEN_CREATE: sqlite3.OPEN_CREATE, Database },
    /** From now on a connection that is closed is closed. */
    end: () => void (ended = true),
    closeIdle: () =>
      Promise.all(idle.splice(0).map((one) => new Promise<void>((resolve) => one.close(() => resolve())))).then(() => undefined),
  };
}

/** A Sequelize on a file, whose idle connections are closed with it. */
function onFile(file: string, common: Options): Sequelize {
  const lent = lending();
  const dialect = { dialect: 'sqlite', storage: file, dialectModule: lent.module } as const;
  const sequelize = new Sequelize({ ...common, ...dialect, transactionType: 'IMMEDIATE' as Transaction.TYPES });
  const close = sequelize.close.bind(sequelize);
  sequelize.close = async () => {
    lent.end();
    await close();
    await lent.closeIdle();
  };
  return sequelize;
}

/** A connection to `postgres://…` or `sqlite:FILE`. */
export function connect(url: string): Sequelize {
  const common = { logging: false, define: { timestamps: false, freezeTableName: true, underscored: true } } as const;
  if (url.startsWith('sqlite:')) return onFile(url.slice('sqlite:'.length), common);
  return new Sequelize(url, { ...common, dialect: 'postgres', dialectModule: pg, pool: { max: 10, idle: 10_000, evict: 5_000 } });
}

/** One more connection to the file behind `url`, with the same pragmas. */
export const openFile = (url: string): Promise<sqlite3.Database> =>
  new Promise((resolve, reject) => {
    const made = new WithPragmas(url.slice('sqlite:'.length), sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE, (error) =>
      error ? reject(error) : resolve(made),
    );
  });
