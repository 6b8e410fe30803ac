// The product as it is, session, permission and log included, but for one thing: one film is read from a plain file. Only for measuring.
import { openSync, readSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { makeApp } from '../../dist/src/app.js';
import { readConfig } from '../../dist/src/config.js';
import { openMedia } from '../../dist/src/media/index.js';
import { filmKeysOf } from '../../dist/src/store/data-key.js';
import { openBenchDatabase } from './world.mjs';

const [dataDir, file] = process.argv.slice(2);
const { size } = statSync(file);
const db = await openBenchDatabase(dataDir);
const media = await openMedia({ dataDir, filmKeys: filmKeysOf(db) });
const fd = openSync(file, 'r');
const batch = 9 * 65_536;

const rooms = [];

/** Read as sealed film is: as much at once, into room that is used again, nothing ahead; at once, as what was read lately. */
async function* pieces(start, end) {
  for (let at = start; at <= end; at += batch) {
    const room = rooms.pop() ?? Buffer.allocUnsafeSlow(batch);
    const bytesRead = readSync(fd, room, 0, Math.min(batch, end + 1 - at), at);
    yield { bytes: room.subarray(0, bytesRead), letGo: () => rooms.push(room) };
  }
}

const blobs = { ...media.blobs, hold: () => Promise.resolve({ bytes: size, pieces, release: () => undefined }) };
const settings = { ...readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }), demo: true };
const house = { db, media: { ...media, blobs }, clock: () => new Date(), log: pino({ level: 'error', base: undefined }), settings };
const server = createServer(makeApp(house)).listen(0, '127.0.0.1', () =>
  console.log(`Polyfoni is ready on http://127.0.0.1:${server.address().port}`),
);
