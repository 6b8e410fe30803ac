import { pino } from 'pino';
import { readConfig } from './config.js';
import { openMedia } from './media/index.js';
import { openDatabase } from './store/database.js';
import { filmKeysOf } from './store/data-key.js';
import { openMasterKeys } from './store/master-keys.js';
import { startWork } from './worker.js';

/** The worker as a process of its own (WORKER=outside in the web process). */
const config = readConfig();
const db = openDatabase(config.databaseUrl, openMasterKeys(config.masterKeys));
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
