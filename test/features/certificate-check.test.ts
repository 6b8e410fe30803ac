import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openStory, type Story } from '../support/build/certification.js';

const main = (html: string) => (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the certificate and its public check', () => {
  let story: Story;
  let code: string;
  let id: number;
  beforeAll(async () => {
    story = await openStory();
    const made = await story.db.row<{ id: number; code: string }>('SELECT id, code FROM certificate WHERE enrolment_id = $1', [
      await story.enrolmentId('M03'),
    ]);
    ({ id, code } = made!);
  });
  afterAll(() => story.close());

  test('the sheet names person, programme, version, date, issuer, number and address, and neither film nor score', async () => {
    const page = (await (await story.be('M03')).get(`/certification/certificates/${id}`)).text;
    const sheet = main(page);
    for (const told of [
      'Charlotte Øllgaard',
      'er certificeret mødeleder i Åben Dialog',
      'Mødelederuddannelse, Hold 2024-2026',
      'Kravversion 1',
      '9. juni 2026 af Dialogværkstedet',
    ])
      expect(sheet).toContain(told);
    expect(sheet).toMatch(/PF-2026-\d{4}/);
    expect(sheet).toContain(`127.0.0.1:3000/check/${code}`);
    expect(sheet).not.toMatch(/film|optagelse|\d,\d|gennemsnit/i);
  });

  test('is opened by its holder, the own supervisor, the coordinator and whoever decided', async () => {
    for (const reader of ['M03', 'RS', 'LR', 'UD'])
      expect((await (await story.be(reader)).get(`/certification/certificates/${id}`)).status).toBe(200);
    for (const reader of ['M04', 'DV', 'EH', 'TA'])
      expect((await (await story.be(reader)).get(`/certification/certificates/${id}`)).status).toBe(404);
  });

  const ask = async (given: { code: string; name: string }) => story.anonymous().post('/check', given);
  /** The token of the form is the visitor's own; all else is compared. */
  const bytes = (html: string) => html.replaceAll(/name="_csrf" value="[^"]*"/g, '').replaceAll(/nonce="[^"]*"/g, '');

  test('the address on the sheet brings the code, and tells nothing', async () => {
    const known = await story.anonymous().get(`/check/${code}`);
    expect([known.status, known.text.includes(code)]).toEqual([200, true]);
    const other = await story.anonymous().get(`/check/${code.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))}`);
    expect(bytes(other.text).length).toBe(bytes(known.text).length);
    expect(main(known.text)).not.toMatch(/Charlotte|gyldigt i dag|PF-/i);
  });

  test('code and name as printed: valid, and no more', async () => {
    const answer = await ask({ code: code.toLowerCase().replaceAll('-', ' '), name: '  charlotte   øllgaard ' });
    expect(answer.status).toBe(200);
    expect(main(answer.text)).toContain('Certifikatet er gyldigt Gyldigt i dag, 30. september 2026');
    expect(answer.text).not.toMatch(/Charlotte|PF-2026|Åsted|film/i);
  });

  test('a wrong name is unknown: the same bytes as for an unknown code, and as for what is no code', async () => {
    const answers = await Promise.all([
      ask({ code, name: 'Charlotte Ollgaard' }),
      ask({ code: 'ABCDE-FGHJK-LMNPQ-RSTUV-WXYZ2-A', name: 'Charlotte Øllgaard' }),
      ask({ code: 'PF-2026-0001', name: 'Charlotte Øllgaard' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(main(answers[0]!.text)).toContain('Vi kender ikke certifikatet');
    expect(new Set(answers.map(({ text }) => bytes(text))).size).toBe(1);
  });

  test('withdrawn is told to whoever knows code and name, and to nobody else', async () => {
    await story.db.write((tx) => tx.run(`UPDATE certificate SET withdrawn_at = '2026-09-01T10:00:00.000Z' WHERE id = $1`, [id]));
    expect(main((await ask({ code, name: 'Charlotte Øllgaard' })).text)).toContain('Certifikatet er trukket tilbage');
    expect(main((await ask({ code, name: 'Nogen Anden' })).text)).toContain('Vi kender ikke certifikatet');
    await story.db.write((tx) => tx.run('UPDATE certificate SET withdrawn_at = NULL WHERE id = $1', [id]));
  });

  test('nothing typed is a sentence at the field, with what was typed kept', async () => {
    const answer = await ask({ code: '', name: 'Charlotte Øllgaard' });
    expect([answer.status, main(answer.text)]).toEqual([422, expect.stringContaining('Skriv koden fra certifikatet.')]);
    expect(answer.text).toContain('value="Charlotte Øllgaard"');
  });

  test('many questions from one address have to wait', async () => {
    const visitor = story.anonymous();
    const statuses: number[] = [];
    for (let question = 0; question < 40 && statuses.at(-1) !== 429; question += 1)
      statuses.push((await visitor.post('/check', { code, name: 'Nogen Anden' })).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.length).toBeGreaterThan(15);
  });
});
