// Pictures of the main pages, from the demo, for docs/screenshots. Run after bin/setup tests: node bin/make-screenshots.mjs [folder]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { demoPassphrase } from '../dist/src/demo/people.js';
import { start } from './bench-parts/processes.mjs';

const folder = process.argv[2] ?? 'docs/screenshots';
const who = {
  amina: 'amina.dyrskov@aasted.example',
  esma: 'esma.yuksel@oehavn.example',
  kirsten: 'kirsten.moelbak@birkesund.example',
  inger: 'inger.aabye@birkesund.example',
  lars: 'lars.bjerrehuus@moellevig.example',
  ragnhild: 'ragnhild.svaerke@dialogvaerkstedet.example',
  lise: 'lise.roenhave@dialogvaerkstedet.example',
};

/** Where to go: an address, or a function that finds it from a page. */
const firstLink = (from, pattern) => async (page, url) => {
  await page.goto(url + from);
  return page.evaluate(
    (source) => [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href')).find((href) => new RegExp(source).test(href)),
    pattern,
  );
};

const shots = [
  { name: 'sign-in', at: '/sign-in', widths: [1440, 390] },
  { name: 'today-trainee', by: 'amina', at: '/', widths: [1440, 390] },
  { name: 'today-supervisor', by: 'ragnhild', at: '/', widths: [1440, 390] },
  { name: 'today-coordinator', by: 'lise', at: '/', widths: [1440] },
  { name: 'coordination', by: 'lise', at: firstLink('/', '^/coordination/cohorts/1$'), widths: [1440, 1024, 390] },
  { name: 'session-entry', by: 'ragnhild', at: firstLink('/', '/sessions/\\d+/entry|sessions/new'), widths: [1440, 390] },
  { name: 'answers', by: 'amina', at: firstLink('/meetings', '^/meetings/\\d+$'), then: '/answers', widths: [1440, 390] },
  { name: 'recording', by: 'amina', at: firstLink('/recordings', '^/(recordings|review)/\\d+'), widths: [1440, 390] },
  { name: 'review', by: 'esma', at: firstLink('/recordings', '^/(recordings|review)/\\d+'), room: true, widths: [1440, 1024, 390] },
  { name: 'case', by: 'inger', at: firstLink('/certification', '^/certification/cases/\\d+'), widths: [1440, 390] },
  { name: 'certificate', by: 'lars', at: firstLink('/certification', '^/certification/certificates/\\d+'), widths: [1440] },
  { name: 'check', at: '/check', widths: [1440, 390] },
  { name: 'today-trainee-en', by: 'amina', at: '/', english: true, widths: [1440] },
  { name: 'coordination-en', by: 'lise', at: firstLink('/', '^/coordination/cohorts/1$'), english: true, widths: [1440] },
];

async function signIn(page, url, subject) {
  await page.goto(`${url}/sign-in`);
  await page.fill('input[name="subject"]', subject);
  await page.fill('input[name="secret"]', demoPassphrase);
  await Promise.all([page.waitForNavigation(), page.click('form:has(input[name="secret"]) button[type="submit"]')]);
}

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'polyfoni-pictures-'));
mkdirSync(folder, { recursive: true });
const server = await start(['dist/src/server.js'], { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', ORIGIN: '' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});
try {
  for (const shot of shots)
    for (const width of shot.widths) {
      const context = await browser.newContext({ locale: 'da-DK', viewport: { width, height: width > 600 ? 900 : 844 } });
      const page = await context.newPage();
      if (shot.by) await signIn(page, server.url, who[shot.by]);
      if (shot.english) await Promise.all([page.waitForNavigation(), page.click('form[action="/language"] button')]);
      let address = typeof shot.at === 'function' ? await shot.at(page, server.url) : shot.at;
      if (!address) {
        console.log(`no way to ${shot.name}`);
        await context.close();
        continue;
      }
      if (shot.room) address = address.replace('/recordings/', '/review/');
      const answer = await page.goto(server.url + address + (shot.then ?? ''));
      await page.waitForTimeout(400);
      await page.screenshot({ path: path.join(folder, `${shot.name}-${width}.png`), fullPage: true });
      console.log(answer.status(), shot.name, width);
      await context.close();
    }
} finally {
  await browser.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
