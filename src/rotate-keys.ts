import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { ConfigFaults, readConfig } from './config.js';
import { missingKeyFile, reached } from './key-file.js';
import { openDatabase } from './store/database.js';
import { MasterKeyFault, nextMasterKey, openMasterKeys, readMasterKeys, writeMasterKeys } from './store/master-keys.js';
import { masterKeyFault, rewrapAll } from './store/rotation.js';

const usage = `bin/rotate-keys                adds a master key, wraps all keys with it, and drops the older ones from the key file
bin/rotate-keys --keep         the same, but the older master keys stay in the file, so that older backups can still be read
bin/rotate-keys --first FILE   makes a key file for a new installation`;

function stop(words: string): never {
  console.error(words);
  process.exit(1);
}

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Two rotations at once would each write a key of the same version. A lock left by one that was killed is taken over. */
function takeLock(lock: string): void {
  try {
    const handle = openSync(lock, 'wx', 0o600);
    writeSync(handle, String(process.pid));
    closeSync(handle);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = Number(readFileSync(lock, 'utf8'));
    if (holder > 0 && isRunning(holder)) stop(`Another rotation is running (process ${holder}).`);
    rmSync(lock, { force: true });
    takeLock(lock);
  }
}

/** A rotation that was ended in between is gone on with: the file then holds more than one version. */
function addVersion(file: string, keep: boolean): void {
  const keys = readMasterKeys(file);
  if (keys.length > 1 && !keep) return;
  writeMasterKeys(file, [...keys, nextMasterKey(keys)]);
}

/** Before anything is made: there is something to rotate, and something to rotate it from. */
async function requireBoth(databaseUrl: string, file: string | null): Promise<void> {
  const where = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : 'the database of DATABASE_URL';
  if ((await reached(databaseUrl)) === 'none') stop(`There is nothing to rotate: ${where} holds no keys. Nothing was made.`);
  if (file === null || existsSync(file)) return;
  stop((await missingKeyFile(file, databaseUrl)) ?? `There is no key file ${file}, and nothing is sealed yet. Nothing was made.`);
}

async function rotate(keep: boolean): Promise<void> {
  const { masterKeys: source, databaseUrl } = readConfig(process.env, { make: false });
  const file = 'file' in source ? source.file : null;
  await requireBoth(databaseUrl, file);
  const lock = file === null ? null : `${file}.rotating`;
  if (lock !== null) takeLock(lock);
  try {
    if (file !== null) addVersion(file, keep);
    const masterKeys = openMasterKeys(source);
    const db = openDatabase(databaseUrl, masterKeys);
    const fault = await masterKeyFault(db);
    if (fault !== null) stop(fault);
    const count = await rewrapAll(db);
    await db.forget();
    await db.close();
    if (file !== null && !keep) writeMasterKeys(file, [masterKeys.current()]);
    const { version } = masterKeys.current();
    console.log(`${count} keys are now wrapped with master key ${version}; no key needs an older one.`);
    if (file === null) console.log('MASTER_KEY is in the environment: take the older versions out of it, and restart.');
  } finally {
    if (lock !== null) rmSync(lock, { force: true });
  }
}

const [option, path, ...rest] = process.argv.slice(2);
try {
  if (option === '--first' && path !== undefined && rest.length === 0) {
    writeMasterKeys(path, [nextMasterKey([])], { replace: false });
    console.log(`Made ${path}. Keep a copy where the backups of the database are not: without it every film and text is lost.`);
  } else if ((option === undefined || option === '--keep') && path === undefined) await rotate(option === '--keep');
  else stop(usage);
} catch (error) {
  if (error instanceof ConfigFaults || error instanceof MasterKeyFault) stop(error.message);
  if ((error as NodeJS.ErrnoException).code === 'EEXIST') stop(`${path} exists already.`);
  throw error;
}
