import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { auditEntries, certificates, certificateWithdrawals } from '../../src/store/tables.js';
import { openStory, type Story } from '../support/build/certification.js';

const main = (html: string) => (/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('taking M12’s certificate back', () => {
  let story: Story;
  let enrolment: number;
  let certificate: number;
  const path = () => `/certification/certificates/${certificate}/withdrawal`;
  const say = async (code: string, step: string, reason = 'Filmen var ikke hans egen.') =>
    story.send(await story.be(code), path(), { step, reason });
  const standing = async () => (await story.db.find(certificates, { id: certificate }))!.withdrawnAt;

  beforeEach(async () => {
    story = await openStory();
    enrolment = await story.enrolmentId('M12');
    certificate = (await story.db.find(certificates, { enrolmentId: enrolment }))!.id;
  });
  afterEach(() => story.close());

  test('takes two persons and a reason; then it does not stand in public, and the holder reads why', async () => {
    const before = main((await (await story.be('LR')).get(`/certification/enrolments/${enrolment}`)).text);
    expect(before).toContain('Træk certifikatet tilbage');
    expect((await say('LR', 'proposed')).status).toBe(303);
    expect(await standing()).toBeNull();
    const waiting = main((await (await story.be('UD')).get('/certification')).text);
    expect(waiting).toContain('Svar på forslaget om at trække certifikatet tilbage: Lars Bjerrehuus');
    expect((await say('UD', 'confirmed')).status).toBe(303);
    expect(await standing()).toMatch(/^2026-09-30T/);
    const holder = await story.be('M12');
    const sheet = main((await holder.get(`/certification/certificates/${certificate}`)).text);
    expect(sheet).toContain('Trukket tilbage');
    expect(sheet).toContain('Begrundelse: Filmen var ikke hans egen.');
    expect(await story.db.all(auditEntries, { action: 'certificate.withdrawal-confirmed', objectId: certificate })).toHaveLength(1);
    expect((await say('LR', 'proposed')).status).toBe(403);
  });

  test('nobody answers their own proposal, and the trainee’s own supervisor answers none', async () => {
    await say('LR', 'proposed');
    expect((await say('LR', 'confirmed')).status).toBe(409);
    expect((await say('RS', 'confirmed')).status).toBe(403);
    expect((await say('M12', 'taken_back')).status).toBe(403);
    expect((await say('M09', 'confirmed')).status).toBe(404);
    expect((await say('HL', 'confirmed')).status).toBe(404);
    expect(await standing()).toBeNull();
    expect((await say('LR', 'taken_back')).status).toBe(303);
    expect((await story.db.all(certificateWithdrawals, { certificateId: certificate })).map(({ step }) => step)).toEqual([
      'proposed',
      'taken_back',
    ]);
  });

  test('a proposal that is declined leaves it as it was, and can be made again', async () => {
    await say('LR', 'proposed');
    expect((await say('UD', 'declined', 'Det er undersøgt, filmen er hans.')).status).toBe(303);
    expect(await standing()).toBeNull();
    expect((await say('UD', 'confirmed')).status).toBe(409);
    expect((await say('UD', 'proposed')).status).toBe(303);
  });

  test('needs a reason and keeps what was typed', async () => {
    const none = await say('LR', 'proposed', ' ');
    expect([none.status, main(none.text)]).toEqual([422, expect.stringContaining('Skriv en begrundelse.')]);
    const number = await say('LR', 'proposed', 'Om 010180-1234');
    expect([number.status, number.text]).toEqual([422, expect.stringContaining('Om 010180-1234')]);
    expect((await say('LR', 'sideways')).status).toBe(422);
    expect(await story.db.all(certificateWithdrawals, { certificateId: certificate })).toEqual([]);
  });

  test('two answers at once have one effect', async () => {
    await say('LR', 'proposed');
    const client = await story.be('UD');
    const token = await client.token();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => client.agent.post(path()).type('form').send({ _csrf: token, step: 'confirmed', reason: 'Ja.' })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => ![303, 403, 409].includes(status))).toEqual([]);
    expect((await story.db.all(certificateWithdrawals, { certificateId: certificate })).map(({ step }) => step)).toEqual([
      'proposed',
      'confirmed',
    ]);
  });
});
