import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { configOrEnd, endFor } from './config.js';
import { openMedia } from './media/index.js';
import { readyKeys } from './key-file.js';
import { openDatabase, type Database } from './store/database.js';
import { filmKeysOf } from './store/data-key.js';
import { pendingChanges } from './store/migrate.js';
import { masterKeyFault } from './store/rotation.js';
import { startWork } from './worker.js';

const patienceMs = 60_000;

/** The server makes the database ready. Whoever starts both at once need not order them. */
async function readyWithin(db: Database, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; ; await wait(500)) {
    const pending = await pendingChanges(db).catch(() => null);
    if (pending?.length === 0) return true;
    if (Date.now() >= end) return false;
  }
}

/** The worker as a process of its own (WORKER=outside in the web process). */
const config = configOrEnd();
const db = openDatabase(config.databaseUrl, await readyKeys(config));
if (!(await readyWithin(db, patienceMs))) endFor('The database is not ready: start the server of this version first.');
// A worker with other keys would give up every film it cannot open.
const keyFault = await masterKeyFault(db);
if (keyFault !== null) endFor(keyFault);
const work = startWork({
  db,
  media: await openMedia({ dataDir: config.dataDir, filmKeys: filmKeysOf(db), clamdSocket: config.clamdSocket }),
  clock: () => new Date(),
  log: pino({ level: config.logLevel, base: undefined }),
  settings: config,
});
const stop = () =>
  void work
    .stop()
    .then(() => db.close())
    .then(() => process.exit(0));
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
// Said last: whoever hears it may end the worker at once.
console.log('Polyfoni’s worker is ready');
