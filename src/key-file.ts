import { existsSync } from 'node:fs';
import { type Config, endFor } from './config.js';
import { type MasterKeys, nextMasterKey, openMasterKeys, writeMasterKeys } from './store/master-keys.js';
import { DatabaseAway, type Standing, standingOf } from './store/standing.js';

/** Of two processes that start at once, the first to come makes the key. */
function makeFirst(file: string): void {
  try {
    writeMasterKeys(file, [nextMasterKey([])], { replace: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** What lies behind the address. Ends the process in words when nobody answers there. */
export async function reached(databaseUrl: string): Promise<Standing> {
  try {
    return await standingOf(databaseUrl);
  } catch (error) {
    if (error instanceof DatabaseAway) return endFor(`DATABASE_URL: the database cannot be reached (${error.message}).`);
    throw error;
  }
}

/** In words, what is wrong when the key file is not there; null when a first one may be made, for a database in which nothing is sealed. */
export const missingKeyFile = async (file: string, databaseUrl: string): Promise<string | null> =>
  (await reached(databaseUrl)) === 'sealed'
    ? `The key file ${file} is missing, and this database was sealed with it. Nothing was made in its place: put back the key file that belongs to this database.`
    : null;

/** The master keys, made once for a first run. Ends the process when they are missing from a database that is sealed with them. */
export async function readyKeys({ masterKeys: source, databaseUrl }: Pick<Config, 'masterKeys' | 'databaseUrl'>): Promise<MasterKeys> {
  if ('file' in source && !existsSync(source.file)) {
    const fault = await missingKeyFile(source.file, databaseUrl);
    if (fault !== null) endFor(fault);
    makeFirst(source.file);
  }
  return openMasterKeys(source);
}
