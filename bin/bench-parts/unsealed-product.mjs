// The product as it is, session, permission and log included, but for one thing: one film is read from a plain file. Only for measuring.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { makeApp } from '../../dist/src/app.js';
import { readConfig } from '../../dist/src/config.js';
import { openMedia } from '../../dist/src/media/index.js';
import { filmKeysOf } from '../../dist/src/store/data-key.js';
import { openBenchDatabase } from './world.mjs';

const [dataDir, file] = process.argv.slice(2);
const { size } = statSync(file);
const db = openBenchDatabase(dataDir);
const media = await openMedia({ dataDir, filmKeys: filmKeysOf(db) });
const blobs = {
  ...media.blobs,
  size: () => Promise.resolve(size),
  readRange: (_key, start, end) => createReadStream(file, { start, end, highWaterMark: 1 << 18 }),
};
const settings = { ...readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }), demo: true };
const house = { db, media: { ...media, blobs }, clock: () => new Date(), log: pino({ level: 'error', base: undefined }), settings };
const server = createServer(makeApp(house)).listen(0, '127.0.0.1', () =>
  console.log(`Polyfoni is ready on http://127.0.0.1:${server.address().port}`),
);
