import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { annotations, auditEntries, people, replies } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildAnnotation, buildReview, type ReviewSetting } from '../support/build/annotation.js';

const key = '0b8f3c1e-5d0a-4a5e-9a54-1c1f5ed2a001';
const filled = { from: '12.04', to: '', element: '9', kind: 'strength', text: 'Du venter her.' };

describe('a comment', () => {
  let world: TestApp;
  let setting: ReviewSetting;
  let thomas: Client;
  let birgit: Client;
  let page: string;

  beforeAll(async () => {
    world = await openTestApp();
    setting = await buildReview(world.db);
    page = `/review/${setting.recording.id}`;
    [thomas, birgit] = await Promise.all([world.as(setting.leader.id), world.as(setting.supervisor.id)]);
  });
  beforeEach(async () => {
    await world.db.write(async (tx) => {
      await tx.run('DELETE FROM reply');
      await tx.run('DELETE FROM annotation');
      await tx.run(`UPDATE recording SET review = 'reflected'`);
    });
  });
  afterAll(() => world.close());

  const kept = () => world.db.all(annotations, {});
  const own = (given: object = {}) =>
    buildAnnotation(world.db, { recordingId: setting.recording.id, authorId: setting.supervisor.id, ...given });
  const rowOf = (html: string, id: number) => new RegExp(`<li class="pf-comment[^>]*id="kommentar-${id}"[^]*?</li>`).exec(html)?.[0] ?? '';

  test('is kept as a point or a stretch, and the page opens where it is', async () => {
    const answer = await birgit.post(`${page}/annotations`, { ...filled, to: '12.40' });
    const [row] = await kept();
    expect(row).toMatchObject({
      startMs: 724_000,
      endMs: 760_000,
      element: 9,
      kind: 'strength',
      pass: 'supervision',
      sharedAt: null,
      version: 1,
    });
    expect([answer.status, answer.headers['location']]).toEqual([303, `${page}?t=724&at=${row!.id}#kommentar-${row!.id}`]);
    const { text } = await birgit.get(answer.headers['location']!);
    expect(text).toMatch(new RegExp(`src="/recordings/${setting.recording.id}/film\\?v=[\\w-]{12}#t=724"`));
    expect(text).toContain('Kommentaren er gemt.');
    const html = rowOf(text, row!.id);
    expect(html).toMatch(/12\.04–12\.40[^]*nu[^]*Styrke[^]*Egne ord[^]*Du venter her\.[^]*Dig, kladde/);
    expect(html).toContain('aria-current="true"');
  });

  test('needs no element, and a trainee’s is part of the reflection', async () => {
    await thomas.post(`${page}/annotations`, { ...filled, element: '', text: 'Her tav jeg.' });
    expect((await kept())[0]).toMatchObject({ element: null, pass: 'reflection', authorId: setting.leader.id });
    expect((await birgit.get(page)).text).toMatch(/Her tav jeg\.[^]*Thomas, i sin refleksion/);
  });

  test.each([
    ['no start', { from: '' }, 'from', 'Skriv, hvor i filmen det er'],
    ['a start in words', { from: 'midten' }, 'from', 'Skriv tiden som minutter og sekunder'],
    ['75 seconds', { from: '12.75' }, 'from', 'Skriv tiden som minutter og sekunder'],
    ['a start after the end of the film', { from: '48.01' }, 'from', 'Filmen slutter ved 48.00.'],
    ['an end no later than the start', { to: '12.04' }, 'to', '«Til» skal være senere end «Fra».'],
    ['an end after the end of the film', { to: '2.00.00' }, 'to', 'Filmen slutter ved 48.00.'],
    ['a thirteenth element', { element: '13' }, 'element', 'Vælg et element fra listen'],
    ['no kind', { kind: '' }, 'kind', 'Vælg styrke, udvikling eller spørgsmål.'],
    ['another kind', { kind: 'praise' }, 'kind', 'Vælg styrke, udvikling eller spørgsmål.'],
    ['no words', { text: '   ' }, 'text', 'Skriv din kommentar.'],
    ['10,001 characters', { text: 'å'.repeat(10_001) }, 'text', 'Teksten er for lang. Der er plads til 10000 tegn.'],
    ['a personal number', { text: 'Hun hedder 010203 1234.' }, 'text', 'ligner et cpr-nummer'],
  ])('with %s is refused beside the field, with everything typed kept', async (_name, change, field, sentence) => {
    const typed = { ...filled, ...change };
    const { status, text } = await birgit.post(`${page}/annotations`, typed);
    expect(status).toBe(422);
    expect(text).toContain(`<a href="#${field}">`);
    expect(text).toContain(`id="${field}-error"`);
    expect(text).toContain(sentence);
    expect(text).toContain(`${typed.text.trim() === '' ? '' : typed.text}</textarea>`);
    expect(text).toContain('<title>Fejl:');
    expect(await kept()).toEqual([]);
  });

  test('of exactly 10,000 characters is kept', async () => {
    expect((await birgit.post(`${page}/annotations`, { ...filled, text: 'å'.repeat(10_000) })).status).toBe(303);
  });

  test('sent twice is kept once, and a form brought back by Back with new words is another', async () => {
    const first = await birgit.post(`${page}/annotations`, { ...filled, clientKey: key });
    const second = await birgit.post(`${page}/annotations`, { ...filled, clientKey: key });
    expect(second.headers['location']).toBe(first.headers['location']);
    expect(await kept()).toHaveLength(1);
    await birgit.post(`${page}/annotations`, { ...filled, clientKey: key, text: 'Noget helt andet.' });
    expect(await kept()).toHaveLength(2);
    await thomas.post(`${page}/annotations`, { ...filled, clientKey: key });
    expect((await kept()).map(({ authorId }) => authorId)).toContain(setting.leader.id);
  });

  test('two sent at the same moment with one key are one', async () => {
    const token = await birgit.token();
    const send = () =>
      birgit.agent
        .post(`${page}/annotations`)
        .type('form')
        .send({ ...filled, clientKey: key, _csrf: token });
    expect((await Promise.all([send(), send(), send()])).map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await kept()).toHaveLength(1);
    expect(await world.db.all(auditEntries, { action: 'annotation.create', objectId: (await kept())[0]!.id })).toHaveLength(1);
  });

  test('is changed in place; a draft keeps no trace of it', async () => {
    const { id } = await own();
    const form = await birgit.get(`/review/annotations/${id}?form=edit`);
    expect(rowOf(form.text, id)).toMatch(/name="version" value="1"[^]*value="12\.04"[^]*Du venter her\.<\/textarea>/);
    await birgit.post(`/review/annotations/${id}`, { ...filled, from: '12.10', kind: 'growth', text: 'Du venter længe.', version: '1' });
    expect(await world.db.find(annotations, { id })).toMatchObject({
      startMs: 730_000,
      kind: 'growth',
      version: 2,
      editedAt: null,
      formerTextKept: null,
    });
    expect(rowOf((await birgit.get(page)).text, id)).not.toContain('rettet');
  });

  test('changed after it was shared, it says so and keeps the former words', async () => {
    const { id } = await own({ sharedAt: '2026-09-29T08:00:00.000Z' });
    await birgit.post(`/review/annotations/${id}`, { ...filled, text: 'Du venter længe.', version: '1' });
    const html = rowOf((await thomas.get(page)).text, id);
    expect(html).toMatch(/Du venter længe\.[^]*Birgit, rettet[^]*Se, hvad der stod før[^]*Du venter her\./);
  });

  test('changed in two windows: the later sees both texts and loses nothing', async () => {
    const { id } = await own();
    const to = `/review/annotations/${id}`;
    await birgit.post(to, { ...filled, text: 'Det første vindue.', version: '1' });
    const late = await birgit.post(to, { ...filled, text: 'Det andet vindue.', version: '1' });
    expect(late.status).toBe(409);
    expect(late.text).toContain('<blockquote>Det første vindue.</blockquote>');
    expect(rowOf(late.text, id)).toMatch(/name="version" value="2"[^]*Det andet vindue\.<\/textarea>/);
    expect((await birgit.post(to, { ...filled, text: 'Det andet vindue.', version: '2' })).status).toBe(303);
    expect((await birgit.get(page)).text).toContain('Det andet vindue.');
    expect((await birgit.post(to, { ...filled, text: 'Det andet vindue.', version: '2' })).status).toBe(303);
  });

  test('is refused with the change kept when a field is wrong', async () => {
    const { id } = await own();
    const { status, text } = await birgit.post(`/review/annotations/${id}`, { ...filled, text: '', from: 'x', version: '1' });
    expect(status).toBe(422);
    expect(text).toContain(`<a href="#from-${id}">`);
    expect(rowOf(text, id)).toContain('value="x"');
  });

  test('is removed with a way back, which is the author’s alone', async () => {
    const { id } = await own({ sharedAt: '2026-09-29T08:00:00.000Z' });
    const answer = await birgit.post(`/review/annotations/${id}/removal`);
    expect(answer.headers['location']).toBe(`${page}?t=724&removed=${id}`);
    const after = (await birgit.get(answer.headers['location']!)).text;
    expect(after).toContain('Kommentaren er fjernet.');
    expect(after).toContain(`action="/review/annotations/${id}/restoration"`);
    expect((await thomas.get(`${page}?removed=${id}`)).text).not.toMatch(/Du venter her|restoration/);
    expect((await thomas.post(`/review/annotations/${id}/restoration`)).status).toBe(404);
    await birgit.post(`/review/annotations/${id}/restoration`);
    expect(rowOf((await thomas.get(page)).text, id)).toContain('Du venter her.');
    expect((await birgit.post(`/review/annotations/${id}/restoration`)).status).toBe(404);
  });

  test('is changed and removed by its author only', async () => {
    const { id } = await own({ sharedAt: '2026-09-29T08:00:00.000Z' });
    expect((await thomas.get(page)).text).not.toContain(`/review/annotations/${id}?form=edit`);
    expect((await thomas.get(`/review/annotations/${id}?form=edit`)).status).toBe(403);
    expect((await thomas.post(`/review/annotations/${id}`, { ...filled, version: '1' })).status).toBe(403);
    const refusal = await thomas.post(`/review/annotations/${id}/removal`);
    expect(refusal.status).toBe(403);
    expect(refusal.text).toContain('Kun den, der har skrevet kommentaren');
  });

  test('is answered once, however often the form is sent', async () => {
    const { id } = await own({ sharedAt: '2026-09-29T08:00:00.000Z' });
    await world.db.write((tx) => tx.run(`UPDATE recording SET review = 'shared'`));
    const to = `/review/annotations/${id}/replies`;
    await thomas.post(to, { text: 'Tak.', clientKey: key });
    await thomas.post(to, { text: 'Tak.', clientKey: key });
    expect(await world.db.all(replies, {})).toHaveLength(1);
    const wrong = await thomas.post(to, { text: 'Ring 010203-1234' });
    expect([wrong.status, wrong.text.includes('Ring 010203-1234</textarea>')]).toEqual([422, true]);
    expect(wrong.text).toContain(`<a href="#reply-${id}">`);
  });

  test('is text and nothing else, wherever it is shown', async () => {
    const { id } = await own({ text: '<img src=x onerror=alert(1)> & "mørket"' });
    expect(rowOf((await birgit.get(page)).text, id)).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &#34;mørket&#34;');
  });

  test('writes leave who, what and when behind, and never the words', async () => {
    await birgit.post(`${page}/annotations`, { ...filled, text: 'Ordene selv' });
    const [row] = await kept();
    await birgit.post(`/review/annotations/${row!.id}`, { ...filled, text: 'Andre ord', version: '1' });
    await birgit.post(`/review/annotations/${row!.id}/removal`);
    await birgit.post(`/review/annotations/${row!.id}/restoration`);
    const entries = await world.db.all(auditEntries, { objectKind: 'annotation', objectId: row!.id, actorId: setting.supervisor.id });
    expect(entries.map(({ action }) => action)).toEqual([
      'annotation.create',
      'annotation.update',
      'annotation.remove',
      'annotation.restore',
    ]);
    expect(JSON.stringify(await world.db.all(auditEntries, {}))).not.toMatch(/ordene|Andre ord/i);
  });

  describe('for the island', () => {
    const ask = async (client: Client, to: string, fields: Record<string, string>) =>
      client.agent
        .post(to)
        .set('Accept', 'application/json')
        .type('form')
        .send({ _csrf: await client.token(), ...fields });

    test('the row comes back drawn, with the counts and a key for the next', async () => {
      const { status, body } = await ask(birgit, `${page}/annotations`, { ...filled });
      expect(status).toBe(200);
      expect(body).toMatchObject({ startMs: 724_000, said: 'Kommentaren er gemt.', clientKey: expect.stringMatching(/^[0-9a-f-]{36}$/) });
      expect(body.html).toMatch(/^<li class="pf-comment pf-comment--draft"[^]*Du venter her\./);
      expect(body.head).toContain('1 kommentar');
    });

    test('the form comes back with its errors, and a conflict with both texts', async () => {
      const wrong = await ask(birgit, `${page}/annotations`, { ...filled, kind: '' });
      expect([wrong.status, wrong.body.html.includes('Du venter her.</textarea>')]).toEqual([422, true]);
      const { id } = await own({ version: 3 });
      const late = await ask(birgit, `/review/annotations/${id}`, { ...filled, text: 'Mit', version: '2' });
      expect(late.status).toBe(409);
      expect(late.body.html).toMatch(/<blockquote>Du venter her\.<\/blockquote>[^]*Mit<\/textarea>/);
    });

    test('a removed row leaves its way back, and a draft tells others nothing', async () => {
      const { id } = await own();
      const gone = await ask(birgit, `/review/annotations/${id}/removal`, {});
      expect(gone.body.html).toContain(`/review/annotations/${id}/restoration`);
      const hidden = await thomas.agent.get(`/review/annotations/${id}`).set('Accept', 'application/json');
      expect(hidden.status).toBe(404);
    });
  });

  describe('in a long list', () => {
    const many = (count: number) =>
      world.db.write((tx) =>
        tx.insertMany(
          annotations,
          Array.from({ length: count }, (_, index) => ({
            recordingId: setting.recording.id,
            authorId: index % 2 ? setting.leader.id : setting.supervisor.id,
            pass: index % 2 ? 'reflection' : 'supervision',
            startMs: index * 1000,
            element: 1 + (index % 12),
            kind: ['strength', 'growth', 'question'][index % 3]!,
            textKept: `v0:Nummer ${index}.`,
            clientKey: `key-${index}`,
            createdAt: '2026-09-18T08:00:00.000Z',
          })),
        ),
      );
    const rowsIn = (html: string) => html.match(/<li class="pf-comment/g)?.length ?? 0;

    test('60 stand on a page, with links on and back', async () => {
      await many(250);
      const first = (await birgit.get(page)).text;
      expect(rowsIn(first)).toBe(60);
      expect(first).toContain('250 kommentarer');
      expect(first).toContain(`href="${page}?list=2#kommentarer"`);
      const last = (await birgit.get(`${page}?list=5`)).text;
      expect([rowsIn(last), last.includes(`href="${page}?list=4#kommentarer"`)]).toEqual([10, true]);
      const target = (await kept())[180]!;
      expect((await birgit.get(`${page}?at=${target.id}`)).text).toContain(`id="kommentar-${target.id}"`);
    });

    test('is filtered by element, kind and whose, and the choice follows the links', async () => {
      await many(48);
      const { text } = await birgit.get(`${page}?element=3&kind=question&whose=${setting.supervisor.id}`);
      expect(rowsIn(text)).toBe(4);
      expect(text).toContain('4 af 48 kommentarer');
      expect(text).toContain(`href="${page}?element=3&amp;kind=question&amp;whose=${setting.supervisor.id}&amp;t=2"`);
      expect((await birgit.get(`${page}?element=99&kind=x&whose=abc&list=-1&t=1e9&at[]=3`)).text).toContain('48 kommentarer');
    });

    test('takes as many questions to the database for 500 as for none', async () => {
      const asked = async () => {
        let count = 0;
        const { options } = world.db.sequelize as unknown as { options: { logging: unknown } };
        options.logging = () => (count += 1);
        await birgit.get(page);
        options.logging = false;
        return count;
      };
      await many(1);
      const few = await asked();
      await world.db.write((tx) => tx.run('DELETE FROM annotation'));
      await many(500);
      expect(await asked()).toBe(few);
      expect(few).toBeGreaterThan(5);
      expect(few).toBeLessThanOrEqual(12);
    });
  });

  test('of a held account is neither shown nor written', async () => {
    await own({ text: 'Fortroligt', sharedAt: '2026-09-29T08:00:00.000Z' });
    await world.db.write((tx) => tx.update(people, { id: setting.leader.id }, { filmHold: true }));
    const { text } = await thomas.get(page);
    expect(text).toContain('Filmen vises ikke endnu');
    expect(text).not.toMatch(/Fortroligt|<video|Ny kommentar/);
    await world.db.write((tx) => tx.update(people, { id: setting.leader.id }, { filmHold: false }));
  });
});
