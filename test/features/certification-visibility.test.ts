import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStory, type Story } from '../support/build/certification.js';

const main = (html: string) => (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('who reads what of a certification', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory();
  });
  afterAll(() => story.close());

  const list = async (reader: string, code: string) =>
    (await story.be(reader)).get(`/certification/enrolments/${await story.enrolmentId(code)}`);
  const firstCase = async (code: string) =>
    (await story.db.row<{ id: number }>('SELECT MIN(id) AS id FROM assessment_case WHERE enrolment_id = $1', [
      await story.enrolmentId(code),
    ]))!.id;
  const file = async (reader: string, code: string) => (await story.be(reader)).get(`/certification/cases/${await firstCase(code)}`);

  test.each([
    ['the trainee', 'M11', 'M11', 200],
    ['the own supervisor', 'UD', 'M11', 200],
    ['a former assessor', 'EH', 'M11', 200],
    ['a supervisor who may certify', 'RS', 'M11', 200],
    ['the coordinator', 'LR', 'M11', 200],
    ['the own manager', 'HL', 'M11', 200],
    ['a manager elsewhere', 'DV', 'M11', 404],
    ['another trainee', 'M09', 'M11', 404],
    ['an assessor of others', 'YL', 'M11', 404],
    ['the administrator', 'TA', 'M11', 404],
    ['a supervisor who is nothing to someone never rated', 'UD', 'Y1', 404],
  ])('the list of requirements: %s', async (_who, reader, code, status) => expect((await list(reader, code)).status).toBe(status));

  test('an unknown enrolment and one that is not yours answer with the same bytes', async () => {
    const client = await story.be('YL');
    const unknown = await client.get('/certification/enrolments/99999');
    const refused = await client.get(`/certification/enrolments/${await story.enrolmentId('M11')}`);
    const bytes = (html: string) => html.replaceAll(/\/certification\/enrolments\/\d+/g, '');
    expect([refused.status, bytes(refused.text)]).toEqual([404, bytes(unknown.text)]);
  });

  test('every requirement is a sentence with its origin, and the state stands in the lead', async () => {
    const page = main((await list('M04', 'M04')).text);
    expect(page).toContain('Åsted, Hold 2024-2026. Du er i uddannelse.');
    expect(page).toContain('Du har fået 44 timer og 55 minutter supervision og mangler 5 minutter, som ikke er planlagt.');
    expect(page).toContain('Fra uddannelsens beskrivelse (Socialstyrelsen 2019). 45 timer er vores valg');
    expect(page).toContain('Vores valg');
    expect(page).toContain('Fra loven (databeskyttelsesforordningen)');
    const others = main((await list('RS', 'M04')).text);
    expect(others).toContain('Dennis har fået 44 timer og 55 minutter supervision');
  });

  test('what is counted as met is what the rows say, whoever reads; advice is told as advice and addresses nobody', async () => {
    for (const [reader, code] of [
      ['LR', 'M11'],
      ['LR', 'M09'],
      ['LR', 'M01'],
      ['UD', 'M11'],
      ['M11', 'M11'],
      ['M04', 'M04'],
    ] as const) {
      const { text } = await list(reader, code);
      const rows = /id="requirements"[^]*?<ul class="pf-rows">([^]*?)<\/ul>/.exec(text)![1]!.split('<li ').slice(1);
      const said = rows.map((row) => main(`<main>${row}</main>`));
      const [, met, all] = /(\d+) af (\d+) krav er opfyldt/.exec(main(text))!.map(Number);
      const advice = said.filter((row) => row.includes(' Anbefaling '));
      expect([reader, code, met, all]).toEqual([
        reader,
        code,
        said.filter((row) => row.includes(' Opfyldt ')).length,
        said.length - advice.length,
      ]);
      expect(advice).toEqual([expect.stringContaining('Det anbefales at begynde før seminar 2. Det er ikke et krav')]);
    }
  });

  test('the coordinator reads the same of M13, whose consent was taken back, as of one who never recorded', async () => {
    const story2 = await openStory();
    try {
      const id = await story2.enrolmentId('M13');
      const read = async (reader: string) => main((await (await story2.be(reader)).get(`/certification/enrolments/${id}`)).text);
      const before = [await read('LR'), await read('SF')];
      expect(before[0]).toContain('Mangler bevis.');
      expect(before[0]).not.toMatch(/samtykke|trukket|stoppet|optagelse|Ester|Yrsa/i);
      await story2.db.write(async (tx) => {
        await tx.run('DELETE FROM assessor WHERE case_id IN (SELECT id FROM assessment_case WHERE enrolment_id = $1)', [id]);
        await tx.run('DELETE FROM assessment_case WHERE enrolment_id = $1', [id]);
      });
      expect([await read('LR'), await read('SF')]).toEqual(before);
    } finally {
      await story2.close();
    }
  });

  test('the manager follows done and not done, without assessors, attempts or a refused decision', async () => {
    const page = main((await list('HL', 'M11')).text);
    expect(page).toContain('Kirsten har været med alle 8 seminardage.');
    expect(page).not.toMatch(/Ester|Mogens|ikke endnu\.|Det er sket/);
    expect(main((await list('DV', 'M03')).text)).toContain('Ulrik Damborg certificerede.');
  });

  test('the trainee and the own supervisor are told the precise state', async () => {
    for (const reader of ['M13', 'RS']) {
      const page = main((await list(reader, 'M13')).text);
      expect(page).toContain('Bedømmelsen stoppede, fordi et samtykke blev trukket. Det tæller ikke som et forsøg.');
      expect(page).toContain('Samtykket til bedømmelse gælder ikke længere');
    }
    for (const reader of ['LR', 'SF', 'UD']) expect((await file(reader, 'M13')).status).toBe(404);
  });

  test('neither coordinator, manager nor certifier reads a score anywhere', async () => {
    for (const [reader, code] of [
      ['LR', 'M09'],
      ['LR', 'M11'],
      ['HL', 'M11'],
      ['RS', 'M11'],
      ['LR', 'M02'],
      ['DV', 'M02'],
    ] as const)
      expect(main((await list(reader, code)).text)).not.toMatch(/\d,\d{3}|2,833|Begyndende|Forbilledlig/);
  });

  test.each([
    ['R01', 'M02', '3,542', 'Bedømmelsen er på plads'],
    ['R02', 'M11', '2,833', 'Bedømmelsen rækker ikke endnu'],
    ['R04', 'M09', '2,208', 'Bedømmelsen rækker ikke endnu'],
    ['R06', 'M07', '3,458', 'Bedømmelsen rækker ikke endnu'],
  ])('%s: the joint mean of %s is %s', async (_recording, code, mean, outcome) => {
    const page = main((await file(code, code)).text);
    expect(page).toContain(`${mean} i gennemsnit over 12 elementer`);
    expect(page).toContain(outcome);
  });

  test('R04: the adjudicated item stands beside the two, and only that one', async () => {
    const page = main((await file('M09', 'M09')).text);
    expect(page).toContain('10. Fælles refleksion 2 trin imellem 1 Mangler 3 Til stede 2 Begyndende 2');
    expect(page).toContain('Poul Æbelø');
  });

  test('R06: the assessors are told that each alone would have answered differently, the trainee is not', async () => {
    expect(main((await file('EH', 'M07')).text)).toContain('Hver for sig ville jeres bedømmelser have givet forskelligt svar.');
    expect(main((await file('M07', 'M07')).text)).not.toContain('Hver for sig ville');
  });

  test('after the date of erasure ratings, cited times and feedback stand, and the page says where the film went', async () => {
    const page = main((await file('M02', 'M02')).text);
    expect(page).toContain('Optagelsen er slettet 9. juli 2026 efter reglen om 30 dage');
    expect(page).toContain('2.05–2.11');
    expect(page).toContain('Du bliver i det sagte.');
  });

  test('the rubric is in our own words, cites the text once and says whose the thresholds are', async () => {
    const page = (await (await story.be('M11')).get('/certification/rubric')).text;
    expect(page.match(/Olson/g)).toHaveLength(1);
    expect(main(page)).toContain('Vi kender ingen kilde, der sætter en grænse for Åben Dialog.');
    expect(page.match(/class="pf-element"/g)).toHaveLength(12);
  });
});
