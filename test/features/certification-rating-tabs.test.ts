import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { assessors, ratings } from '../../src/store/tables.js';
import { levelsOf, openStory, ratingFields, type Story } from '../support/build/certification.js';
import { formOn, type Filled } from '../support/form.js';
import { wordsOf } from '../support/page.js';
import type { Client } from '../support/app.js';

/** M11's rating by YL, in two windows. Each test begins with an element of its own; nothing here runs a script. */
describe('a rating in two windows', () => {
  let story: Story;
  let client: Client;
  let file: number;
  let page: string;
  let lock: string;

  beforeAll(async () => {
    story = await openStory();
    file = await story.caseId('M11');
    [page, lock] = [`/certification/cases/${file}/rating`, `/certification/cases/${file}/lock`];
    const chosen = { 'slot-A': String(await story.personId('YL')), 'slot-B': String(await story.personId('RS')) };
    await story.send(await story.be('LR'), `/certification/cases/${file}/assessors`, chosen);
    client = await story.be('YL');
  });
  afterAll(() => story.close());

  const open = async (): Promise<Filled> => formOn((await client.get(page)).text, page)!;
  const send = (form: Filled, changes: Record<string, string>, to = page) => story.send(client, to, { ...form, ...changes });

  test('an older window saves what it changed, and wipes nothing it did not', async () => {
    const [first, second] = [await open(), await open()];
    expect((await send(first, { 'e2-level': '4', 'e2-note': 'Skrevet i det første vindue.', worked: 'Du venter.' })).status).toBe(303);
    expect((await send(second, { 'e3-level': '2', 'e3-note': 'Skrevet i det andet.' })).status).toBe(303);
    expect(await open()).toMatchObject({
      'e2-level': '4',
      'e2-note': expect.stringContaining('det første vindue'),
      'e3-level': '2',
      'e3-note': expect.stringContaining('det andet'),
      worked: expect.stringContaining('Du venter.'),
    });
  });

  test('an element changed in both is refused in words, with both texts, and the rest is saved', async () => {
    const [first, second] = [await open(), await open()];
    await send(first, { 'e4-level': '5', 'e4-note': 'Den første udgave.', next: 'Det første skridt.' });
    const late = { 'e4-level': '1', 'e4-note': 'Den anden udgave.', 'e5-level': '3', next: 'Det andet skridt.' };
    const answer = await send(second, late);
    expect(answer.status).toBe(409);
    const words = wordsOf(answer.text);
    for (const sentence of [
      'Element 4: Det er blevet ændret i et andet vindue',
      '«Hvad kan prøves næste gang?» er blevet ændret',
      'Den første udgave.',
      'Den anden udgave.',
      'Det første skridt.',
      'Det andet skridt.',
      'er ikke gemt endnu',
    ])
      expect(words).toContain(sentence);
    expect(answer.text).toContain('data-unsaved');
    expect(await open()).toMatchObject({ 'e4-level': '5', 'e4-note': expect.stringContaining('Den første'), 'e5-level': '3' });
    const returned = formOn(answer.text, page)!;
    expect(returned).toMatchObject({ 'e4-level': '1', 'e4-note': expect.stringContaining('Den anden'), 'e5-level': '3' });
    expect((await send(returned, {})).status).toBe(303);
    expect(await open()).toMatchObject({ 'e4-level': '1', 'e4-note': expect.stringContaining('Den anden'), 'e5-level': '3' });
  });

  test('a page that came back with a fault shows what the other window wrote, and does not overwrite it later', async () => {
    const [first, second] = [await open(), await open()];
    await send(first, { 'e6-note': 'Nyt om seks.' });
    const answer = await send(second, { 'e7-moments': 'halv tre' });
    expect([answer.status, answer.text.includes('Nyt om seks.')]).toEqual([422, true]);
    expect((await send(formOn(answer.text, page)!, { 'e7-moments': '7.07' })).status).toBe(303);
    expect(await open()).toMatchObject({ 'e6-note': expect.stringContaining('Nyt om seks.'), 'e7-moments': '7.07' });
  });

  test('the same sent twice is no conflict', async () => {
    const form = await open();
    const same = { 'e8-level': '4', 'e8-moments': '8.04', 'e8-note': 'To gange.' };
    expect([(await send(form, same)).status, (await send(form, same)).status]).toEqual([303, 303]);
  });

  test('two windows that save at the same moment both keep what is theirs', async () => {
    const [first, second] = [await open(), await open()];
    const both = await Promise.all([send(first, { 'e9-note': 'Fra den ene.' }), send(second, { 'e10-note': 'Fra den anden.' })]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await open()).toMatchObject({ 'e9-note': expect.stringContaining('den ene'), 'e10-note': expect.stringContaining('den anden') });
  });

  test('a wrong time leaves level and comment kept, and the words are true', async () => {
    await send(await open(), { 'e11-level': '3', 'e11-moments': '11.04' });
    const answer = await send(await open(), { 'e11-level': '5', 'e11-moments': '12,04', 'e11-note': 'Skrevet med en forkert tid.' });
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('Det, der er meldt fejl på, er ikke gemt endnu.');
    expect(answer.text).toContain('value="12,04"');
    expect(answer.text).toContain('data-unsaved');
    expect(await open()).toMatchObject({ 'e11-level': '5', 'e11-moments': '11.04', 'e11-note': expect.stringContaining('forkert tid') });
  });

  test('saving comes back to the element and the second of the film', async () => {
    const told = await send(await open(), { 'e12-note': 'Her er jeg.', shownAt: 'element-12', shownSecond: '724' });
    expect(told.location).toBe(`${page}?t=724&at=element-12#element-12`);
    expect(told.text).toMatch(/src="\/recordings\/\d+\/film[^"]*#t=724"/);
    expect(/<fieldset class="pf-element" id="element-12">[\s\S]*?<\/fieldset>/.exec(told.text)![0]).toContain('Kladden er gemt.');
    const unscripted = await send(await open(), { 'e1-note': 'Et.', 'e3-note': 'Tre.' });
    expect(unscripted.location).toBe(`${page}?at=element-3#element-3`);
    const foreign = await send(await open(), { shownAt: '//elsewhere.example', shownSecond: 'x' });
    expect(foreign.location).toBe(page);
    const faulty = await send(await open(), { 'e1-moments': '12,04', shownSecond: '725' });
    expect(faulty.text).toMatch(/src="\/recordings\/\d+\/film[^"]*#t=725"/);
  });

  test('sent after the session ended, the page shows what was typed and none of its own marks', async () => {
    const form = { ...(await open()), 'e2-note': 'Skrevet for sent.', shownAt: 'element-2', shownSecond: '7241' };
    const marks = Object.entries(form).filter(([name]) => name.startsWith('last-'));
    expect(marks).toHaveLength(15);
    const sent = new URLSearchParams(Object.entries(form).map(([name, value]): [string, string] => [name, String(value)])).toString();
    const words = wordsOf((await story.anonymous().agent.post(page).type('form').send(sent)).text);
    expect(words).toContain('Skrevet for sent.');
    for (const mark of [...marks.map(([, value]) => String(value)), 'element-2', '7241']) expect(words).not.toContain(mark);
  });

  test('a lock from an older window is refused where both changed, and locks nothing', async () => {
    const whole = ratingFields(levelsOf('4 4 4 4 4 4 4 4 4 4 4 4'));
    const second = await open();
    await send(await open(), { 'e2-note': 'Nyere end det, der bliver låst.' });
    const answer = await send(second, whole, lock);
    expect([answer.status, wordsOf(answer.text)]).toEqual([409, expect.stringContaining('Nyere end det, der bliver låst.')]);
    const seat = (await story.db.all(assessors, { caseId: file })).find(({ slot }) => slot === 'A')!;
    expect(seat.lockedAt).toBeNull();
    expect(await open()).toMatchObject({ 'e2-note': expect.stringContaining('Nyere'), 'e3-level': '4' });
    expect((await send(formOn(answer.text, page)!, {}, lock)).status).toBe(303);
    expect((await story.db.all(ratings, { assessorId: seat.id })).every(({ lockedAt }) => lockedAt !== null)).toBe(true);
  });
});
