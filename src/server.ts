import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { makeApp } from './app.js';
import { configOrEnd, endFor } from './config.js';
import { fillDemo, holdsDemo } from './demo/fill.js';
import { openMedia } from './media/index.js';
import { reached, readyKeys } from './key-file.js';
import { openDatabase } from './store/database.js';
import { filmKeysOf } from './store/data-key.js';
import { migrateUp } from './store/migrate.js';
import { masterKeyFault } from './store/rotation.js';
import { ensureProgrammes } from './store/programme.js';
import { localDate } from './domain/calendar/dates.js';
import { retallyMissing } from './store/supervision-total.js';
import { sealExisting } from './seal-existing.js';
import { startWork } from './worker.js';
import type { House } from './web/house.js';

const config = configOrEnd();
mkdirSync(config.dataDir, { recursive: true });
const log = pino({ level: config.logLevel, base: undefined });
await reached(config.databaseUrl);
const db = openDatabase(config.databaseUrl, await readyKeys(config));
await migrateUp(db);
const keyFault = await masterKeyFault(db);
if (keyFault !== null) endFor(keyFault);
const media = await openMedia({ dataDir: config.dataDir, filmKeys: filmKeysOf(db), clamdSocket: config.clamdSocket });
const sealed = await sealExisting({ db, media, now: new Date() });
if (sealed && sealed.films + sealed.texts > 0) console.log(`Sealed what was kept before: ${sealed.films} films, ${sealed.texts} texts.`);
await db.write(ensureProgrammes);
if (config.demo && (await fillDemo({ db, media, now: new Date() }))) console.log('The empty database was filled with the fictional demo.');
await db.write((tx) => retallyMissing(tx, localDate(new Date())));
const house: House = { db, media, clock: () => new Date(), log, settings: { ...config, demo: await holdsDemo(db) } };
const app = makeApp(house);
const work = config.workerInside ? startWork(house) : null;

const server = createServer(app);
/** A slow film may take hours: no limit on a whole request, only on its headers and on silence. */
server.requestTimeout = 0;
server.headersTimeout = 60_000;
server.timeout = 120_000;
const shownHost = config.host.includes(':') ? `[${config.host}]` : config.host;
server.listen(config.port, config.host, () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  if (!config.originGiven) house.settings.origin = `http://${shownHost}:${port}`;
  console.log(`Polyfoni is ready on ${house.settings.origin}`);
});

const stop = () => {
  server.close(
    () =>
      void Promise.resolve(work?.stop())
        .then(() => db.close())
        .then(() => process.exit(0)),
  );
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 10_000).unref();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
