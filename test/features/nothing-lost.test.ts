import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { levelsOf, openStory, ratingFields, type Story } from '../support/build/certification.js';

const plain = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll(/\s+/g, ' ');
const main = (html: string) => plain(/<main[\s\S]*<\/main>/.exec(html)?.[0] ?? '');

describe('a form that is sent after the session ended', () => {
  let story: Story;
  beforeAll(async () => {
    story = await openStory();
  });
  afterAll(() => story.close());

  const send = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    story
      .anonymous()
      .agent.post(path)
      .set(headers)
      .type('form')
      .send(new URLSearchParams({ _csrf: 'the-old-mark', ...fields }).toString());
  const rating = ratingFields([...levelsOf('1 2 3 4 5 3 3 3 3 3 3'), 'nr'], { 'e2-moments': '10.05', worked: 'Det virkede' });

  test('shows every text, level and time of a rating, each by its element', async () => {
    const answer = await send('/certification/cases/17/rating', { ...rating, 'e3-note': `Om element 3.\n${'Lang. '.repeat(20)}` });
    const page = main(answer.text);
    expect(answer.status).toBe(403);
    for (let element = 1; element <= 12; element += 1) expect(page).toContain(`Om element ${element}.`);
    expect(page).toMatch(/2\. [^.]+ Trin 2 \S+ Steder i filmen 10\.05 Kommentar Om element 2\./);
    expect(page).toMatch(/12\. [^.]+ Trin Kan ikke bedømmes Hvorfor det ikke kan bedømmes Lyden mangler/);
    expect(page).toContain('Samlet indtryk 3');
    expect(page).toContain('Hvad virkede? Det virkede');
    expect(answer.text).toMatch(/<textarea[^>]*readonly>\nOm element 3\.\nLang\. /);
    expect(answer.text).not.toContain('the-old-mark');
  });

  test('in English too', async () => {
    const page = main((await send('/certification/cases/17/rating', rating, { 'Accept-Language': 'en' })).text);
    expect(page).toMatch(/2\. [^.]+ Level 2 \S+ Places in the film 10\.05 Comment Om element 2\./);
    expect(page).toContain('What worked? Det virkede');
  });

  test('tells rows by their place, choices in words, and never the number of a record', async () => {
    const fields = { 'm371-present': 'yes', 'm371-from': '9.05', 'm372-from': '', 'm373-remark': 'Kom sent', supervisor: '4711', own: 'x' };
    const page = main((await send('/supervision/sessions/5/entry', fields)).text);
    expect(page).toContain('Række 1 Til stede Ja Fra 9.05');
    expect(page).toContain('Række 3 Bemærkning Kom sent');
    expect(page).toContain('Supervisor Valgt. Vælg igen på siden');
    expect(page).toContain('Felt 6 x');
    expect(page).not.toMatch(/37[123]|4711/);
  });

  test('tells whose answer it was, and for what', async () => {
    const page = main((await send('/meetings/5/answers', { 'citizen-1-holder_2-supervision_own_municipality': 'no' })).text);
    expect(page).toContain('Borger 1 Forælder 2: Supervision i egen kommune Nej');
  });

  test('shows no secret and no mark of the page', async () => {
    const hidden = {
      secret: 'min hemmelighed',
      repeat: 'min gentagelse',
      current: 'min nuværende',
      newPassword: 'mit kodeord',
      uploadToken: 'mit mærke',
      clientKey: 'a1b2c3d4-aaaa-bbbb',
      version: '31415',
      shownSum: '27182',
      'last-4': '16180',
      'e4-seen': 'fingeraftryk',
      at: '#e4-film',
      returnTo: '/et/sted',
      next: '/andet/sted',
    };
    const page = main((await send('/accounts/me', { ...hidden, name: 'Åse' })).text);
    expect(page).toContain('Navn Åse');
    for (const value of Object.values(hidden)) expect(page).not.toContain(value);
  });

  const ours = 'http://127.0.0.1:3000';
  test.each([
    [
      'to the page the form stood on',
      '/certification/cases/17/lock',
      `${ours}/certification/cases/17/rating`,
      '/certification/cases/17/rating',
    ],
    ['with the choices in its address', '/coordination', `${ours}/coordination?waits=7`, '/coordination?waits=7'],
    ['to the nearest page, when the browser tells nothing', '/review/20/annotations', '', '/review/20'],
    ['to no other site', '/review/20/annotations', 'https://evil.example/review/21', '/review/20'],
    ['and from a page anyone may read to nowhere in particular', '/sign-in', `${ours}/sign-in?next=%2Fcalendar`, null],
  ])('signing in leads back %s', async (_where, path, referer, next) => {
    const answer = await send(path, { text: 'x' }, referer === '' ? {} : { Referer: referer });
    const href = /<main[^]*href="(\/sign-in[^"]*)"/.exec(answer.text)?.[1];
    expect(href).toBe(next === null ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`);
  });

  test('and whoever signs in there stands on that page', async () => {
    const file = await story.caseId('M11');
    const client = story.anonymous();
    const answer = await client.agent.post(`/certification/cases/${file}/assessors`).type('form').send('slot-A=1');
    const href = /<main[^]*href="(\/sign-in[^"]*)"/.exec(answer.text)![1]!;
    const form = (await client.get(href)).text;
    expect(/name="next" value="([^"]*)"/.exec(form)?.[1]).toBe(`/certification/cases/${file}/assessors`);
  });
});
