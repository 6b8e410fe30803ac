import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assessors, ratings } from '../../src/store/tables.js';
import { levelsOf, openStory, ratingFields, type Story } from '../support/build/certification.js';

const text = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/\s+/g, ' ');
const main = (html: string) => text(/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '');

/** M11 asked on 18 September; assessors are chosen, both rate, one step at a time. The tests of this block build on each other. */
describe('an assessment, from the request to two locked ratings', () => {
  let story: Story;
  let enrolment: number;
  let file: number;
  const at = (path: string) => `/certification/cases/${file}${path}`;

  beforeAll(async () => {
    story = await openStory();
    enrolment = await story.enrolmentId('M11');
    file = await story.caseId('M11');
  });
  afterAll(() => story.close());

  const seats = () => story.db.all(assessors, { caseId: file });
  const choose = async (who: string, fields: Record<string, string>) => story.send(await story.be(who), at('/assessors'), fields);
  const id = async (code: string) => String(await story.personId(code));

  test('a second request is refused while the first is open', async () => {
    const client = await story.be('M11');
    const path = `/certification/enrolments/${enrolment}/request`;
    const answer = await story.send(client, path, { evidence: 'observation' });
    expect(answer.status).toBe(422);
    expect(main(answer.text)).toContain('Du har allerede bedt om en bedømmelse. Den er i gang.');
    await expect((await story.be('M09')).get(path)).resolves.toMatchObject({ status: 404 });
  });

  test('the coordinator sees the case among her tasks, and neither film nor length nor route', async () => {
    const client = await story.be('LR');
    expect(main((await client.get('/certification')).text)).toContain('Find to bedømmere til Kirsten Mølbak');
    const page = await client.get(at('/assessors'));
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/recordings|netværksmøde \d|minutter|uden film|på film/i);
  });

  test('only the coordinator of the cohort chooses, and others meet nothing', async () => {
    for (const code of ['RS', 'EH', 'TA', 'HL', 'M09']) expect((await choose(code, {})).status).toBe(404);
    for (const code of ['M11', 'UD'])
      expect(await choose(code, {})).toMatchObject({
        status: 403,
        text: expect.stringContaining('Bedømmere vælges af en koordinator for holdet.'),
      });
  });

  test('nobody is chosen who is not independent, and the page says why', async () => {
    const page = main((await (await story.be('LR')).get(at('/assessors'))).text);
    expect(page).toContain('Ester Hauge, Ekstern bedømmer Personen har bedømt denne mødeleder før.');
    expect(page).toContain('Ulrik Damborg, Dialogværkstedet Det kan ikke være mødelederens egen supervisor');
    const own = await choose('LR', { 'slot-A': await id('UD'), 'slot-B': await id('EH') });
    expect(own.status).toBe(422);
    expect(main(own.text)).toContain('Ingen bedømmer den samme to gange');
    const twice = await choose('LR', { 'slot-A': await id('YL'), 'slot-B': await id('YL') });
    expect([twice.status, main(twice.text)]).toEqual([422, expect.stringContaining('Personen er allerede valgt')]);
    const one = await choose('LR', { 'slot-A': await id('YL') });
    expect([one.status, main(one.text)]).toEqual([422, expect.stringContaining('Vælg en bedømmer.')]);
    expect(await seats()).toEqual([]);
  });

  test('two independent assessors are chosen once', async () => {
    const fields = { 'slot-A': await id('YL'), 'slot-B': await id('RS') };
    expect((await choose('LR', fields)).status).toBe(303);
    expect((await seats()).map(({ slot }) => slot).sort()).toEqual(['A', 'B']);
    expect((await choose('LR', fields)).status).toBe(409);
    const rows = await story.db.rows(`SELECT action FROM audit_entry WHERE object_kind = 'assessment_case' AND object_id = $1`, [file]);
    expect(rows).toEqual(expect.arrayContaining([{ action: 'assessor.assign.A' }, { action: 'assessor.assign.B' }]));
  });

  test('only an assigned assessor opens the rating', async () => {
    expect((await (await story.be('YL')).get(at('/rating'))).status).toBe(200);
    for (const code of ['EH', 'MQ', 'TA', 'HL']) expect((await (await story.be(code)).get(at('/rating'))).status).toBe(404);
    for (const code of ['LR', 'M11', 'UD']) expect((await (await story.be(code)).get(at('/rating'))).status).toBe(403);
  });

  test('the assessor is shown the film, and never the self-assessment', async () => {
    const page = await (await story.be('YL')).get(at('/rating'));
    expect(page.text).toMatch(/<video controls[^>]+src="\/recordings\/\d+\/film"/);
    expect(page.text).not.toMatch(/egen vurdering/i);
  });

  test('a draft is saved as it stands, and what cannot be read is told and kept', async () => {
    const client = await story.be('YL');
    const draft = {
      'e1-level': '4',
      'e1-moments': '12.04, 14.10–15.00',
      'e1-note': 'Ser til hinanden.',
      'e2-level': '3',
      'e2-moments': 'halv tre',
    };
    const answer = await story.send(client, at('/rating'), draft);
    expect(answer.status).toBe(422);
    expect(main(answer.text)).toContain('Element 2: Skriv tider som 12.04');
    expect(answer.text).toContain('value="halv tre"');
    const again = (await client.get(at('/rating'))).text;
    expect(again).toContain('value="12.04, 14.10–15.00"');
    expect(again).toContain('Ser til hinanden.');
    const late = await story.send(client, at('/rating'), { 'e1-level': '4', 'e1-moments': '49.00' });
    expect([late.status, main(late.text)]).toEqual([422, expect.stringContaining('efter filmens slutning')]);
  });

  test('a comment over its limit is refused with the text kept', async () => {
    const long = 'å'.repeat(10_001);
    const answer = await story.send(await story.be('YL'), at('/rating'), { 'e1-note': long });
    expect([answer.status, answer.text.includes(long)]).toEqual([422, true]);
    const cpr = await story.send(await story.be('YL'), at('/rating'), { 'e1-note': 'Borgeren 010203-1234 sagde det.' });
    expect([cpr.status, main(cpr.text)]).toEqual([422, expect.stringContaining('Det ligner et CPR-nummer')]);
  });

  test('nothing is locked before it is complete: one sentence for each thing that is missing', async () => {
    const short = ratingFields(levelsOf('1 3 3 3 3 3 3 3 3 3 3 3'), { 'e1-note': '', 'e2-moments': '', overall: '', next: '' });
    delete short['e3-level'];
    const answer = await story.send(await story.be('YL'), at('/lock'), short);
    expect(answer.status).toBe(422);
    for (const sentence of [
      'Element 1: Skriv en kommentar. Den skal til ved 1, 2 og 5.',
      'Element 2: Peg på mindst ét sted i filmen.',
      'Element 3: Vælg et trin, eller at det ikke kan bedømmes.',
      'Vælg dit samlede indtryk.',
      'Skriv, hvad der kan prøves næste gang.',
    ])
      expect(main(answer.text)).toContain(sentence);
    expect(main(answer.text)).toContain('Fem ting mangler endnu');
    expect((await seats()).every(({ lockedAt }) => lockedAt === null)).toBe(true);
  });

  test('a 1 may cite the whole meeting, a 2 may not', async () => {
    const fields = ratingFields(levelsOf('1 2 3 3 3 3 3 3 3 3 3 3'), { 'e1-moments': 'hele mødet', 'e2-moments': 'hele mødet' });
    const answer = main((await story.send(await story.be('YL'), at('/lock'), fields)).text);
    expect(answer).toContain('Element 2: Peg på mindst ét sted i filmen.');
    expect(answer).not.toContain('Element 1:');
  });

  test('complete, it is locked, and nothing changes it after', async () => {
    const client = await story.be('YL');
    const levels = levelsOf('4 4 3 4 4 4 4 4 4 4 4 4');
    expect((await story.send(client, at('/lock'), ratingFields(levels))).status).toBe(303);
    for (const path of ['/lock', '/rating']) {
      const answer = await story.send(client, at(path), ratingFields(levelsOf('1 1 1 1 1 1 1 1 1 1 1 1')));
      expect([answer.status, main(answer.text)]).toEqual([403, expect.stringContaining('Din bedømmelse er låst.')]);
    }
    const seat = (await seats()).find(({ slot }) => slot === 'A')!;
    const kept = await story.db.all(ratings, { assessorId: seat.id });
    expect(kept.map(({ level }) => level)).toEqual(levels);
    await expect(story.db.write((tx) => tx.update(ratings, { id: kept[0]!.id }, { level: 1 }))).rejects.toThrow();
    await expect(story.db.write((tx) => tx.remove(ratings, { id: kept[0]!.id }))).rejects.toThrow();
  });

  test('until both have locked nobody reads the first: not the other assessor, not the supervisor, not the trainee', async () => {
    for (const code of ['RS', 'UD', 'M11', 'LR']) {
      const page = await (await story.be(code)).get(`/certification/cases/${file}`);
      expect(page.status).toBe(200);
      expect(main(page.text)).toContain('12 af 12 elementer bedømt');
      expect(page.text).not.toMatch(/Om element \d|Du venter, og du bruger deres ord|Sikker|3,9/);
    }
    expect((await (await story.be('RS')).get(at('/rating'))).text).not.toContain('Om element 1.');
  });

  test('from the second lock on they stand side by side, with the joint mean, and the coordinator still reads none of it', async () => {
    const locked = await story.send(await story.be('RS'), at('/lock'), ratingFields(levelsOf('4 4 4 4 3 4 4 4 4 4 4 4')));
    expect(locked.status).toBe(303);
    for (const code of ['RS', 'YL', 'UD', 'M11']) {
      const page = main((await (await story.be(code)).get(`/certification/cases/${file}`)).text);
      expect(page).toContain('3,917');
      expect(page).toContain('Ét trin imellem');
      expect(page).toContain('Du venter, og du bruger deres ord.');
      expect(page).toContain('Egen vurdering');
    }
    const outside = await (await story.be('LR')).get(`/certification/cases/${file}`);
    expect([outside.status, /3,9|Om element|film|Egen vurdering/.test(outside.text)]).toEqual([200, false]);
    for (const code of ['EH', 'HL', 'M09', 'TA'])
      expect((await (await story.be(code)).get(`/certification/cases/${file}`)).status).toBe(404);
  });
});

describe('self-assessment', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory();
  });
  afterAll(() => story.close());
  const own = async (code: string) => `/certification/enrolments/${await story.enrolmentId(code)}/self-assessment`;
  const all = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`e${index + 1}-level`, '3']));

  test('takes a stand on ten elements at least, and keeps what was chosen', async () => {
    const few = Object.fromEntries(Object.entries(all).slice(0, 8));
    const answer = await story.send(await story.be('M10'), await own('M10'), few);
    expect([answer.status, main(answer.text)]).toEqual([422, expect.stringContaining('Du har valgt ved 8.')]);
    expect(answer.text.match(/ checked/g)).toHaveLength(8);
  });

  test('is delivered once a day and never changed', async () => {
    const client = await story.be('M10');
    const count = async () =>
      (await story.db.rows('SELECT id FROM self_assessment WHERE enrolment_id = $1', [await story.enrolmentId('M10')])).length;
    const before = await count();
    const parallel = await Promise.all([client, client, client].map(async (one) => (await one.post(await own('M10'), all)).status));
    expect(parallel.sort()).toEqual([303, 403, 403]);
    expect(await count()).toBe(before + 1);
    expect(main((await client.get(await own('M10'))).text)).toContain('Du har afleveret din vurdering i dag.');
  });

  test('is nobody else’s', async () => {
    for (const code of ['EH', 'M11', 'DV']) expect((await (await story.be(code)).get(await own('M10'))).status).toBe(404);
    for (const code of ['RS', 'LR', 'HL']) expect((await story.send(await story.be(code), await own('M10'), all)).status).toBe(403);
  });
});
