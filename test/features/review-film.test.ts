import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Purpose } from '../../src/domain/consent/consent.js';
import { finishErasure } from '../../src/store/recording-erasure.js';
import { decideErasure } from '../../src/store/recording-life.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { buildAnnotation, buildReflection, buildReply, buildReview } from '../support/build/annotation.js';
import { buildAnswers, gather } from '../support/build/meeting.js';
import { buildAssessor, buildTrainee } from '../support/build/person.js';
import type { RecordingGiven } from '../support/build/recording.js';
import { assessmentCases, assessors, attendees, networkMeetings, recordings } from '../../src/store/tables.js';

describe('the page without a film', () => {
  let world: TestApp;
  beforeAll(async () => {
    world = await openTestApp();
  });
  afterAll(() => world.close());

  /** A shared comment and a delivered reflection, and how leader, supervisor and a fellow of the group meet the page. */
  async function meet(given: RecordingGiven, change?: (meetingId: number, leaderId: number) => Promise<void>) {
    const { leader, supervisor, recording } = await buildReview(world.db, { review: 'shared', ...given });
    const fellow = await buildTrainee(world.db);
    await gather(world.db, [leader.id, fellow.id], supervisor.id);
    const on = { recordingId: recording.id };
    const shared = { authorId: supervisor.id, text: 'Delt ord.', sharedAt: '2026-09-18T08:00:00.000Z' };
    const { id } = await buildAnnotation(world.db, { ...on, ...shared });
    await buildReply(world.db, { ...on, annotationId: id, authorId: leader.id, text: 'Et svar.' });
    await buildReflection(world.db, { ...on, authorId: leader.id });
    await change?.(recording.meetingId, leader.id);
    const page = `/review/${recording.id}`;
    const open = async (personId: number) => (await world.as(personId)).get(page);
    const [asLeader, asSupervisor, asFellow] = [await open(leader.id), await open(supervisor.id), await open(fellow.id)];
    return { page, leader, supervisor, asLeader, asSupervisor, asFellow };
  }
  const saysNo = (purposes: Purpose[]) => async (meetingId: number, leaderId: number) => {
    const [citizen] = await world.db.all(attendees, { meetingId, kind: 'citizen' });
    await buildAnswers(world.db, citizen!.id, { askedBy: leaderId, answer: 'no', purposes });
  };

  const assign = async (recordingId: number, personId: number) => {
    const recording = (await world.db.find(recordings, { id: recordingId }))!;
    const meeting = (await world.db.find(networkMeetings, { id: recording.meetingId }))!;
    await world.db.write(async (tx) => {
      const at = { requestedOn: '2026-09-20', requestedAt: '2026-09-20T08:00:00.000Z' };
      const caseId = await tx.insert(assessmentCases, { enrolmentId: meeting.enrolmentId, attempt: 1, route: 'film', recordingId, ...at });
      await tx.insert(assessors, { caseId, personId, slot: 'A', rubric: 'P-12 v1', assignedBy: personId, assignedAt: at.requestedAt });
    });
  };

  test.each([
    [
      'certified',
      'Optagelsen er slettet 30. september 2026 efter reglen om 30 dage',
      'bliver slettet sammen med filmen. Er der givet en bedømmelse, bliver den stående',
    ],
    ['age', 'efter reglen om 180 dage', 'bliver slettet sammen med filmen. Er der givet en bedømmelse, bliver den stående'],
    ['removed', 'Optagelsen er slettet 30. september 2026', 'Kommentarer, svar og refleksion er slettet sammen med filmen.'],
  ] as const)('erased as %s says by which rule, and that the words went with it', async (why, rule, fate) => {
    const { page, leader, supervisor } = await meet({});
    const id = Number(page.split('/').at(-1));
    const actor = { personId: null, requestId: null, now: new Date('2026-09-30T03:00:00.000Z') };
    const [asLeader, asSupervisor] = [await world.as(leader.id), await world.as(supervisor.id)];
    await world.db.write((tx) => decideErasure(tx, actor, id, why));
    expect((await asLeader.get(page)).text).toContain('Kommentarer, svar og refleksion bliver slettet sammen med filmen.');
    await finishErasure(world.db, actor, id);
    for (const { status, text } of [await asLeader.get(page), await asSupervisor.get(page)]) {
      expect(status).toBe(200);
      expect(text.replaceAll('\u00a0', ' ')).toContain(rule);
      expect(text).toContain(fate);
      expect(text).not.toMatch(/stilheden|Delt ord|Et svar|kan stadig læses|<video|Ny kommentar|\?t=724/);
    }
    expect((await asLeader.post(`${page}/annotations`, { from: '1.00', kind: 'growth', text: 'x' })).status).toBe(403);
  });

  test('after a withdrawal tells leader and supervisor why, shows no words, and does not exist for others', async () => {
    const { asLeader, asSupervisor, asFellow } = await meet({ erasedAt: '2026-09-20T03:00:00.000Z', erasedWhy: 'withdrawn' });
    expect(asLeader.text).toContain('har trukket sit samtykke. Det tæller aldrig imod dig.');
    expect(asSupervisor.text).toContain('har trukket sit samtykke. Det tæller aldrig imod Thomas.');
    for (const { text } of [asLeader, asSupervisor]) expect(text).not.toMatch(/stilheden|Delt ord|Et svar/);
    expect(asFellow.status).toBe(404);
  });

  test('stops the moment somebody says no, before anything is erased', async () => {
    const { asLeader, asSupervisor, asFellow } = await meet({}, saysNo(['own_learning']));
    expect(asLeader.text).toContain('Filmen er stoppet');
    for (const { text } of [asLeader, asSupervisor]) expect(text).not.toMatch(/<video|stilheden|Delt ord|Et svar|Ny kommentar/);
    expect(asFellow.status).toBe(404);
  });

  test('is closed to the supervisor when somebody said no to that', async () => {
    const { asLeader, asSupervisor, asFellow } = await meet({}, saysNo(['supervision_own_municipality', 'supervision_cross_municipal']));
    expect(asLeader.text).toContain('<video');
    expect(asLeader.text.replaceAll('\u00a0', ' ')).toContain('Kun du og bedømmere må se filmen.');
    expect(asSupervisor.text).toContain('Filmen er ikke åben for dig');
    expect(asSupervisor.text).not.toMatch(/<video|stilheden|Delt ord/);
    expect(asFellow.status).toBe(404);
  });

  test('waits while somebody has not answered, and while it is made ready or could not be', async () => {
    const waiting = await meet({ scope: ['supervision_own_municipality'] });
    expect(waiting.asLeader.text).toContain('Filmen venter på et svar');
    const making = await meet({ processing: 'processing', review: 'draft' });
    expect(making.asLeader.text).toMatch(/Filmen bliver gjort klar[^]*href="\/recordings\/\d+">Se, hvor langt/);
    expect(making.asFellow.status).toBe(404);
    const failed = await meet({ processing: 'failed', review: 'draft' });
    expect(failed.asLeader.text).toContain('Filmen kunne ikke bruges');
    expect(failed.asSupervisor.text).toContain('Thomas får at vide, hvad der var galt');
  });

  test('shows an assessor the film and nothing of what others wrote', async () => {
    const { asLeader, page } = await meet({});
    expect(asLeader.text).toContain('Delt ord.');
    const assessor = await buildAssessor(world.db);
    const recordingId = Number(page.split('/').at(-1));
    await assign(recordingId, assessor.id);
    const { status, text } = await (await world.as(assessor.id)).get(page);
    expect([status, text.includes('<video')]).toEqual([200, true]);
    expect(text).toContain('Du kan se filmen, men ikke skrive her.');
    expect(text).not.toMatch(/Delt ord|stilheden|Et svar|kommentar/);
  });

  test('keeps a draft of the reflection for its writer until the film is erased', async () => {
    const { leader, supervisor, recording } = await buildReview(world.db, {
      review: 'ready_for_reflection',
      erasedWhy: 'age',
    });
    await buildReflection(world.db, { recordingId: recording.id, authorId: leader.id, deliveredAt: null });
    const [own, other] = [await world.as(leader.id), await world.as(supervisor.id)];
    expect((await own.get(`/review/${recording.id}`)).text).toMatch(/Kladde, aldrig afleveret[^]*stilheden/);
    expect((await other.get(`/review/${recording.id}`)).text).not.toContain('stilheden');
  });

  test('with a film under 45 minutes says that it is practice', async () => {
    const short = await meet({ durationMs: 12 * 60_000 });
    expect(short.asLeader.text).toContain('kan den bruges til øvelse, men ikke som bevis');
    const shortest = (await meet({ durationMs: 20_000 })).asLeader.text.replaceAll('\u00a0', ' ');
    expect(shortest).toContain('Filmen er på 20 sekunder.');
    expect(shortest).not.toMatch(/\b0 timer|\b1 minut\b/);
    expect((await meet({ durationMs: 45 * 60_000 })).asLeader.text).not.toContain('til øvelse');
  });

  test('opens at the second asked for, and is the same page in English', async () => {
    const { page, leader } = await meet({});
    const client = await world.as(leader.id);
    const danish = (await client.get(`${page}?t=724`)).text;
    expect(danish).toMatch(/\/film\?v=[\w-]{12}#t=724"/);
    await client.post('/language', { lang: 'en', returnTo: page });
    const { text } = await client.get(`${page}?t=724`);
    expect(text).toMatch(/<html lang="en"/);
    expect(text).toMatch(/Your turn[^]*New comment[^]*Own words/);
    expect(text).not.toMatch(/review:|kommentarer<|Gem /);
  });
});
