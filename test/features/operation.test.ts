import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { JobRefused } from '../../src/jobs/catalogue.js';
import { auditEntries, jobs, uploads } from '../../src/store/tables.js';
import type { RowOf } from '../../src/store/table.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildAdministrator, buildCoordinator, buildManager, buildSupervisor, buildTrainee } from '../support/build/person.js';
import { buildMeeting } from '../support/build/meeting.js';
import { buildRecording } from '../support/build/recording.js';

let world: TestApp;
let tove: Client;
beforeAll(async () => {
  world = await openTestApp();
  tove = await world.as((await buildAdministrator(world.db)).id);
});
afterAll(() => world.close());
beforeEach(() => world.db.write((tx) => tx.run('DELETE FROM job')));

const at = (minutes: number) => new Date(world.clock.now().getTime() + minutes * 60_000).toISOString();

const put = (given: Partial<RowOf<typeof jobs>>): Promise<number> =>
  world.db.write((tx) =>
    tx.insert(jobs, {
      kind: 'erase-recording',
      payload: { recordingId: 1 },
      state: 'waiting',
      runAt: at(0),
      attempts: 0,
      maxAttempts: 4,
      createdAt: at(-60),
      ...given,
    }),
  );
const stopped = (given: Partial<RowOf<typeof jobs>> = {}) =>
  put({ state: 'dead', attempts: 4, lastError: 'TypeError', endedAt: at(-5), ...given });

const shown = async () => (await tove.get('/operation')).text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ');

describe('the page of how the system runs', () => {
  test('says in words that all is well', async () => {
    await put({ state: 'done', endedAt: at(-1) });
    expect(await shown()).toMatch(/Alt kører\.[^]*Ingen job venter\.[^]*ledig af[^]*Ingen job er gået i stå\./);
  });

  test('tells how many wait and how long, what runs, what was left and what is planned', async () => {
    await put({ runAt: at(-3) });
    await put({ runAt: at(-1) });
    await put({ runAt: at(60), kind: 'sweep-incoming' });
    await put({ state: 'running', leaseUntil: at(1) });
    await put({ state: 'running', leaseUntil: at(-1) });
    expect(await shown()).toMatch(
      /2 job venter\. Det ældste kunne være begyndt for 3 minutter siden\. Ét job er i gang\. Ét job er forladt[^.]*\. Ét job er planlagt til senere\./,
    );
  });

  test('tells of films on their way in and of the keys, in numbers', async () => {
    const meeting = await buildMeeting(world.db);
    const at = world.clock.now().toISOString();
    const given = {
      publicId: 'a'.repeat(32),
      personId: meeting.leaderId,
      meetingId: meeting.id,
      bytes: 9 * 1024 ** 3,
      kept: 3 * 1024 ** 3,
    };
    const id = await world.db.write((tx) => tx.insert(uploads, { ...given, state: 'running', createdAt: at, touchedAt: at }));
    expect(await shown()).toMatch(/Én film er på vej: 3 GB af 9 GB er modtaget\.[^]*Hovednøgle \d+ er i brug/);
    await world.db.write((tx) => tx.update(uploads, { id }, { state: 'expired' }));
    expect(await shown()).toContain('Ingen film er på vej ind.');
  });

  test('says that nobody takes jobs when one has waited and nothing runs', async () => {
    await put({ runAt: at(-11) });
    expect(await shown()).toMatch(/Én ting kræver[^]*Ingen tager job fra køen/);
  });

  test('names a stopped job by its kind, attempts and technical reason, and nothing it is about', async () => {
    const leader = await buildTrainee(world.db, { name: 'Thomas Åstrup' });
    const recording = await buildRecording(world.db, { leaderId: leader.id });
    await stopped({ payload: { recordingId: recording.id }, kind: 'erase-recording' });
    const page = await shown();
    expect(page).toMatch(/Slet en film\.<\/strong> 4 forsøg, stoppede [^<]*kl\. [^<]*<[^]*Teknisk grund: TypeError/);
    expect(page).not.toMatch(/Thomas|Netværksmøde|recordings\/\d/);
  });

  test('does not call a refused file trouble: whoever sent it was told', async () => {
    await stopped({ kind: 'process-recording', attempts: 1, lastError: new JobRefused('broken').name });
    expect(await shown()).toMatch(/Alt kører\.[^]*Ingen job er gået i stå\./);
  });

  test('is refused to everyone else, with the reason, and asks to sign in', async () => {
    const id = await stopped();
    for (const person of [
      await buildCoordinator(world.db),
      await buildManager(world.db),
      await buildSupervisor(world.db),
      await buildTrainee(world.db),
    ]) {
      const client = await world.as(person.id);
      const answer = await client.get('/operation');
      expect([answer.status, answer.text.includes('kun en administrator')]).toEqual([403, true]);
      for (const act of ['retry', 'letting-go']) expect((await client.post(`/operation/jobs/${id}/${act}`)).status).toBe(404);
    }
    expect((await world.anonymous().get('/operation')).status).toBe(303);
  });

  test('is the same page in English', async () => {
    await stopped();
    await tove.post('/language', { lang: 'en' });
    expect(await shown()).toMatch(/One thing needs you[^]*Erase a film\.[^]*4 attempts[^]*Try again[^]*Let it go/);
    await tove.post('/language', { lang: 'da' });
  });
});

describe('a stopped job', () => {
  test('is tried again from the beginning, with an audit entry', async () => {
    const id = await stopped();
    expect((await tove.post(`/operation/jobs/${id}/retry`)).status).toBe(303);
    expect(await shown()).toContain('Jobbet er sat i kø igen.');
    expect(await world.db.find(jobs, { id })).toMatchObject({ state: 'waiting', attempts: 0, endedAt: null, runAt: at(0) });
    expect(await world.db.all(auditEntries, { action: 'job.retry', objectId: id })).toHaveLength(1);
  });

  test('is let go, with an audit entry, and is not shown any more', async () => {
    const id = await stopped();
    expect((await tove.post(`/operation/jobs/${id}/letting-go`)).status).toBe(303);
    expect(await shown()).toMatch(/Jobbet står her ikke mere\.[^]*Ingen job er gået i stå\./);
    expect(await world.db.find(jobs, { id })).toMatchObject({ state: 'dead', letGoAt: at(0) });
    expect(await world.db.all(auditEntries, { action: 'job.let_go', objectId: id })).toHaveLength(1);
    expect((await tove.post(`/operation/jobs/${id}/retry`)).status).toBe(403);
  });

  test('is settled once when two administrators act at the same time', async () => {
    const id = await stopped();
    const other = await world.as((await buildAdministrator(world.db)).id);
    const answers = await Promise.all([tove.post(`/operation/jobs/${id}/retry`), other.post(`/operation/jobs/${id}/letting-go`)]);
    expect(answers.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1);
    const entries = await world.db.all(auditEntries, { objectKind: 'job', objectId: id });
    expect(entries).toHaveLength(1);
  });

  test('of a film that could not be used cannot be tried again', async () => {
    const id = await stopped({ kind: 'process-recording', lastError: 'MediaRefused' });
    expect(await shown()).not.toContain(`/operation/jobs/${id}/retry`);
    const answer = await tove.post(`/operation/jobs/${id}/retry`);
    expect([answer.status, answer.text.includes('bedt om at vælge den en gang til')]).toEqual([403, true]);
  });

  test.each(['0', 'x', '999999999'])('%s is no job', async (id) => {
    expect((await tove.post(`/operation/jobs/${id}/retry`)).status).toBe(404);
  });
});
