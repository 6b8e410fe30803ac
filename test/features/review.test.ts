import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { findReflection } from '../../src/store/reflection.js';
import { annotations, auditEntries, recordings } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildAnnotation, buildReflection, buildReview, type ReviewSetting } from '../support/build/annotation.js';
import { gather } from '../support/build/meeting.js';
import { buildCoordinator, buildTrainee } from '../support/build/person.js';

describe('the review of a recording', () => {
  let world: TestApp;
  let setting: ReviewSetting;
  let thomas: Client;
  let birgit: Client;
  let page: string;

  const meet = async (given: Parameters<typeof buildReview>[1] = {}) => {
    setting = await buildReview(world.db, given);
    page = `/review/${setting.recording.id}`;
    [thomas, birgit] = await Promise.all([world.as(setting.leader.id), world.as(setting.supervisor.id)]);
  };
  const stands = async () => (await world.db.find(recordings, { id: setting.recording.id }))!;
  const audited = async () => (await world.db.all(auditEntries, {})).map(({ action }) => action);

  beforeAll(async () => {
    world = await openTestApp();
  });
  afterAll(() => world.close());

  describe('before the reflection', () => {
    beforeEach(async () => {
      world.clock.set('2026-09-30T08:00:00.000Z');
      await meet({ review: 'ready_for_reflection', reviewSince: '2026-09-17T08:00:00.000Z' });
    });

    test('the trainee meets the film, a form for marks and the question, and is told that nobody else sees it', async () => {
      const { text, status } = await thomas.get(page);
      expect(status).toBe(200);
      expect(text).toMatch(new RegExp(`src="/recordings/${setting.recording.id}/film\\?v=[\\w-]{12}"`));
      expect(text).toContain('Hvad lagde du mærke til?');
      expect(text).toContain('Kun du må se filmen.');
      expect(text).toContain('Aflevér refleksion');
      expect(text).toContain('Din tur');
    });

    test('the supervisor is told that Thomas is not finished, and gets neither film nor his draft', async () => {
      await buildReflection(world.db, { recordingId: setting.recording.id, authorId: setting.leader.id, deliveredAt: null });
      await buildAnnotation(world.db, {
        recordingId: setting.recording.id,
        authorId: setting.leader.id,
        pass: 'reflection',
        text: 'Her tav jeg.',
      });
      const { text, status } = await birgit.get(page);
      expect(status).toBe(200);
      expect(text).toContain('Thomas er ikke færdig endnu');
      expect(text).not.toMatch(/<video|stilheden|Her tav jeg|kommentarer/);
      expect((await birgit.post(`${page}/annotations`, { from: '1.00', kind: 'strength', text: 'x' })).status).toBe(403);
    });

    test('a draft is kept, also when it is kept again, and is the trainee’s alone', async () => {
      const first = await thomas.post(`${page}/reflection`, { text: 'Jeg talte meget.', seen: '', act: 'save' });
      expect([first.status, first.headers['location']]).toEqual([303, page]);
      const { savedAt } = (await findReflection(world.db, setting.recording.id))!;
      world.clock.forward(60_000);
      await thomas.post(`${page}/reflection`, { text: 'Jeg talte for meget.', seen: savedAt, act: 'save' });
      expect(await findReflection(world.db, setting.recording.id)).toMatchObject({ text: 'Jeg talte for meget.', deliveredAt: null });
      expect((await stands()).review).toBe('ready_for_reflection');
      expect((await thomas.get(page)).text).toContain('Jeg talte for meget.');
    });

    test('a draft kept in another window meanwhile is not overwritten: both texts are shown', async () => {
      await thomas.post(`${page}/reflection`, { text: 'Den første.', seen: '', act: 'save' });
      world.clock.forward(60_000);
      const late = await thomas.post(`${page}/reflection`, { text: 'Den anden.', seen: '', act: 'deliver' });
      expect(late.status).toBe(409);
      expect(late.text).toContain('<blockquote>Den første.</blockquote>');
      expect(late.text).toContain('Den anden.</textarea>');
      const seen = /name="seen" value="([^"]+)"/.exec(late.text)![1]!;
      expect((await thomas.post(`${page}/reflection`, { text: 'Den anden.', seen, act: 'save' })).status).toBe(303);
      expect((await findReflection(world.db, setting.recording.id))!.text).toBe('Den anden.');
    });

    test('delivered, it hands the turn to the supervisor and cannot be changed', async () => {
      const done = await thomas.post(`${page}/reflection`, { text: 'Jeg lagde mærke til uroen.', seen: '', act: 'deliver' });
      expect(done.status).toBe(303);
      expect(await stands()).toMatchObject({ review: 'reflected', reviewSince: '2026-09-30T08:00:00.000Z' });
      expect((await thomas.get(page)).text).toContain('Refleksionen er afleveret.');
      const again = await thomas.post(`${page}/reflection`, { text: 'Noget andet', seen: '', act: 'deliver' });
      expect(again.status).toBe(403);
      expect(again.text).toContain('Du har allerede afleveret');
      const { text } = await birgit.get(page);
      expect(text).toContain('Refleksion af Thomas');
      expect(text).toContain('Jeg lagde mærke til uroen.');
      expect(text).toContain('<video');
      expect(await audited()).toEqual(expect.arrayContaining(['reflection.save', 'reflection.deliver', 'review.reflect']));
    });

    test.each([
      ['without words', '', 'Skriv, hvad du lagde mærke til.'],
      ['of 10,001 characters', 'x'.repeat(10_001), 'Teksten er for lang. Der er plads til 10000 tegn.'],
      ['with a personal number', 'Han sagde 010203-1234 højt.', 'ligner et cpr-nummer'],
    ])('a reflection %s is refused with the text kept', async (_name, written, sentence) => {
      const answer = await thomas.post(`${page}/reflection`, { text: written, seen: '', act: 'deliver' });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(sentence);
      expect(answer.text).toContain(`${written}</textarea>`);
      expect(await findReflection(world.db, setting.recording.id)).toBeNull();
    });

    test('only the leader reflects', async () => {
      const answer = await birgit.post(`${page}/reflection`, { text: 'Jeg skriver for Thomas', seen: '', act: 'deliver' });
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('Refleksionen er mødelederens egen.');
    });
  });

  describe('after the reflection', () => {
    const own = (given: object = {}) =>
      buildAnnotation(world.db, { recordingId: setting.recording.id, authorId: setting.supervisor.id, ...given });

    beforeEach(async () => {
      world.clock.set('2026-09-30T08:00:00.000Z');
      await meet();
    });

    test('a supervisor’s drafts, their number and that she has begun are told to nobody else', async () => {
      const before = (await thomas.get(page)).text;
      await birgit.post(`${page}/annotations`, { from: '12.04', kind: 'growth', element: '9', text: 'Hemmeligt udkast' });
      expect((await stands()).review).toBe('with_supervisor');
      const plain = (html: string) => html.replaceAll(/value="[^"]{20,}"|nonce="[^"]+"/g, '');
      expect(plain((await thomas.get(page)).text)).toBe(plain(before));
      const draft = (await world.db.all(annotations, { recordingId: setting.recording.id }))[0]!;
      expect((await thomas.get(`/review/annotations/${draft.id}`)).status).toBe(404);
      expect((await thomas.post(`/review/annotations/${draft.id}/replies`, { text: 'Hej' })).status).toBe(404);
      expect((await birgit.get(page)).text).toContain('Hemmeligt udkast');
    });

    test('starting to write does not begin the wait anew', async () => {
      await birgit.post(`${page}/annotations`, { from: '1.00', kind: 'strength', text: 'Godt begyndt.' });
      expect(await stands()).toMatchObject({ review: 'with_supervisor', reviewSince: '2026-09-17T08:00:00.000Z' });
    });

    test('sharing shows every draft at once and hands the turn over; sent twice it is one', async () => {
      await own({ text: 'Første' });
      await own({ text: 'Anden', startMs: 900_000 });
      await own({ text: 'Fjernet', removedAt: '2026-09-29T08:00:00.000Z' });
      const { headers } = await birgit.post(`${page}/sharing`);
      expect(headers['location']).toBe(page);
      expect(await stands()).toMatchObject({ review: 'shared', reviewSince: '2026-09-30T08:00:00.000Z' });
      const { text } = await thomas.get(page);
      expect(text).toMatch(/Første[^]*Anden/);
      expect(text).not.toContain('Fjernet');
      expect(text).toContain('2 kommentarer');
      expect((await birgit.post(`${page}/sharing`)).status).toBe(303);
      expect((await audited()).filter((action) => action === 'review.share')).toHaveLength(1);
    });

    test('there is nothing to share without a comment', async () => {
      const answer = await birgit.post(`${page}/sharing`);
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('Der er ingen kladder at dele.');
      expect((await stands()).review).toBe('reflected');
    });

    test('late drafts are shared singly', async () => {
      await own({ sharedAt: '2026-09-29T08:00:00.000Z' });
      await world.db.write((tx) => tx.update(recordings, { id: setting.recording.id }, { review: 'shared' }));
      const [late, later] = [await own({ text: 'Sent' }), await own({ text: 'Senere' })];
      expect((await birgit.get(page)).text).toContain(`name="annotation" value="${late.id}"`);
      await birgit.post(`${page}/sharing`, { annotation: String(late.id) });
      const { text } = await thomas.get(page);
      expect(text).toContain('Sent');
      expect(text).not.toContain('Senere');
      expect((await world.db.find(annotations, { id: later.id }))!.sharedAt).toBeNull();
    });

    test('the trainee replies, the supervisor answers and closes, and then nobody writes', async () => {
      const { id } = await own({ text: 'Hvad tænkte du her?', kind: 'question' });
      await birgit.post(`${page}/sharing`);
      const replies = `/review/annotations/${id}/replies`;
      expect((await thomas.get(`/review/annotations/${id}?form=reply`)).text).toContain('Dit svar');
      expect((await thomas.post(replies, { text: 'At han skulle have tid.' })).status).toBe(303);
      expect((await stands()).review).toBe('in_dialogue');
      expect((await birgit.get(page)).text).toContain('At han skulle have tid.');
      await birgit.post(replies, { text: 'Det kunne ses.' });
      expect((await stands()).review).toBe('shared');
      await birgit.post(`${page}/closing`);
      expect((await stands()).review).toBe('closed');
      expect((await thomas.get(page)).text).toMatch(/At han skulle have tid[^]*Det kunne ses/);
      expect((await thomas.get(page)).text).not.toContain('Ny kommentar');
      const late = await thomas.post(replies, { text: 'En ting til, som jeg glemte' });
      expect(late.status).toBe(403);
      expect(late.text).toContain('En ting til, som jeg glemte');
      expect((await birgit.post(`${page}/closing`)).status).toBe(403);
    });

    test('a review whose film is erased is not offered to be ended, and is not', async () => {
      await own();
      await birgit.post(`${page}/sharing`);
      expect((await birgit.get(page)).text).toContain(`action="${page}/closing"`);
      expect((await thomas.post(`/recordings/${setting.recording.id}/removal`)).status).toBe(303);
      expect((await birgit.get(page)).text).not.toContain(`action="${page}/closing"`);
      expect((await birgit.post(`${page}/closing`)).status).toBe(403);
      expect((await stands()).review).toBe('shared');
    });

    test('nobody is shut in with drafts: closing waits for them', async () => {
      await own();
      await birgit.post(`${page}/sharing`);
      await own({ text: 'Endnu en' });
      expect((await birgit.get(page)).text).not.toContain(`action="${page}/closing"`);
      const answer = await birgit.post(`${page}/closing`);
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('Del dem, eller fjern dem');
    });

    test('the trainee neither shares nor closes', async () => {
      await own();
      expect((await thomas.post(`${page}/sharing`)).status).toBe(403);
      expect((await thomas.post(`${page}/closing`)).status).toBe(403);
      expect((await stands()).review).toBe('reflected');
    });

    test('the supervisor’s replies wait until she has shared', async () => {
      const mark = await buildAnnotation(world.db, { recordingId: setting.recording.id, authorId: setting.leader.id, pass: 'reflection' });
      expect((await birgit.get(page)).text).toContain('Thomas, i sin refleksion');
      const answer = await birgit.post(`/review/annotations/${mark.id}/replies`, { text: 'For tidligt' });
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('Kommentarerne er ikke delt endnu');
    });

    test('a member of the group reads what is shared and writes nothing; others find nothing', async () => {
      await own({ text: 'Delt ord', sharedAt: '2026-09-29T08:00:00.000Z' });
      await own({ text: 'Udkast' });
      await buildReflection(world.db, { recordingId: setting.recording.id, authorId: setting.leader.id });
      const fellow = await buildTrainee(world.db);
      const stranger = await buildTrainee(world.db);
      await gather(world.db, [setting.leader.id, fellow.id], setting.supervisor.id);
      const asFellow = await world.as(fellow.id);
      const { text } = await asFellow.get(page);
      expect(text).toContain('Delt ord');
      expect(text).toContain('Jeg lagde mærke til stilheden.');
      expect(text).not.toMatch(/Udkast|kladde|Ny kommentar/);
      expect((await asFellow.post(`${page}/annotations`, { from: '1.00', kind: 'growth', text: 'Må jeg?' })).status).toBe(403);
      const unknown = (await (await world.as(stranger.id)).get('/review/999999')).text;
      for (const other of [stranger.id, (await buildCoordinator(world.db)).id]) {
        const client = await world.as(other);
        expect((await client.get(page)).status).toBe(404);
        expect((await client.post(`${page}/annotations`, { from: '1.00', kind: 'growth', text: 'x' })).status).toBe(404);
        expect((await client.post(`${page}/sharing`)).status).toBe(404);
      }
      const plain = (html: string) => html.replaceAll(/nonce="[^"]+"|value="[^"]{10,}"|returnTo" value="[^"]*"/g, '');
      expect(plain((await (await world.as(stranger.id)).get(page)).text)).toBe(plain(unknown));
    });
  });
});
