import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as tables from '../../dist/src/store/tables.js';
import { demoPassphrase } from '../../dist/src/demo/people.js';
import { benchFilm, readyMeeting } from './film.mjs';
import { benchHostile } from './hostile.mjs';
import { benchPages } from './pages.mjs';
import { benchRanges } from './ranges.mjs';
import { benchSeek } from './seek.mjs';
import { benchSoak } from './soak.mjs';
import { benchUploads } from './uploads.mjs';
import { start } from './processes.mjs';
import { benchDesk } from './desk.mjs';
import { benchWorkerKills } from './worker-kills.mjs';
import { makeWorld, openBenchDatabase } from './world.mjs';

const parts = process.argv.slice(2).filter((part) => !part.startsWith('--'));
const everything = process.argv.includes('--whole');
const wanted = (part) => parts.length === 0 || parts.includes(part);
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'polyfoni-bench-'));

/** The answers are not what is measured: everyone in the room says yes, straight into the database. */
async function answerEveryone(meetingId) {
  const db = await openBenchDatabase(dataDir);
  await db.write(async (tx) => {
    const { leaderId } = await tx.row('SELECT leader_id AS "leaderId" FROM network_meeting WHERE id = $1', [meetingId]);
    const at = new Date().toISOString();
    await tx.run('DELETE FROM attendee WHERE meeting_id = $1', [meetingId]);
    for (const kind of ['citizen', 'meeting_leader', 'meeting_participant']) {
      const attendeeId = await tx.insert(tables.attendees, { meetingId, kind, ordinal: 1, ageGroup: 'adult', holders: 0 });
      await tx.insert(tables.consentAnswers, {
        attendeeId,
        givenBy: 'self',
        purpose: 'own_learning',
        answer: 'yes',
        method: 'paper',
        textVersion: '1',
        askedBy: leaderId,
        answeredOn: at.slice(0, 10),
        recordedAt: at,
      });
    }
  });
  await db.close();
}

let kept = true;
let product;
try {
  // The desk has databases and a server of its own, and is only measured when it is named: with --whole it takes a quarter of an hour.
  if (parts.includes('desk')) kept = await benchDesk({ everything });
  if (parts.every((part) => part === 'desk') && parts.length > 0) process.exit(kept ? 0 : 1);
  const world = await makeWorld(dataDir);
  product = await start(['--enable-source-maps', 'dist/src/server.js'], {
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'error',
    ORIGIN: '',
  });
  if (wanted('pages')) kept = await benchPages(product, world, demoPassphrase);
  const readied = async (person) => {
    const meetingId = await readyMeeting(person, 'A');
    await answerEveryone(meetingId);
    return meetingId;
  };
  if (wanted('film')) await benchFilm(product, dataDir, demoPassphrase, readied);
  if (wanted('seek')) {
    const whose = { recordingId: world.recordingId, subject: 'esma.yuksel@oehavn.example', secret: demoPassphrase };
    kept = (await benchSeek(product, dataDir, whose)) && kept;
  }
  if (wanted('hostile')) kept = (await benchHostile(product, dataDir, { secret: demoPassphrase, readyMeeting: readied })) && kept;
  if (wanted('ranges')) {
    const whose = { recordingId: world.recordingId, subject: 'esma.yuksel@oehavn.example', secret: demoPassphrase };
    kept = (await benchRanges(product, dataDir, whose)) && kept;
  }
  // Sixteen gigabytes take a while and twice as much disk: only when it is named.
  if (parts.includes('soak')) {
    const whose = { subject: world.trainees[0], secret: demoPassphrase, readyMeeting: readied };
    kept = (await benchSoak(product, dataDir, whose)) && kept;
  }
  if (wanted('uploads')) {
    kept = (await benchUploads(product, dataDir, { subjects: world.trainees, secret: demoPassphrase, readyMeeting: readied })) && kept;
  }
  if (wanted('kills')) {
    await product.stop();
    product = null;
    kept = (await benchWorkerKills(dataDir)) && kept;
  }
} finally {
  await product?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(kept ? 0 : 1);
