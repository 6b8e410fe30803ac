import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { judge } from '../../src/domain/certification/judge.js';
import { factsFor } from '../../src/store/enrolment-facts.js';
import { attendances } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort, buildTrainingDay, type BuiltCohort, type TrainingDayRow } from '../support/build/cohort.js';
import { buildEnrolment, type BuiltEnrolment } from '../support/build/enrolment.js';
import { wordsOf } from '../support/page.js';

let test: TestApp;
let cohort: BuiltCohort;
let coordinator: Client;
let day: TrainingDayRow;
let bo: BuiltEnrolment;
let eva: BuiltEnrolment;

beforeAll(async () => {
  test = await openTestApp({ now: '2026-03-30T08:00:00.000Z' });
});
beforeEach(async () => {
  cohort = await buildCohort(test.db);
  day = await buildTrainingDay(test.db, cohort.id, { onDate: '2026-03-27' });
  bo = await buildEnrolment(test.db, { cohortId: cohort.id, name: 'Bo Berg' });
  eva = await buildEnrolment(test.db, { cohortId: cohort.id, name: 'Eva Dam' });
  coordinator = await test.as(cohort.coordinatorId);
});
afterAll(() => test.close());

const address = () => `/training/days/${day.id}/attendance`;
const all = (given: Record<string, string> = {}) => ({ [`presence-${bo.id}`]: 'present', [`presence-${eva.id}`]: 'present', ...given });
const lines = () => test.db.all(attendances, { trainingDayId: day.id });
const K1 = async () => judge((await factsFor(test.db, [bo.id])).get(bo.id)!, '2026-03-30').find(({ code }) => code === 'K1')!;

describe('minutes of a day', () => {
  it('are kept for everyone: the whole day, and less for who came late or left early', async () => {
    expect(
      (await coordinator.post(address(), all({ [`from-${bo.id}`]: '10.15', [`to-${bo.id}`]: '15', [`remark-${bo.id}`]: 'Toget' }))).status,
    ).toBe(303);
    expect(await lines()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ enrolmentId: bo.id, presentFrom: 615, presentTo: 900, minutes: 225, plannedMinutes: 360, note: 'Toget' }),
        expect.objectContaining({ enrolmentId: eva.id, presentFrom: 540, presentTo: 960, minutes: 360, plannedMinutes: 360 }),
      ]),
    );
    expect(wordsOf((await coordinator.get(address())).text)).toContain('3 t 45 min');
  });

  it('a day counts from the share of the rules, and a shorter one is missing', async () => {
    await coordinator.post(address(), all({ [`to-${bo.id}`]: '14.48' }));
    expect(await K1()).toMatchObject({ params: { done: 1 } });
    await coordinator.post(address(), all({ [`to-${bo.id}`]: '14.47' }));
    expect(await K1()).toMatchObject({ state: 'missing', params: { done: 0 } });
  });

  it('a correction is a new line, and the former times stay in sight', async () => {
    await coordinator.post(address(), all({ [`from-${bo.id}`]: '10.15' }));
    await coordinator.post(address(), all());
    expect((await lines()).filter(({ enrolmentId }) => enrolmentId === bo.id).map(({ minutes }) => minutes)).toEqual([285, 360]);
    expect(wordsOf((await coordinator.get(address())).text)).toContain('Før: Til stede 10.15–16.00, skrevet 30. mar. 2026');
    await coordinator.post(address(), all());
    expect(await lines()).toHaveLength(3);
  });

  it('absence told beforehand is told apart from absence, and gives no minutes', async () => {
    await coordinator.post(address(), all({ [`presence-${bo.id}`]: 'apology', [`from-${bo.id}`]: '25.00' }));
    expect((await lines()).find(({ enrolmentId }) => enrolmentId === bo.id)).toMatchObject({
      presence: 'absent',
      apology: true,
      minutes: null,
    });
  });

  it('a day nobody has written down is told as not entered', async () => {
    expect(await K1()).toMatchObject({ state: 'in_progress', sentenceKey: 'requirements:K1.not_entered' });
    const page = wordsOf((await (await test.as(bo.personId)).get(`/certification/enrolments/${bo.id}`)).text);
    expect(page).toContain('1 af dagene er endnu ikke indtastet.');
    expect(page).not.toContain('en dag mangler');
  });
});

describe('what cannot be', () => {
  it.each([
    ['25.00', 'Skriv klokkeslættet som 9.30.'],
    ['-9', 'Skriv klokkeslættet som 9.30.'],
    ['1e3', 'Skriv klokkeslættet som 9.30.'],
    ['９.30', 'Skriv klokkeslættet som 9.30.'],
    ['9,30', 'Skriv klokkeslættet som 9.30.'],
    ['9.75', 'Skriv klokkeslættet som 9.30.'],
    ['8.30', 'Skriv en tid mellem 9.00 og 16.00.'],
    ['16', '«Til» skal være senere end «fra».'],
    ["9' OR 1=1", 'Skriv klokkeslættet som 9.30.'],
  ])('«%s» as the time of coming is told in a sentence, and nothing is lost', async (typed, said) => {
    const answer = await coordinator.post(address(), all({ [`from-${bo.id}`]: typed, [`remark-${bo.id}`]: 'Lægetid' }));
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain(said);
    expect(answer.text).toContain(`value="${typed.replaceAll("'", '&#39;')}"`);
    expect(answer.text).toContain('value="Lægetid"');
    expect(await lines()).toHaveLength(0);
  });

  it('a CPR number or a very long remark', async () => {
    const answer = await coordinator.post(address(), all({ [`remark-${bo.id}`]: '010170-1234', [`remark-${eva.id}`]: 'x'.repeat(201) }));
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('ligner et CPR-nummer');
    expect(wordsOf(answer.text)).toContain('200');
  });

  it('the hour that is skipped in the night of the clock change', async () => {
    day = await buildTrainingDay(test.db, cohort.id, { day: 2, onDate: '2026-03-29', startsAt: 60, endsAt: 300, breaks: [] });
    const answer = await coordinator.post(address(), all({ [`from-${bo.id}`]: '2.30' }));
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('Klokken springer en time frem');
    await coordinator.post(address(), all({ [`from-${bo.id}`]: '3.00' }));
    expect((await lines()).map(({ minutes, plannedMinutes }) => [minutes, plannedMinutes]).sort()).toEqual([
      [120, 180],
      [180, 180],
    ]);
  });

  it('a list somebody else has written meanwhile: it is told, and what was typed stays', async () => {
    const page = await coordinator.get(address());
    const seen = /name="seen" value="(\d+)"/.exec(page.text)![1]!;
    await coordinator.post(address(), all({ seen, [`presence-${bo.id}`]: 'absent' }));
    const answer = await coordinator.post(address(), all({ seen, [`remark-${eva.id}`]: 'Mit eget' }));
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('En anden har skrevet fremmøde ind for dagen');
    expect(answer.text).toContain('value="Mit eget"');
    expect(await lines()).toHaveLength(2);
  });

  it('two at once: one is kept, the other is told', async () => {
    await coordinator.token();
    const answers = await Promise.all([
      coordinator.post(address(), all({ seen: '0' })),
      coordinator.post(address(), all({ seen: '0', [`presence-${bo.id}`]: 'absent' })),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await lines()).toHaveLength(2);
  });
});

describe('the sheet to sign', () => {
  it('has the names in the order of the page it is typed into, with the same numbers, and may be printed before the day', async () => {
    const later = await buildTrainingDay(test.db, cohort.id, { code: 'S2', onDate: '2026-05-04' });
    const sheet = await coordinator.get(`/training/days/${later.id}/sign-in-sheet`);
    expect(sheet.status).toBe(200);
    const order = (html: string) => [...html.matchAll(/<th scope="row">(?:\d+\. )?([^<]+)</g)].map((match) => match[1]);
    expect(order(sheet.text)).toEqual(['Bo Berg', 'Eva Dam']);
    expect(order((await coordinator.get(address())).text)).toEqual(['Bo Berg', 'Eva Dam']);
    expect(wordsOf(sheet.text)).toContain('1 Bo Berg');
  });

  it('is for the cohort’s coordinators only', async () => {
    const elsewhere = await test.as((await buildCohort(test.db)).coordinatorId);
    expect((await elsewhere.get(`/training/days/${day.id}/sign-in-sheet`)).status).toBe(404);
    expect((await (await test.as(bo.personId)).get(`/training/days/${day.id}/sign-in-sheet`)).status).toBe(404);
  });
});
