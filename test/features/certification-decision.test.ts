import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { attendees, certificates, certificationDecisions, consentAnswers } from '../../src/store/tables.js';
import { levelsOf, lockedBy, openStory, ratingFields, type Story } from '../support/build/certification.js';

const main = (html: string) => (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const good = levelsOf('4 4 3 4 4 4 4 4 4 4 4 4');
const low = levelsOf('3 4 3 3 2 3 3 3 3 2 3 2');

describe('the decision about M11, who lacks only the rating', () => {
  let story: Story;
  let enrolment: number;
  const to = (path = '') => `/certification/enrolments/${enrolment}${path}`;
  const rated = (a = good, b = good) =>
    lockedBy(story, 'M11', [
      { code: 'YL', slot: 'A', levels: a },
      { code: 'PÆ', slot: 'B', levels: b },
    ]);
  const decide = async (code: string, fields: Record<string, string>) => story.send(await story.be(code), to('/decision'), fields);

  beforeEach(async () => {
    story = await openStory();
    enrolment = await story.enrolmentId('M11');
  });
  afterEach(() => story.close());

  test('everything in place: an independent supervisor certifies, and the certificate is there', async () => {
    await rated();
    expect(main((await (await story.be('RS')).get('/certification')).text)).toContain('Afgør, om Kirsten Mølbak kan certificeres');
    const answer = await decide('RS', { decision: 'certified' });
    expect([answer.status, answer.location]).toEqual([303, expect.stringMatching(/^\/certification\/certificates\/\d+$/)]);
    expect(main(answer.text)).toContain('Kirsten Mølbak er certificeret. Certifikatet er udstedt.');
    const [made] = await story.db.all(certificates, { enrolmentId: enrolment });
    expect(made).toMatchObject({ namePrinted: 'Kirsten Mølbak', serial: 'PF-2026-0013', issuedOn: '2026-09-30', rulesVersion: 1 });
    expect(made!.code).toMatch(/^([A-Z2-9]{5}-){5}[A-Z2-9]$/);
    const film = await story.db.row<{ eraseOn: string }>(
      `SELECT r.erase_on AS "eraseOn" FROM recording r JOIN assessment_case c ON c.recording_id = r.id WHERE c.enrolment_id = $1 ORDER BY c.attempt DESC LIMIT 1`,
      [enrolment],
    );
    expect(film).toEqual({ eraseOn: '2026-10-30' });
  });

  test('the own supervisor, the coordinator and the trainee are refused with a reason; others meet nothing', async () => {
    await rated();
    expect(main((await decide('UD', { decision: 'certified' })).text)).toContain('Det kan ikke være mødelederens egen supervisor');
    for (const code of ['UD', 'LR', 'M11', 'YL', 'HL']) expect((await decide(code, { decision: 'certified' })).status).toBe(403);
    for (const code of ['TA', 'EH', 'M09', 'DV'])
      expect((await decide(code, { decision: 'certified' })).status).toBe(code === 'EH' ? 403 : 404);
    expect(await story.db.all(certificates, { enrolmentId: enrolment })).toEqual([]);
  });

  test('before two have rated nobody decides', async () => {
    const path = `/certification/enrolments/${await story.enrolmentId('M08')}/decision`;
    expect((await (await story.be('RS')).get(path)).status).toBe(200);
    const never = `/certification/enrolments/${await story.enrolmentId('Y1')}/decision`;
    expect((await (await story.be('UD')).get(never)).status).toBe(404);
  });

  test('twenty at once make one certificate', async () => {
    await rated();
    const client = await story.be('RS');
    const token = await client.token();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client.agent.post(to('/decision')).type('form').send({ _csrf: token, decision: 'certified' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array<number>(19).fill(422)]);
    expect(await story.db.all(certificates, { enrolmentId: enrolment })).toHaveLength(1);
    expect(
      (await story.db.all(certificationDecisions, { enrolmentId: enrolment })).filter(({ decision }) => decision === 'certified'),
    ).toHaveLength(1);
  });

  test('something missing: the button is there, and the page says what', async () => {
    await rated();
    await story.db.write((tx) =>
      tx.run(
        `INSERT INTO attendance (training_day_id, enrolment_id, presence, note, recorded_by, recorded_at)
         SELECT d.id, e.id, 'absent', '', 1, '2026-09-30T09:00:00.000Z' FROM enrolment e JOIN training_day d ON d.cohort_id = e.cohort_id WHERE e.id = $1 AND d.code = 'S4' AND d.day = 2`,
        [enrolment],
      ),
    );
    const page = (await (await story.be('RS')).get(to('/decision'))).text;
    expect(page).toContain('Certificér Kirsten');
    expect(page).not.toContain('disabled');
    const answer = await decide('RS', { decision: 'certified' });
    expect(answer.status).toBe(422);
    expect(main(answer.text)).toContain('Der mangler stadig noget');
    expect(main(answer.text)).toContain('Kirsten har været med 7 af 8 seminardage, og en dag mangler.');
    expect(await story.db.all(certificates, { enrolmentId: enrolment })).toEqual([]);
  });

  test('a rating that does not reach is «not yet», with next steps, and a plan leads to a new meeting', async () => {
    await rated(low, low);
    expect(main((await decide('RS', { decision: 'certified' })).text)).toContain('Der mangler stadig noget');
    const empty = await decide('RS', { decision: 'not_yet', nextSteps: ' ' });
    expect([empty.status, main(empty.text)]).toEqual([422, expect.stringContaining('Skriv de næste skridt')]);
    expect(main(empty.text)).toContain('Næste skridt set af YL.');
    expect(main(empty.text)).not.toMatch(/Note af|2,8|Styrker set af/);
    expect((await decide('RS', { decision: 'not_yet', nextSteps: 'Lad stilheden være i to møder.' })).status).toBe(303);
    const trainee = await story.be('M11');
    expect(main((await trainee.get(to())).text)).toContain('Lad stilheden være i to møder.');
    expect((await story.send(trainee, to('/request'), { evidence: 'observation' })).status).toBe(422);
    expect((await story.send(await story.be('LR'), to('/plan'))).status).toBe(403);
    expect(main((await story.send(trainee, to('/plan'))).text)).toContain('Nu kan du vælge et nyt møde.');
    expect((await story.send(trainee, to('/plan'))).status).toBe(403);
    const form = main((await trainee.get(to('/request'))).text);
    expect(form).toContain('Mødet har været bedømt før. Et nyt forsøg er altid et nyt møde.');
    expect((await story.send(trainee, to('/request'), { evidence: 'observation' })).status).toBe(303);
    expect(main((await trainee.get(to())).text)).toContain('Koordinatoren finder to bedømmere');
  });

  test('a rating that is met is never «not yet»', async () => {
    await rated();
    const answer = await decide('RS', { decision: 'not_yet', nextSteps: 'Øv mere.' });
    expect([answer.status, main(answer.text)]).toEqual([422, expect.stringContaining('Bedømmelsen er god nok')]);
  });

  const withdraw = async () => {
    const caseId = await story.caseId('M11');
    const someone = (await story.db.row<{ id: number; meetingId: number }>(
      `SELECT a.id, a.meeting_id AS "meetingId" FROM attendee a JOIN recording r ON r.meeting_id = a.meeting_id
       JOIN assessment_case c ON c.recording_id = r.id WHERE c.id = $1 AND a.kind = 'relative' LIMIT 1`,
      [caseId],
    ))!;
    expect(await story.db.find(attendees, { id: someone.id })).not.toBeNull();
    const askedBy = await story.personId('M11');
    await story.db.write((tx) =>
      tx.insert(consentAnswers, {
        attendeeId: someone.id,
        givenBy: 'self',
        purpose: 'assessment',
        answer: 'no',
        method: 'phone',
        textVersion: '1',
        askedBy,
        answeredOn: '2026-09-30',
        recordedAt: '2026-09-30T09:30:00.000Z',
      }),
    );
  };

  test('K9: a consent taken back before the last lock stops rating, adjudication and certificate', async () => {
    const apart = [...good];
    apart[9] = 1;
    const caseId = await rated(good, apart);
    await withdraw();
    const answer = await decide('RS', { decision: 'certified' });
    expect([answer.status, main(answer.text)]).toEqual([422, expect.stringContaining('Samtykket gælder ikke længere')]);
    expect(await story.db.all(certificates, { enrolmentId: enrolment })).toEqual([]);
    expect((await (await story.be('LR')).get(`/certification/cases/${caseId}`)).status).toBe(404);
    const trainee = await story.be('M11');
    expect(main((await trainee.get(to())).text)).toContain('Det tæller ikke som et forsøg.');
    expect((await story.send(trainee, to('/request'), { evidence: 'observation' })).status).toBe(303);
    expect(await story.db.row('SELECT closed_why AS "why" FROM assessment_case WHERE id = $1', [caseId])).toEqual({
      why: 'consent_withdrawn',
    });
  });

  test('K9: an assessor who is in the middle of it is refused, and the film is gone', async () => {
    const caseId = await story.caseId('M11');
    const seats = { 'slot-A': String(await story.personId('YL')), 'slot-B': String(await story.personId('PÆ')) };
    await story.send(await story.be('LR'), `/certification/cases/${caseId}/assessors`, seats);
    const assessor = await story.be('YL');
    expect((await assessor.get(`/certification/cases/${caseId}/rating`)).status).toBe(200);
    await withdraw();
    const answer = await story.send(assessor, `/certification/cases/${caseId}/rating`, { 'e1-level': '3' });
    expect([answer.status, main(answer.text)]).toEqual([403, expect.stringContaining('Samtykket gælder ikke længere')]);
    const recording = (await story.db.row<{ id: number }>('SELECT recording_id AS id FROM assessment_case WHERE id = $1', [caseId]))!;
    expect((await assessor.get(`/recordings/${recording.id}/film`)).status).toBe(404);
  });

  test('K9: a consent taken back after the last lock does not undo the rating', async () => {
    await rated();
    await withdraw();
    expect((await decide('RS', { decision: 'certified' })).status).toBe(303);
  });

  test('fewer than ten rated by both: not ratable, no attempt counted, a new meeting', async () => {
    const few = good.map((level, index) => ([4, 7, 11].includes(index) ? ('nr' as const) : level));
    const caseId = await story.caseId('M11');
    const seats = { 'slot-A': String(await story.personId('YL')), 'slot-B': String(await story.personId('PÆ')) };
    await story.send(await story.be('LR'), `/certification/cases/${caseId}/assessors`, seats);
    for (const code of ['YL', 'PÆ'])
      expect((await story.send(await story.be(code), `/certification/cases/${caseId}/lock`, ratingFields(few))).status).toBe(303);
    expect(await story.db.row('SELECT closed_why AS "why" FROM assessment_case WHERE id = $1', [caseId])).toEqual({ why: 'not_ratable' });
    const page = main((await (await story.be('M11')).get(to())).text);
    expect(page).toContain('Mødet kunne ikke bedømmes. Det tæller ikke som et forsøg.');
    expect((await story.send(await story.be('M11'), to('/request'), { evidence: 'observation' })).status).toBe(303);
  });
});
