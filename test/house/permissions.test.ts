import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoPassphrase, demoPeople, subjectOf } from '../../src/demo/people.js';
import {
  annotations,
  appointments,
  calendarChanges,
  cohorts,
  identities,
  jobs,
  makeUps,
  objections,
  people,
  personRoles,
  recordings,
  reminders,
  uploads,
  supervisionSessions,
  trainingDays,
} from '../../src/store/tables.js';
import { newBlobKey } from '../../src/media/index.js';
import type { Writer } from '../../src/store/database.js';
import { bindFilmKey, createFilmKey } from '../../src/store/data-key.js';
import { keepText } from '../../src/store/recording-text.js';
import { sealSecret } from '../../src/web/sign-in.js';
import { buildIntake } from '../support/build/intake.js';
import { buildApplication } from '../support/build/application.js';
import { beginDraft } from '../support/build/programme-draft.js';
import { routeTable, type RouteEntry } from '../../src/web/guard.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { demoTold } from '../support/demo-database.js';

/** Who looks, by their relation to M09 Inger Aabye of Birkesund, whose evidence R04 has been rated and can still be played. */
const viewers: [string, string][] = [
  ['the trainee', 'M09'],
  ['group member elsewhere', 'M12'],
  ['trainee of another group', 'M11'],
  ['own supervisor', 'RS'],
  ['other supervisor', 'UD'],
  ['assigned assessor', 'EH'],
  ['adjudicator', 'PÆ'],
  ['unassigned assessor', 'YL'],
  ['coordinator', 'LR'],
  ['coordinator elsewhere', 'XX'],
  ['own manager', 'HL'],
  ['manager elsewhere', 'DV'],
  ['administrator', 'TA'],
];

interface World {
  app: TestApp;
  ids: Record<string, number>;
}

const elsewhere = 'koordinator.andetsteds@dialogvaerkstedet.example';

/** A film that M09 has sent half of, to a meeting of hers without a film. */
const halfSent = 'c'.repeat(32);
/** The trainee's group has a session that was moved, and the trainee asks for a seat elsewhere. */
async function somethingInTheCalendar(tx: Writer, enrolmentId: number, supervisorId: number) {
  const find = async (sql: string) => (await tx.row<{ id: number }>(sql))!.id;
  const groupId = await find(`SELECT group_id AS id FROM group_member WHERE enrolment_id = ${enrolmentId}`);
  const times = { onDate: '2026-12-01', startsAt: 540, endsAt: 900 };
  const sessionId = await tx.insert(supervisionSessions, {
    ...times,
    groupId,
    state: 'planned',
    breakMinutes: 60,
    topics: '',
    kind: 'group',
  });
  const change = await tx.insert(calendarChanges, {
    ...{ sessionId, kind: 'moved', formerDate: '2026-11-24', formerFrom: 540, formerTo: 900, formerPlace: '' },
    ...{ newDate: '2026-12-01', newFrom: 540, newTo: 900, newPlace: '', reason: '', changedBy: supervisorId },
    changedAt: '2026-09-29T08:00:00.000Z',
  });
  const elsewhereId = await find(`SELECT id FROM cohort WHERE name = 'Et andet hold'`);
  const seatDayId = await tx.insert(trainingDays, {
    ...{ cohortId: elsewhereId, kind: 'seminar', code: 'S1', day: 1, onDate: '2026-12-02', title: '', place: '' },
  });
  const makeUp = await tx.insert(makeUps, {
    ...{ enrolmentId, seatDayId, state: 'asked', askedBy: supervisorId, askedAt: '2026-09-29T08:00:00.000Z' },
    missedDayId: await find(
      `SELECT MIN(d.id) AS id FROM training_day d JOIN enrolment e ON e.cohort_id = d.cohort_id WHERE e.id = ${enrolmentId}`,
    ),
  });
  return { change, makeUp };
}

async function openWorld(): Promise<World> {
  const app = await openTestApp({ now: '2026-09-30T10:00:00.000Z', template: demoTold });
  const id = async (sql: string) => (await app.db.row<{ id: number }>(sql))!.id;
  const personOf = (code: string) =>
    `(SELECT person_id FROM identity WHERE subject = '${subjectOf(demoPeople.find((one) => one.code === code)!)}')`;
  const enrolment = await id(`SELECT id FROM enrolment WHERE person_id = ${personOf('M09')}`);
  const recording = await id(`SELECT id FROM recording WHERE owner_id = ${personOf('M09')}`);
  const filmKeyId = await app.db.write((tx) => createFilmKey(tx, app.clock.now()));
  await app.db.write((tx) => bindFilmKey(tx, filmKeyId, recording));
  const keys = { playableKey: newBlobKey(filmKeyId), posterKey: newBlobKey(filmKeyId) };
  for (const key of Object.values(keys)) await app.house.media.blobs.put(key, Readable.from([Buffer.alloc(64)]));
  const supervisor = await id(`SELECT person_id AS id FROM identity WHERE person_id = ${personOf('RS')}`);
  const annotation = await app.db.write(async (tx) => {
    await tx.update(recordings, { id: recording }, keys);
    const stranger = await tx.insert(people, {
      name: 'Karen Andetsteds',
      sortKey: 'karen',
      organisation: '',
      language: 'da',
      assessor: false,
      accountState: 'open',
      filmHold: false,
      createdAt: '2025-01-01T00:00:00.000Z',
    });
    await tx.insert(personRoles, { personId: stranger, role: 'coordinator' });
    await tx.insert(identities, { personId: stranger, issuer: 'local', subject: elsewhere, secretHash: await sealSecret(demoPassphrase) });
    const cohort = await tx.find(cohorts, { name: 'Hold 2024-2026' });
    const { id: _id, ...copy } = cohort!;
    await tx.insert(appointments, { personId: stranger, cohortId: await tx.insert(cohorts, { ...copy, name: 'Et andet hold' }) });
    return tx.insert(annotations, {
      recordingId: recording,
      authorId: supervisor,
      pass: 'supervision',
      startMs: 1000,
      textKept: await keepText(tx, { recordingId: recording }, 'En delt kommentar'),
      clientKey: 'permission',
      version: 1,
      createdAt: '2026-06-01T08:00:00.000Z',
      sharedAt: '2026-06-01T08:00:00.000Z',
    });
  });
  const meeting = await id(`SELECT meeting_id AS id FROM recording WHERE id = ${recording}`);
  const group = await id(`SELECT group_id AS id FROM group_member WHERE enrolment_id = ${enrolment}`);
  const reminder = await app.db.write((tx) =>
    tx.insert(reminders, { what: 'plan', enrolmentId: enrolment, madeBy: supervisor, madeAt: '2026-09-29T08:00:00.000Z' }),
  );
  const objection = await app.db.write(async (tx) =>
    tx.insert(objections, {
      lineId: (await tx.row<{ id: number }>(`SELECT MAX(id) AS id FROM supervision_line WHERE enrolment_id = ${enrolment}`))!.id,
      text: 'Jeg var der hele dagen.',
      raisedBy: await id(`SELECT person_id AS id FROM enrolment WHERE id = ${enrolment}`),
      raisedAt: '2026-09-29T08:00:00.000Z',
    }),
  );
  const unfilmed = await id(
    `SELECT m.id FROM network_meeting m WHERE m.enrolment_id = ${enrolment} AND NOT EXISTS (SELECT 1 FROM recording r WHERE r.meeting_id = m.id) ORDER BY m.id LIMIT 1`,
  );
  const leader = await id(`SELECT person_id AS id FROM enrolment WHERE id = ${enrolment}`);
  const at = '2026-09-29T08:00:00.000Z';
  await app.db.write((tx) =>
    tx.insert(uploads, {
      publicId: halfSent,
      personId: leader,
      meetingId: unfilmed,
      bytes: 100,
      kept: 0,
      state: 'running',
      createdAt: at,
      touchedAt: at,
    }),
  );
  const { change, makeUp } = await app.db.write((tx) => somethingInTheCalendar(tx, enrolment, supervisor));
  const ids = {
    objection,
    change,
    makeUp,
    reminder,
    municipality: await id(`SELECT municipality_id AS id FROM enrolment WHERE id = ${enrolment}`),
    enrolment,
    recording,
    annotation,
    meeting,
    group,
    cohort: await id(`SELECT cohort_id AS id FROM enrolment WHERE id = ${enrolment}`),
    person: await id(`SELECT person_id AS id FROM enrolment WHERE id = ${enrolment}`),
    attendee: await id(`SELECT id FROM attendee WHERE meeting_id = ${meeting} ORDER BY id LIMIT 1`),
    session: await id(`SELECT id FROM supervision_session WHERE group_id = ${group} ORDER BY id LIMIT 1`),
    line: await id(`SELECT id FROM supervision_line WHERE enrolment_id = ${enrolment} ORDER BY id LIMIT 1`),
    case: await id(`SELECT id FROM assessment_case WHERE enrolment_id = ${enrolment}`),
    certificate: await id('SELECT id FROM certificate ORDER BY id LIMIT 1'),
    day: await id(
      `SELECT d.id FROM training_day d JOIN enrolment e ON e.cohort_id = d.cohort_id WHERE e.id = ${enrolment} ORDER BY d.id LIMIT 1`,
    ),
    programme: await id('SELECT id FROM programme_version ORDER BY id LIMIT 1'),
    intake: await buildIntake(app.db, supervisor),
    intakeToDrop: await buildIntake(app.db, supervisor),
    application: await buildApplication(app.db, {
      cohortId: await id(`SELECT cohort_id AS id FROM enrolment WHERE id = ${enrolment}`),
      municipalityId: await id(`SELECT municipality_id AS id FROM enrolment WHERE id = ${enrolment}`),
      madeBy: await id(`SELECT person_id AS id FROM enrolment WHERE id = ${enrolment}`),
    }),
    draft: await beginDraft(app.db, subjectOf(demoPeople.find(({ code }) => code === 'LR')!)),
    reopening: await id('SELECT id FROM reopening ORDER BY id LIMIT 1'),
    job: await app.db.write((tx) =>
      tx.insert(jobs, {
        kind: 'erase-recording',
        payload: {},
        state: 'dead',
        runAt: '2026-09-01T08:00:00.000Z',
        attempts: 8,
        maxAttempts: 8,
        lastError: 'Error',
        createdAt: '2026-09-01T08:00:00.000Z',
        endedAt: '2026-09-01T09:00:00.000Z',
      }),
    ),
  };
  return { app, ids };
}

const objectOf = (path: string): string => {
  const known: [RegExp, string][] = [
    [/^\/(applications|intake)\/cohorts/, 'cohort'],
    [/^\/applications/, 'application'],
    [/^\/intake\/.*\/removal/, 'intakeToDrop'],
    [/^\/intake/, 'intake'],
    [/^\/training\/cohorts|^\/supervision\/cohorts|^\/coordination\/cohorts/, 'cohort'],
    [/enrolments\/|^\/supervision\/hours|^\/coordination\/trainees/, 'enrolment'],
    [/^\/(training|calendar)\/days/, 'day'],
    [/^\/calendar\/make-ups\/requests/, 'makeUp'],
    [/^\/calendar\/make-ups/, 'enrolment'],
    [/^\/calendar\/changes/, 'change'],
    [/^\/training\/programmes/, 'programme'],
    [/^\/training\/drafts/, 'draft'],
    [/^\/supervision\/groups/, 'group'],
    [/^\/(supervision|coordination|calendar)\/sessions/, 'session'],
    [/^\/coordination\/reminders/, 'reminder'],
    [/^\/(coordination|accounts)\/municipalities/, 'municipality'],
    [/^\/supervision\/lines/, 'line'],
    [/^\/supervision\/objections/, 'objection'],
    [/^\/meetings\/attendees/, 'attendee'],
    [/^\/meetings/, 'meeting'],
    [/^\/review\/annotations/, 'annotation'],
    [/^\/(recordings|review|uploads\/phone-copies)/, 'recording'],
    [/^\/certification\/cases/, 'case'],
    [/^\/certification\/certificates/, 'certificate'],
    [/^\/accounts\/reopenings/, 'reopening'],
    [/^\/operation/, 'job'],
    [/^\/accounts/, 'person'],
  ];
  return known.find(([pattern]) => pattern.test(path))?.[1] ?? '';
};

const addressOf = (path: string, ids: Record<string, number>): string =>
  path
    .replace(/:id\b/, String(ids[objectOf(path)] ?? ''))
    .replace(':quarter', '2026-1')
    .replace(/:upload\b/, halfSent)
    .replace(/:\w+/g, 'unknown');

/** yes: the page or form is theirs. no: seen, but refused with a reason. –: it does not exist for them. */
const word = (status: number): string => (status === 404 ? '–' : status === 403 ? 'no' : status < 500 ? 'yes' : `fault ${status}`);

async function enter(app: TestApp, code: string): Promise<Client> {
  const client = app.anonymous();
  const subject = code === 'XX' ? elsewhere : subjectOf(demoPeople.find((one) => one.code === code)!);
  const answer = await client.post('/sign-in', { subject, secret: demoPassphrase });
  expect(answer.status).toBe(303);
  return client;
}

/** Forms carry the token as a field; what only machines send carries it in a header. */
const asked = async (client: Client, method: RouteEntry['method'], address: string) => {
  if (method === 'get') return client.get(address);
  if (method === 'post') return client.post(address);
  return client.agent[method](address)
    .set('Tus-Resumable', '1.0.0')
    .set('X-CSRF-Token', await client.token());
};

const bare = (html: string) =>
  html
    .replaceAll(/name="_csrf" value="[^"]*"/g, '')
    .replaceAll(/nonce="[^"]*"/g, '')
    .replaceAll(/\/(\d+)(?=[/"?.])/g, '/n');

describe('who may do what', () => {
  const matrix = new Map<string, string[]>();
  const differing: string[] = [];
  /** Every app that was opened noted its routes once more. */
  const routes = () =>
    [...new Map(routeTable.map((route) => [`${route.path} ${route.method}`, route])).values()]
      .filter(({ guard }) => guard !== 'everyone')
      .sort((a, b) => (a.path + a.method).localeCompare(b.path + b.method));

  beforeAll(async () => {
    for (const [, code] of viewers) {
      const { app, ids } = await openWorld();
      const client = await enter(app, code);
      for (const { method, path } of routes()) {
        const address = addressOf(path, ids);
        const answer = await asked(client, method, address);
        expect([code, path, answer.headers['location']?.startsWith('/sign-in') ?? false]).toEqual([code, path, path.includes('sign-out')]);
        const key = `${method.toUpperCase().padEnd(4)} ${path}`;
        matrix.set(key, [...(matrix.get(key) ?? []), word(answer.status)]);
        if (answer.status === 404 && method === 'get' && /:id/.test(path)) {
          const unknown = await client.get(path.replace(/:id\b/, '999999999').replace(':quarter', '2026-1').replace(/:\w+/g, 'unknown'));
          if (bare(unknown.text ?? '') !== bare(answer.text ?? '')) differing.push(`${code} ${address}`);
        }
      }
      await app.close();
    }
  }, 600_000);
  afterAll(() => undefined);

  test('the whole matrix: role and relation × act', () => {
    const width = Math.max(...[...matrix.keys()].map((key) => key.length));
    const head = `${''.padEnd(width)} | ${viewers.map(([name]) => name).join(' | ')}`;
    const rows = [...matrix].map(
      ([key, words]) => `${key.padEnd(width)} | ${words.map((one, index) => one.padEnd(viewers[index]![0].length)).join(' | ')}`,
    );
    expect(`\n${[head, ...rows].join('\n')}\n`).toMatchSnapshot();
  });

  test('nothing answers with a fault', () => {
    expect([...matrix].filter(([, words]) => words.some((one) => one.startsWith('fault')))).toEqual([]);
  });

  test('a refused object answers byte for byte as an unknown one', () => {
    expect(differing).toEqual([]);
  });

  test.each([
    'coordinator',
    'coordinator elsewhere',
    'own manager',
    'manager elsewhere',
    'administrator',
    'unassigned assessor',
    'other supervisor',
  ])('%s never reaches film, comments or answers', (name) => {
    const at = viewers.findIndex(([one]) => one === name);
    const reached = [...matrix]
      .filter(([key, words]) => /\/(recordings|review|meetings)\/:id|\/attendees\//.test(key) && words[at] !== '–')
      .map(([key]) => key);
    expect(reached).toEqual([]);
  });
});
