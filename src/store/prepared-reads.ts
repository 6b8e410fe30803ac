import type { Database, Statement } from 'sqlite3';

interface Prepared {
  statement: Statement;
  /** Names of the binds the text holds, `$1` first. */
  binds: string[];
}

/** Kept at once. A list of ids makes a text of its own for every length, so the oldest make room. */
const mostKept = 300;

export interface Reads {
  all: <T extends object>(sql: string, bind: unknown[]) => Promise<T[]>;
  /** Another number as soon as anything was committed by any other connection, in this process or another. */
  version: () => Promise<number>;
  close: () => Promise<void>;
}

const called = <T>(run: (done: (error: Error | null, value?: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => run((error, value) => (error ? reject(error) : resolve(value as T))));

const bindsIn = (sql: string): string[] => [...new Set(sql.match(/\$\d+/g) ?? [])];

/**
 * Reads on SQLite with statements that stay prepared, on a connection of its own: pages ask the same few questions again and again, and
 * planning a long one costs as much as answering it. It sees everything that was committed. A statement runs once at a time.
 */
export function preparedReads(open: () => Promise<Database>): Reads {
  const kept = new Map<string, Promise<Prepared>>();
  let connection: Promise<Database> | undefined;

  const opened = async () => {
    const db = await open();
    db.serialize();
    return db;
  };
  const prepare = async (sql: string): Promise<Prepared> => {
    const db = await (connection ??= opened());
    const statement = await new Promise<Statement>((resolve, reject) => {
      const made: Statement = db.prepare(sql, (error: Error | null) => (error ? reject(error) : resolve(made)));
    });
    return { statement, binds: bindsIn(sql) };
  };
  const finalize = async (prepared: Promise<Prepared>) => {
    const { statement } = await prepared;
    await new Promise<void>((resolve) => statement.finalize(() => resolve()));
  };
  const preparedFor = (sql: string): Promise<Prepared> => {
    const known = kept.get(sql);
    if (known) return known;
    const [oldest] = kept;
    if (oldest && kept.size >= mostKept) {
      kept.delete(oldest[0]);
      void finalize(oldest[1]);
    }
    const made = prepare(sql);
    kept.set(sql, made);
    made.catch(() => kept.delete(sql));
    return made;
  };

  const all = async <T extends object>(sql: string, bind: unknown[]): Promise<T[]> => {
    const { statement, binds } = await preparedFor(sql);
    const values = Object.fromEntries(binds.map((name) => [name, bind[Number(name.slice(1)) - 1]]));
    return called<T[]>((done) => statement.all(values, done));
  };

  return {
    all,
    // The connection never writes, so that every commit is another connection's.
    version: async () => (await all<{ data_version: number }>('PRAGMA data_version', []))[0]?.data_version ?? 0,
    close: async () => {
      await Promise.all([...kept.values()].map((prepared) => finalize(prepared).catch(() => undefined)));
      kept.clear();
      const db = await connection;
      if (db) await called((done) => db.close(done));
    },
  };
}
