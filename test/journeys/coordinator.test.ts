import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openBrowserWorld, type BrowserWorld } from '../support/browser.js';

const everyRole = {
  trainee: 'amina.dyrskov@aasted.example',
  supervisor: 'ragnhild.svaerke@dialogvaerkstedet.example',
  coordinator: 'lise.roenhave@dialogvaerkstedet.example',
  manager: 'henning.laasby@birkesund.example',
  administrator: 'tove.askgaard@dialogvaerkstedet.example',
  assessor: 'poul.aebeloe@dialogvaerkstedet.example',
};

describe('journey 3: the coordinator sees hours and never the film', () => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await openBrowserWorld();
  }, 180_000);
  afterAll(() => world.close());

  test('she sees the hours of everyone in the table, sorts in Danish order, and takes it to a spreadsheet', async () => {
    const coordinator = await world.as(everyRole.coordinator);
    await coordinator.follow(/Hold 2024-2026/);
    await coordinator.go('/coordination/cohorts/1');
    await coordinator.says(/12 certificerede/);
    await coordinator.says(/44 t 55 min/);
    const names = await coordinator.page.locator('table tbody th[scope=row] a').allInnerTexts();
    expect(names.length).toBe(21);
    const sorted = [...names].sort(new Intl.Collator('da').compare);
    expect(names.map((name) => name.trim())).toEqual(sorted.map((name) => name.trim()));
    const csv = await coordinator.page.request.get(`${world.server.url}/coordination/cohorts/1.csv`);
    const text = (await csv.body()).toString('utf8');
    expect(csv.headers()['content-type']).toContain('text/csv');
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(text.split(/\r?\n/)[0]).toContain(';');
    expect(text).toContain('Inger Aabye');
    await coordinator.close();
  }, 90_000);

  test('film, comments and answers do not exist for her', async () => {
    const coordinator = await world.as(everyRole.coordinator);
    for (let id = 1; id <= 21; id += 1)
      for (const address of [
        `/recordings/${id}`,
        `/recordings/${id}/film`,
        `/recordings/${id}/poster`,
        `/review/${id}`,
        `/meetings/${id}`,
      ]) {
        const answer = await coordinator.page.request.get(world.server.url + address);
        expect([address, answer.status()]).toEqual([address, 404]);
      }
    await coordinator.close();
  }, 90_000);

  test.each(Object.entries(everyRole))(
    '%s: every page within reach of the menu is whole, in Danish and in English',
    async (_role, subject) => {
      const visitor = await world.as(subject);
      for (const language of ['da', 'en']) {
        await visitor.go('/');
        expect(await visitor.page.locator('html').getAttribute('lang')).toBe(language);
        const links = (await visitor.page.evaluate(
          `[...document.querySelectorAll('header nav a, footer a, main a')].map((a) => a.getAttribute('href')).filter((href) => href.startsWith('/') && !/static|\\.csv|film|sign-out/.test(href))`,
        )) as string[];
        for (const address of [...new Set(links)].slice(0, 14)) await visitor.go(address);
        await visitor.go('/');
        if (language === 'da') {
          await Promise.all([visitor.page.waitForNavigation(), visitor.page.locator('form[action="/language"] button').click()]);
          await visitor.look();
        }
      }
      await visitor.close();
    },
    180_000,
  );

  test('on a phone nothing scrolls sideways, and the menu opens by keyboard', async () => {
    const visitor = await world.as(everyRole.coordinator, { width: 390 });
    for (const address of ['/', '/training/cohorts/1', '/coordination/cohorts/1', '/supervision']) {
      await visitor.go(address);
      expect(await visitor.page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    }
    await visitor.page.locator('header summary').first().focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.page.locator('header details a').first().waitFor({ state: 'visible' });
    await visitor.close();
  }, 90_000);
});
