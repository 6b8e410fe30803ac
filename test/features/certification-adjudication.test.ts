import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { levelsOf, lockedBy, openStory, ratingFields, type Story } from '../support/build/certification.js';

const main = (html: string) => (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('two who see something differently', () => {
  let story: Story;
  let file: number;
  const at = (path = '') => `/certification/cases/${file}${path}`;
  const good = levelsOf('4 4 3 4 4 4 4 4 4 4 4 4');
  const apart = levelsOf('4 4 3 4 4 4 4 4 4 2 4 4');

  beforeEach(async () => {
    story = await openStory();
    file = await lockedBy(story, 'M11', [
      { code: 'YL', slot: 'A', levels: good },
      { code: 'PÆ', slot: 'B', levels: apart },
    ]);
  });
  afterEach(() => story.close());

  const appoint = async (code: string) =>
    story.send(await story.be('LR'), at('/assessors'), { 'slot-adjudicator': String(await story.personId(code)) });

  test('an adjudicator is found, as independent as the two, and settles those items only', async () => {
    expect(main((await (await story.be('LR')).get('/certification')).text)).toContain('Find en opmand til Kirsten Mølbak');
    for (const [code, why] of [
      ['YL', 'Personen er allerede valgt til denne bedømmelse.'],
      ['UD', 'Det kan ikke være mødelederens egen supervisor'],
      ['EH', 'Ingen bedømmer den samme to gange'],
    ] as const)
      expect(await appoint(code)).toMatchObject({ status: 422, text: expect.stringContaining(why) });
    expect((await appoint('RS')).status).toBe(303);

    const adjudicator = await story.be('RS');
    const form = await adjudicator.get(at('/adjudication'));
    expect(form.text.match(/class="pf-element" id="element-\d+"/g)).toEqual(['class="pf-element" id="element-10"']);
    expect(main(form.text)).toContain('De to valgte 4 Sikker og 2 Begyndende.');
    expect((await adjudicator.get(at('/rating'))).status).toBe(404);
    expect((await (await story.be('YL')).get(at('/adjudication'))).status).toBe(404);

    const empty = await story.send(adjudicator, at('/lock'), { 'e10-level': '4' });
    expect([empty.status, main(empty.text)]).toEqual([422, expect.stringContaining('Element 10: Peg på mindst ét sted i filmen.')]);
    const locked = await story.send(adjudicator, at('/lock'), {
      'e10-level': '4',
      'e10-moments': '2.10',
      'e1-level': '1',
      'e1-moments': '1.00',
    });
    expect(locked.status).toBe(303);
    expect(main(locked.text)).toContain('10. Fælles refleksion 2 trin imellem 4 Sikker 2 Begyndende 4 Sikker 4');
    expect(main(locked.text)).toContain('3,917 i gennemsnit over 12 elementer');
    const rows = await story.db.rows(
      `SELECT t.element, t.level FROM rating t JOIN assessor a ON a.id = t.assessor_id WHERE a.case_id = $1 AND a.slot = 'adjudicator'`,
      [file],
    );
    expect(rows).toEqual([{ element: 10, level: 4 }]);
  });

  test('before it is settled nobody certifies, and the trainee reads that it is quite common', async () => {
    const path = `/certification/enrolments/${await story.enrolmentId('M11')}`;
    const answer = await story.send(await story.be('RS'), `${path}/decision`, { decision: 'certified' });
    expect([answer.status, main(answer.text)]).toEqual([422, expect.stringContaining('Sagen er ikke klar til en afgørelse.')]);
    expect(main((await (await story.be('M11')).get(path)).text)).toContain('Det er helt almindeligt.');
  });
});

describe('the route without film', () => {
  let story: Story;
  let file: number;
  const at = (path = '') => `/certification/cases/${file}${path}`;

  beforeEach(async () => {
    story = await openStory();
    await story.send(await story.be('M13'), `/certification/enrolments/${await story.enrolmentId('M13')}/request`, {
      evidence: 'observation',
    });
    file = await story.caseId('M13');
    const seats = { 'slot-A': String(await story.personId('MQ')), 'slot-B': String(await story.personId('PÆ')) };
    await story.send(await story.be('LR'), at('/assessors'), seats);
  });
  afterEach(() => story.close());

  const notes = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`e${index + 1}-note`, `Kl. 10.${index + 10} venter hun.`]));
  const quoted = (more: Record<string, string> = {}) =>
    ratingFields(levelsOf('4 4 4 4 4 4 4 4 4 4 4 4'), { ...notes, observedOn: '22.9.2026', observedMinutes: '60', ...more });

  test('takes the day, a whole meeting’s length and a quote for each step; then the same certificate', async () => {
    const first = await story.be('MQ');
    const page = (await first.get(at('/rating'))).text;
    expect(page).not.toMatch(/<video|e1-moments/);
    const none = await story.send(first, at('/lock'), quoted({ observedOn: '', observedMinutes: '44', 'e3-note': '' }));
    expect(none.status).toBe(422);
    for (const sentence of [
      'Skriv, hvornår mødet blev holdt.',
      'Det skal være mindst 45 minutter.',
      'Element 3: Skriv et klokkeslæt (10.20) eller et',
    ])
      expect(main(none.text)).toContain(sentence);
    const ahead = await story.send(first, at('/lock'), quoted({ observedOn: '1.10.2026' }));
    expect([ahead.status, main(ahead.text)]).toEqual([422, expect.stringContaining('Datoen er ikke kommet endnu.')]);
    const whole = await story.send(first, at('/lock'), quoted());
    expect([whole.status, /pf-errors[\s\S]*?<\/section>/.exec(whole.text)?.[0]]).toEqual([303, undefined]);
    const second = await story.be('PÆ');
    expect((await second.get(at('/rating'))).text).toContain('value="22.9.2026"');
    expect((await story.send(second, at('/lock'), quoted())).status).toBe(303);
    const path = `/certification/enrolments/${await story.enrolmentId('M13')}/decision`;
    const certified = await story.send(await story.be('UD'), path, { decision: 'certified' });
    expect(certified.status).toBe(303);
    expect(main(certified.text)).toContain('Mette Nørskov er certificeret mødeleder i Åben Dialog');
    expect(main(certified.text)).not.toMatch(/uden film|set uden/);
  });

  test('to the coordinator it is a case like any other', async () => {
    const page = main((await (await story.be('LR')).get(at())).text);
    expect(page).toContain('Mogens Quist');
    expect(page).not.toMatch(/uden film|set uden|minutter/);
  });
});
