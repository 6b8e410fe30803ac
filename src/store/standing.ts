import { existsSync } from 'node:fs';
import { ConnectionError, DatabaseError, QueryTypes } from 'sequelize';
import { connect } from './connect.js';

/** No database of ours yet, one in which nothing is sealed, or one that needs its master keys. */
export type Standing = 'none' | 'open' | 'sealed';

/** Nobody answers at the address, or lets us in. */
export class DatabaseAway extends Error {}

/** Told by its code where the server may speak Danish; SQLite has one code for many faults, and one language. */
const isUnmade = ({ original, message }: DatabaseError): boolean =>
  (original as { code?: string }).code === '42P01' || message.includes('no such table');

/** What lies behind the address, asked before anything is made there. Throws {@link DatabaseAway}. */
export async function standingOf(url: string): Promise<Standing> {
  if (url.startsWith('sqlite:') && !existsSync(url.slice('sqlite:'.length))) return 'none';
  const sequelize = connect(url);
  try {
    const keys = await sequelize.query('SELECT id FROM data_key WHERE wrapped IS NOT NULL LIMIT 1', { type: QueryTypes.SELECT });
    return keys.length > 0 ? 'sealed' : 'open';
  } catch (error) {
    if (error instanceof DatabaseError && isUnmade(error)) return 'none';
    throw error instanceof ConnectionError ? new DatabaseAway(error.message) : error;
  } finally {
    await sequelize.close();
  }
}
