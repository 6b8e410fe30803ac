import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openBrowserWorld, type BrowserWorld, type Visitor } from '../support/browser.js';

const roles = {
  trainee: 'amina.dyrskov@aasted.example',
  'trainee in dialogue': 'esma.yuksel@oehavn.example',
  supervisor: 'ragnhild.svaerke@dialogvaerkstedet.example',
  coordinator: 'lise.roenhave@dialogvaerkstedet.example',
  manager: 'henning.laasby@birkesund.example',
  administrator: 'tove.askgaard@dialogvaerkstedet.example',
  assessor: 'poul.aebeloe@dialogvaerkstedet.example',
};

// 1280 px at 400 %, WCAG 2.1 success criterion 1.4.10.
const width = 320;
const most = 30;

const patternOf = (address: string): string => address.replace(/[?#].*$/, '').replaceAll(/\d+/g, 'N');

const linksOn = (visitor: Visitor): Promise<string[]> =>
  visitor.page.evaluate(
    `[...document.querySelectorAll('a[href^="/"]')].map((a) => a.getAttribute('href')).filter((href) => !/static|\\.(csv|xlsx|pdf|ics)|film|sign-out/.test(href))`,
  );

/** What sticks out of the page, told by its tag and class, so that it can be found. */
const sticksOut = (visitor: Visitor): Promise<string[]> =>
  visitor.page
    .evaluate(`document.documentElement.scrollWidth <= ${width} ? [] : [...document.querySelectorAll('main *, header *, footer *')]
    .filter((one) => one.getBoundingClientRect().right > ${width} + 1 && !one.closest('.pf-hidden, .pf-menu__panel, .pf-scroll'))
    .slice(0, 3).map((one) => one.tagName.toLowerCase() + '.' + (one.getAttribute('class') ?? ''))`);

describe('at 400 % zoom nothing needs scrolling in two directions', () => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await openBrowserWorld();
  }, 180_000);
  afterAll(() => world.close());

  test.each(Object.entries(roles))(
    '%s: one page of each kind within two steps of the first',
    async (_role, subject) => {
      const visitor = await world.as(subject, { width });
      const waiting = ['/'];
      const met = new Set(['/']);
      const found: [string, string[]][] = [];
      for (let visited = 0; visited < most && waiting.length > 0; visited += 1) {
        const address = waiting.shift()!;
        const answer = await visitor.page.goto(world.server.url + address);
        expect([address, answer!.status()]).toEqual([address, 200]);
        const out = await sticksOut(visitor);
        if (out.length > 0 || (await visitor.page.evaluate(`document.documentElement.scrollWidth > ${width}`))) found.push([address, out]);
        for (const link of await linksOn(visitor)) {
          if (met.has(patternOf(link))) continue;
          met.add(patternOf(link));
          waiting.push(link);
        }
      }
      expect(found).toEqual([]);
      expect(met.size).toBeGreaterThan(4);
      await visitor.close();
    },
    120_000,
  );
});
