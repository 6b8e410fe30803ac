import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openBrowserWorld, type BrowserWorld } from '../support/browser.js';

const subjects = {
  coordinator: 'lise.roenhave@dialogvaerkstedet.example',
  supervisor: 'ragnhild.svaerke@dialogvaerkstedet.example',
  trainee: 'amina.dyrskov@aasted.example',
  manager: 'henning.laasby@birkesund.example',
  administrator: 'tove.askgaard@dialogvaerkstedet.example',
};

/** Pages that no other journey passes, and the first link of a kind on a page. */
const pages: Record<keyof typeof subjects, (string | { from: string; like: RegExp })[]> = {
  coordinator: [
    '/coordination',
    '/coordination?area=hours',
    '/coordination/started',
    '/coordination/reports',
    '/coordination/cohorts/1/charts',
    '/coordination/cohorts/2/charts',
    { from: '/coordination', like: /^\/coordination\/trainees\/\d+$/ },
    { from: '/supervision', like: /^\/supervision\/groups\/\d+\/quarters\// },
    '/applications/cohorts/2',
    '/intake/cohorts/2',
    { from: '/certification/enrolments/12', like: /withdrawal$/ },
  ],
  supervisor: [
    '/supervision/signing',
    { from: '/supervision', like: /^\/supervision\/groups\/\d+$/ },
    { from: '/supervision/groups/1', like: /^\/supervision\/groups\/\d+\/quarters\// },
  ],
  trainee: [
    { from: '/calendar', like: /sessions\/\d+\/apology$/ },
    '/supervision',
    '/applications/seat',
    { from: '/supervision', like: /\/quarters\// },
  ],
  manager: ['/coordination/municipality', '/applications'],
  administrator: ['/operation', '/accounts?state=left'],
};

describe('the desk and what hangs on it, looked at by everyone it is for', () => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await openBrowserWorld();
  }, 180_000);
  afterAll(() => world.close());

  test.each(Object.keys(subjects) as (keyof typeof subjects)[])(
    '%s: every page is whole, in Danish and in English',
    async (role) => {
      const visitor = await world.as(subjects[role]);
      for (const language of ['da', 'en']) {
        for (const page of pages[role]) {
          if (typeof page === 'string') {
            await visitor.go(page);
            continue;
          }
          await visitor.page.goto(world.server.url + page.from);
          const links = (await visitor.page.evaluate(
            `[...document.querySelectorAll('main a[href^="/"]')].map((a) => a.getAttribute('href'))`,
          )) as string[];
          const found = links.find((href) => page.like.test(href));
          expect([page.from, found]).toEqual([page.from, expect.any(String)]);
          await visitor.go(found!);
        }
        expect(await visitor.page.locator('html').getAttribute('lang')).toBe(language);
        await visitor.page.goto(`${world.server.url}/`);
        await Promise.all([visitor.page.waitForNavigation(), visitor.page.locator('form[action="/language"] button').click()]);
      }
      await visitor.close();
    },
    180_000,
  );
});
