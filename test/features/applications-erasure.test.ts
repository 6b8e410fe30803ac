import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enqueue } from '../../src/jobs/queue.js';
import { applications, auditEntries } from '../../src/store/tables.js';
import { startWork } from '../../src/worker.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildApplication } from '../support/build/application.js';
import { buildCohort, type BuiltCohort } from '../support/build/cohort.js';
import { buildManager } from '../support/build/person.js';
import { wordsOf } from '../support/page.js';

let test: TestApp;
let cohort: BuiltCohort;
let municipalityId: number;
let ids: Record<'refused' | 'withdrawn' | 'waiting', number>;

beforeAll(async () => {
  test = await openTestApp({ now: '2026-09-10T08:00:00.000Z' });
  cohort = await buildCohort(test.db, { endsOn: '2028-12-31' });
  municipalityId = cohort.municipalities[0]!.id;
  const apply = (name: string, kinds: Parameters<typeof buildApplication>[2]) =>
    buildApplication(
      test.db,
      {
        ...{ cohortId: cohort.id, municipalityId, madeBy: cohort.coordinatorId, name, workplace: `${name}s arbejdssted` },
        signInName: `${name.toLowerCase()}@aasted.example`,
      },
      kinds,
    );
  ids = {
    refused: await apply('Viggo', ['nominated', 'refused']),
    withdrawn: await apply('Yrsa', ['approved', 'withdrawn']),
    waiting: await apply('Zakarias', ['approved']),
  };
});
afterAll(() => test.close());

/** The night's work on a day. */
async function night(now: string): Promise<Client> {
  test.clock.set(now);
  await test.db.write((tx) => enqueue(tx, 'sweep-applications', {}, { now: test.clock.now(), runAt: test.clock.now() }));
  const work = startWork(test.house, 0);
  await work.drain();
  await work.stop();
  return test.as(cohort.coordinatorId);
}

const everything = async () =>
  JSON.stringify([await test.db.all(applications, {}), await test.db.rows('SELECT * FROM application_event ORDER BY id')]);
const page = async (client: Client, id: number) => wordsOf((await client.get(`/applications/${id}`)).text);

describe('the name of somebody who got no seat', () => {
  it('stands with the day on which it goes, and is there until then', async () => {
    const coordinator = await night('2027-02-28T22:30:00.000Z');
    expect(await page(coordinator, ids.refused)).toContain('Navnet bliver slettet 1. marts 2027.');
    expect(await page(coordinator, ids.waiting)).not.toContain('Navnet');
    for (const name of ['Viggo', 'Yrsa', 'Zakarias']) expect(await everything()).toContain(name);
  });

  it('is gone from the tables half a year after the no, and the application still counts', async () => {
    const coordinator = await night('2027-03-01T01:00:00.000Z');
    const kept = await everything();
    for (const name of ['Viggo', 'Yrsa', 'viggo@', 'yrsa@']) expect([name, kept.includes(name)]).toEqual([name, false]);
    expect(kept).toContain('Zakarias');
    expect(await test.db.all(applications, { cohortId: cohort.id })).toHaveLength(3);
    const list = wordsOf((await coordinator.get(`/applications/cohorts/${cohort.id}`)).text);
    expect(list.match(/Navnet er slettet/g)).toHaveLength(2);
    expect(await page(coordinator, ids.withdrawn)).toContain('Navnet blev slettet 1. marts 2027. Ansøgningen tæller stadig med.');
    const manager = await test.as((await buildManager(test.db, { municipalityId })).id);
    expect(wordsOf((await manager.get('/applications')).text)).toContain('Navnet er slettet');
    const erased = await test.db.all(auditEntries, { action: 'application.erase' });
    expect(erased.map(({ objectId, actorId }) => [objectId, actorId])).toEqual([
      [ids.refused, null],
      [ids.withdrawn, null],
    ]);
  });

  it('is in no file of the database either', async () => {
    if (test.db.dialect !== 'sqlite') return;
    const { file } = (await test.db.row<{ file: string }>(`SELECT file FROM pragma_database_list WHERE name = 'main'`))!;
    const bytes = Buffer.concat([file, `${file}-wal`].filter(existsSync).map((one) => readFileSync(one)));
    expect(bytes.includes('Zakarias')).toBe(true);
    for (const name of ['Viggo', 'Yrsa', 'yrsa@aasted']) expect([name, bytes.includes(name)]).toEqual([name, false]);
  });

  it('of what happened nothing but a reason can be emptied', async () => {
    const change = (set: string) =>
      test.db.write((tx) => tx.run(`UPDATE application_event SET ${set} WHERE application_id = ${ids.waiting}`));
    await change(`reason = ''`);
    for (const set of [`reason = 'x'`, `kind = 'refused'`, `recorded_at = ''`, `reason = '', enrolment_id = NULL`])
      await expect(change(set)).rejects.toThrow();
    await expect(test.db.write((tx) => tx.run('DELETE FROM application_event'))).rejects.toThrow();
  });

  it('is erased once, and never of somebody who is still in line', async () => {
    await night('2027-03-02T01:00:00.000Z');
    expect(await test.db.all(auditEntries, { action: 'application.erase' })).toHaveLength(2);
    expect(await everything()).toContain('Zakarias');
  });
});
