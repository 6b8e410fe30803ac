import type { Database, Statement } from 'sqlite3';

interface Prepared {
  statement: Statement;
  /** For each bind, in the order the text first names them, its place among the values: `$1` is 0. */
  places: number[];
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

/** SQLite numbers named binds as it meets them; handed over by number they need not be found by name, one by one, at every reading. */
const placesIn = (sql: string): number[] => [...new Set(sql.match(/\$\d+/g) ?? [])].map((name) => Number(name.slice(1)) - 1);

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
    return { statement, places: placesIn(sql) };
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
    const { statement, places } = await preparedFor(sql);
    const values = places.map((place) => bind[place]);
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
