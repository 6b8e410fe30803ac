import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { draftOf } from '../../src/domain/programme/draft.js';
import { listVersions } from '../../src/store/programme.js';
import { openDraft, putInForce } from '../../src/store/programme-draft.js';
import { auditEntries, programmeDrafts, programmeWithdrawals } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort, type BuiltCohort } from '../support/build/cohort.js';
import { buildEnrolment } from '../support/build/enrolment.js';
import { buildCoordinator } from '../support/build/person.js';
import { wordsOf } from '../support/page.js';

const code = 'moedeleder_2019';
let test: TestApp;
let cohort: BuiltCohort;
let coordinator: Client;
let trainee: { id: number; personId: number };

beforeAll(async () => {
  test = await openTestApp({ now: '2025-03-10T08:00:00.000Z' });
  cohort = await buildCohort(test.db);
  trainee = await buildEnrolment(test.db, { cohortId: cohort.id, name: 'Ulla Møde' });
});
beforeEach(async () => {
  test.clock.set('2025-03-10T08:00:00.000Z');
  coordinator = await test.as(cohort.coordinatorId);
});
afterAll(() => test.close());

/** A version with fewer meetings, put in force from a day. */
async function publish(inForceFrom: string, meetings: number): Promise<number> {
  const actor = { personId: cohort.coordinatorId, requestId: null, now: test.clock.now() };
  return test.db.write(async (tx) => {
    const open = await tx.find(programmeDrafts, { code, closedAt: null });
    if (open) await tx.update(programmeDrafts, { id: open.id }, { closedAt: '2025-03-10T08:00:00.000Z' });
    const newest = (await listVersions(tx, code)).at(-1)!;
    const next = (await tx.row<{ next: number }>('SELECT MAX(version) + 1 AS next FROM programme_version WHERE code = $1', [code]))!.next;
    const body = draftOf(newest.body, next);
    const changed = { ...body, rules: { ...body.rules, K4: { ...body.rules.K4, meetings } } };
    const id = await openDraft(tx, actor, { code, basedOn: newest.id, body: changed });
    return (await putInForce(tx, actor, { id, revision: 1, code, body: changed }, { inForceFrom, reason: 'Færre møder' }))!;
  });
}

const page = (id: number) => `/training/programmes/${id}/withdrawal`;
const back = (id: number, reason = 'Sat i kraft ved en fejl') => coordinator.post(page(id), { reason });
const meetingsAsked = async () =>
  /mindst (\d+) møder/.exec(wordsOf((await coordinator.get(`/coordination/trainees/${trainee.id}`)).text))?.[1];
const numbers = async () => (await listVersions(test.db, code)).map(({ version }) => version);

describe('a coming version', () => {
  it('is taken back after a look, before anybody is judged by it; what was written stays as a draft', async () => {
    const id = await publish('2025-04-01', 8);
    expect((await coordinator.get(`/training/programmes/${id}`)).text).toContain(`href="${page(id)}"`);
    expect(wordsOf((await coordinator.get(page(id))).text)).toContain('Version 1 bliver ved med at gælde.');
    expect((await back(id, ' ')).status).toBe(422);
    const answer = await back(id);
    expect(answer.status).toBe(303);
    const draft = await coordinator.get(String(answer.headers['location']));
    expect(wordsOf(draft.text)).toContain('Version 2 er trukket tilbage.');
    expect(wordsOf(draft.text)).toContain('Skriv version 3');
    expect(draft.text).toMatch(/name="K4-meetings"[^>]*value="8"|value="8"[^>]*name="K4-meetings"/);
    expect(await numbers()).toEqual([1]);
    const shown = wordsOf((await coordinator.get(`/training/programmes/${id}`)).text);
    expect(shown).toContain('Trukket tilbage');
    expect(shown).toContain('Sat i kraft ved en fejl');
    expect(await test.db.all(auditEntries, { action: 'programme.withdraw', objectId: id })).toHaveLength(1);
    expect((await back(id)).text).toContain('allerede trukket tilbage');
    test.clock.set('2025-04-02T08:00:00.000Z');
    coordinator = await test.as(cohort.coordinatorId);
    expect(await meetingsAsked()).toBe('10');
  });

  it('from two tabs at once is taken back once', async () => {
    const id = await publish('2025-04-01', 8);
    const both = await Promise.all([back(id), back(id)]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 403]);
    expect(await test.db.all(programmeWithdrawals, { versionId: id })).toHaveLength(1);
    expect(await test.db.all(programmeDrafts, { code, closedAt: null })).toHaveLength(1);
  });

  it('stays when a newer one or a draft builds on it, when it is in force, and when somebody is enrolled by it', async () => {
    const first = await publish('2025-04-01', 9);
    const second = await publish('2025-05-01', 8);
    expect((await back(first)).text).toContain('En nyere version bygger på den');
    expect((await back(second)).status).toBe(303);
    expect((await back(first)).text).toContain('Der ligger en kladde');
    const { id: draftId } = (await test.db.find(programmeDrafts, { code, closedAt: null }))!;
    await coordinator.post(`/training/drafts/${draftId}/removal`, { revision: '1' });
    await coordinator.post(`/training/cohorts/${cohort.id}/enrolments`, {
      person: '',
      name: 'Ida Senere',
      signInName: 'ida.senere@aasted.example',
      municipality: String(cohort.municipalities[1]!.id),
      enrolledOn: '1.4.2025',
    });
    const refused = await back(first);
    expect([refused.status, wordsOf(refused.text)]).toEqual([403, expect.stringContaining('1 er tilmeldt efter versionen')]);
    expect((await coordinator.get(page(first))).status).toBe(403);
    expect((await coordinator.get(`/training/programmes/${first}`)).text).not.toContain(`href="${page(first)}"`);
    const [oldest] = await listVersions(test.db, code);
    expect((await back(oldest!.id)).text).toContain('gælder allerede');
    expect(await numbers()).toContain(1);
  });

  it('is nobody else’s to take back', async () => {
    const id = await publish('2025-06-01', 7);
    for (const person of [await buildCoordinator(test.db), { id: trainee.personId }]) {
      const other = await test.as(person.id);
      expect((await other.get(page(id))).status).toBe(403);
      expect((await other.post(page(id), { reason: 'Nej' })).status).toBe(403);
    }
    expect((await back(id)).status).toBe(303);
  });
});
