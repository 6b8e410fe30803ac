import { type DataKeyRow, dataKeyColumns, MasterKeyMissing, unwrap, wrap } from './data-key.js';
import type { Database, Writer } from './database.js';
import { dataKeys } from './tables.js';

const batch = 200;

/** Wrapped keys of another version than the newest. */
const countOlder = async (tx: Pick<Writer, 'row'>, version: number): Promise<number> =>
  (await tx.row<{ count: number }>('SELECT COUNT(*) AS "count" FROM data_key WHERE master_version <> $1', [version]))?.count ?? 0;

async function rewrapSome(db: Database): Promise<number> {
  const lock = db.dialect === 'postgres' ? 'FOR UPDATE' : '';
  return db.write(async (tx) => {
    const { version } = tx.masterKeys.current();
    const rows = await tx.rows<DataKeyRow>(
      `SELECT ${dataKeyColumns} FROM data_key WHERE master_version <> $1 ORDER BY id LIMIT ${batch} ${lock}`,
      [version],
    );
    for (const row of rows) {
      const key = unwrap(tx.masterKeys, row);
      if (key) await tx.update(dataKeys, { id: row.id }, wrap(tx.masterKeys, row, key));
    }
    return rows.length;
  });
}

/**
 * Wraps every key with the newest master key, a few hundred in a transaction, while others read and write. May be ended at any moment and
 * begun again. When it resolves no key needs an older master key: whoever makes a key meanwhile looks for the newest after its row is
 * inserted, and a row inserted before is waited for and counted here. Returns how many were wrapped anew.
 */
export async function rewrapAll(db: Database): Promise<number> {
  let done = 0;
  for (;;) {
    for (let count = batch; count > 0; done += count) count = await rewrapSome(db);
    const left = await db.write(async (tx) => {
      if (db.dialect === 'postgres') await tx.run('LOCK TABLE data_key IN SHARE ROW EXCLUSIVE MODE');
      return countOlder(tx, tx.masterKeys.current().version);
    });
    if (left === 0) return done;
  }
}

/** Whether every master key this database needs is there and fits; otherwise in words what is wrong. */
export async function masterKeyFault(db: Database): Promise<string | null> {
  const samples = await db.rows<DataKeyRow>(
    `SELECT ${dataKeyColumns} FROM data_key WHERE id IN (SELECT MIN(id) FROM data_key WHERE wrapped IS NOT NULL GROUP BY master_version)`,
  );
  for (const row of samples)
    try {
      unwrap(db.masterKeys, row);
    } catch (error) {
      const what = error instanceof MasterKeyMissing ? 'is missing from the master keys' : 'is not the one this database was sealed with';
      return `Version ${row.masterVersion} ${what}. Films and texts cannot be opened: give the key file that belongs to this database.`;
    }
  return null;
}
