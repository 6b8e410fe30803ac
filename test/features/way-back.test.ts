import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { levelsOf, openStory, ratingFields, type Story } from '../support/build/certification.js';
import type { Client } from '../support/app.js';

const ours = 'http://127.0.0.1:3000';
const returnTo = (html: string) => /name="returnTo" value="([^"]*)"/.exec(html)?.[1];

describe('the choice of language on the answer to a form', () => {
  let story: Story;
  let file: number;
  let supervisor: Client;
  const at = (path: string) => `/certification/cases/${file}${path}`;
  beforeAll(async () => {
    story = await openStory();
    file = await story.caseId('M11');
    const coordinator = await story.be('LR');
    const chosen = { 'slot-A': String(await story.personId('YL')), 'slot-B': String(await story.personId('RS')) };
    expect((await coordinator.post(at('/assessors'), chosen)).status).toBe(303);
    supervisor = await story.be('YL');
  });
  afterAll(() => story.close());

  const refused = async (path: string, referer?: string) =>
    supervisor.agent
      .post(path)
      .set(referer === undefined ? {} : { Referer: referer })
      .type('form')
      .send(new URLSearchParams({ _csrf: await supervisor.token(), ...ratingFields(levelsOf('1 1 1'), { overall: '' }) }).toString());

  test.each([
    ['leads to the page the form stood on', `${ours}%/rating`, '/rating'],
    ['leads back with the choices in its address', `${ours}%/rating?part=2`, '/rating?part=2'],
    ['leads to the nearest page, when that page was itself an answer', `${ours}%/lock`, ''],
    ['leads to the nearest page, when the browser tells nothing', undefined, ''],
    ['never leads to another site', `https://evil.example%/rating`, ''],
    ['never leads to another site in the clothes of a path', `${ours}//evil.example%/rating`, ''],
    ['leads to no address that has no page', `${ours}/nowhere`, ''],
  ])('%s', async (_what, referer, wanted) => {
    const answer = await refused(at('/lock'), referer?.replace('%', at('')));
    expect([answer.status, returnTo(answer.text)]).toEqual([422, at(wanted)]);
    const chosen = await supervisor.post('/language', { lang: 'da', returnTo: returnTo(answer.text)! });
    expect(chosen.headers['location']).toBe(at(wanted));
    expect((await supervisor.get(at(wanted))).status).toBe(200);
  });

  test('leads from an address that only takes comments to the film they are about', async () => {
    expect(returnTo((await refused('/review/20/annotations')).text)).toBe('/review/20');
    expect(returnTo((await refused('/nothing/at/all')).text)).toBe('/');
  });
});
