import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openBrowserWorld, type BrowserWorld, type Visitor } from '../support/browser.js';

const levels = [4, 4, 3, 4, 4, 5, 3, 4, 4, 3, 4, 4];

/** Fills in the whole rating: every level cites a moment, a 5 takes a comment. */
async function rate(visitor: Visitor, secret: string): Promise<void> {
  const { page } = visitor;
  for (const [index, level] of levels.entries()) {
    const element = index + 1;
    const chip = page.locator(`input[name="e${element}-level"][value="${level}"]`);
    await chip.focus();
    await page.keyboard.press('Space');
    await page.locator(`#e${element}-moments`).fill(index === 4 ? '0.58–1.07, 47.10' : '12.04');
    if (level === 5) await page.locator(`#e${element}-note`).fill(secret);
  }
  await page.locator('input[name="overall"][value="4"]').focus();
  await page.keyboard.press('Space');
  await page.locator('textarea[name="worked"]').fill('Du bliver i det sagte. Du siger højt, hvad mødet skal bruges til.');
  await page.locator('textarea[name="next"]').fill('Giv refleksionen mere tid.');
}

/** Whether the browser would ask before the page is left. */
const asksBeforeLeaving = ({ page }: Visitor) =>
  page.evaluate<boolean>(`(() => { const leaving = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(leaving); return leaving.defaultPrevented; })()`);

describe('journey 2: from a rating of 48 minutes to a certificate that anyone can check', () => {
  let world: BrowserWorld;
  let address = '';
  let printed = { code: '', certificate: '' };

  beforeAll(async () => {
    world = await openBrowserWorld();
  }, 180_000);
  afterAll(() => world.close());

  test('the trainee lacks only the rating', async () => {
    const trainee = await world.as('kirsten.moelbak@birkesund.example');
    await trainee.go('/certification');
    await trainee.says(/bedømmere/i);
    await trainee.close();
  }, 60_000);

  test('the coordinator chooses two independent assessors, and sees no trace of film', async () => {
    const coordinator = await world.as('lise.roenhave@dialogvaerkstedet.example');
    await coordinator.follow(/Vælg bedømmere til Kirsten/);
    address = /\/certification\/cases\/\d+/.exec(coordinator.page.url())![0];
    expect(await coordinator.page.locator('main').innerText()).not.toMatch(/film|optagelse|minutter/i);
    const offered = await coordinator.page.locator('select').first().locator('option').allInnerTexts();
    expect(offered.join()).not.toMatch(/Hauge|Quist|Damborg/);
    await coordinator.page
      .locator('select')
      .nth(0)
      .selectOption({ label: offered.find((one) => one.includes('Lindegaard'))! });
    await coordinator.page
      .locator('select')
      .nth(1)
      .selectOption({ label: offered.find((one) => one.includes('Sværke'))! });
    await coordinator.press('Gem begge bedømmere');
    await coordinator.says(/Lindegaard/);
    await coordinator.close();
  }, 60_000);

  test('a draft comes back to its element and second, and nothing typed is lost in silence', async () => {
    const assessor = await world.as('yrsa.lindegaard@dialogvaerkstedet.example');
    const { page } = assessor;
    const second = () => page.evaluate<number>(`document.querySelector('video').currentTime`);
    const filmAt = (at: number) => page.waitForFunction(`document.querySelector('video').currentTime >= ${at}`);
    await assessor.go(`${address}/rating`);
    await page.waitForFunction(`document.querySelector('video').readyState > 0`);
    await page.evaluate(`document.querySelector('video').currentTime = 724.4`);
    expect(await asksBeforeLeaving(assessor)).toBe(false);
    await page.locator('[data-moments-of="e7-moments"] [data-now]').click();
    expect(await asksBeforeLeaving(assessor)).toBe(true);
    await Promise.all([page.waitForNavigation(), page.locator('#e7-moments').press('Enter')]);
    await assessor.look();
    expect(page.url()).toContain('?t=724&at=element-7#element-7');
    expect(await page.locator('#e7-moments').inputValue()).toBe('12.04');
    await filmAt(724);
    expect(await second()).toBeLessThan(726);
    expect(await asksBeforeLeaving(assessor)).toBe(false);

    await page.locator('#e7-moments').fill('12,04');
    await page.locator('#e7-note').fill('Kommentaren er gemt.');
    await assessor.press('Gem kladden');
    expect(await asksBeforeLeaving(assessor)).toBe(true);
    await filmAt(724);
    await page.locator('#e7-moments').fill('12.04');
    await assessor.press('Gem kladden');

    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.locator('#e6-note').fill('Skrevet i det andet vindue.');
    await Promise.all([other.waitForNavigation(), other.getByRole('button', { name: 'Gem kladden' }).click()]);
    await page.locator('#e6-note').fill('Skrevet i det første vindue.');
    await assessor.press('Gem kladden');
    await assessor.says(/Element 6: Det er blevet ændret i et andet vindue[^]*Skrevet i det andet vindue/);
    expect(await page.locator('#e6-note').inputValue()).toBe('Skrevet i det første vindue.');
    expect(await page.locator('#e7-note').inputValue()).toBe('Kommentaren er gemt.');
    await assessor.close();
  }, 120_000);

  test('the first assessor watches 48 minutes of film, is told what is missing, and locks', async () => {
    const assessor = await world.as('yrsa.lindegaard@dialogvaerkstedet.example');
    await assessor.follow(/Bedøm Kirsten/);
    await assessor.go(`${address}/rating`);
    const long = Number(
      await assessor.page.evaluate(`new Promise((done) => { const video = document.querySelector('video');
        if (video.readyState > 0) done(video.duration); else video.addEventListener('loadedmetadata', () => done(video.duration)); })`),
    );
    expect(long).toBeGreaterThan(48 * 60);
    await assessor.press(/Lås bedømmelsen/);
    await assessor.says(/mangler endnu/);
    await rate(assessor, 'Alle stemmer får svar, også den der mangler.');
    await assessor.press(/Lås bedømmelsen/);
    await assessor.says(/låst/i);
    await assessor.close();
  }, 120_000);

  test('the second is blind to the first until both have locked', async () => {
    const assessor = await world.as('ragnhild.svaerke@dialogvaerkstedet.example');
    await assessor.go(address);
    expect(await assessor.page.content()).not.toContain('Alle stemmer får svar');
    await assessor.go(`${address}/rating`);
    expect(await assessor.page.content()).not.toContain('Alle stemmer får svar');
    await rate(assessor, 'Her hentes den fraværende stemme frem.');
    await assessor.press(/Gem kladden/);
    await assessor.press(/Lås bedømmelsen/);
    await assessor.go(address);
    await assessor.says(/Alle stemmer får svar/);
    await assessor.close();
  }, 120_000);

  test('the trainee reads both, with places to see', async () => {
    const trainee = await world.as('kirsten.moelbak@birkesund.example');
    await trainee.go(address);
    await trainee.says(/Giv refleksionen mere tid/);
    await trainee.close();
  }, 60_000);

  test('the own supervisor cannot certify; another supervisor can', async () => {
    const enrolment = await (async () => {
      const certifier = await world.as('ragnhild.svaerke@dialogvaerkstedet.example');
      await certifier.go('/certification');
      await certifier.follow(/Afgør, om Kirsten/);
      const decision = new URL(certifier.page.url()).pathname;
      await certifier.press(/Certificér Kirsten/);
      printed = { code: '', certificate: new URL(certifier.page.url()).pathname };
      await certifier.go(printed.certificate.startsWith('/certification/certificates') ? printed.certificate : '/certification');
      await certifier.close();
      return decision;
    })();
    const own = await world.as('ulrik.damborg@dialogvaerkstedet.example');
    const answer = await own.page.request.get(world.server.url + enrolment);
    expect(answer.status()).toBe(403);
    expect(await answer.text()).toContain('egen supervisor');
    await own.close();
  }, 90_000);

  test('the certificate prints a name and an address, no score and no trace of film', async () => {
    const trainee = await world.as('kirsten.moelbak@birkesund.example');
    await trainee.go('/certification');
    await trainee.follow(/certifikat/i);
    const text = await trainee.page.locator('.pf-certificate').innerText();
    expect(text).toContain('Kirsten Mølbak');
    expect(text).not.toMatch(/film|optagelse|gennemsnit|\b3,\d/i);
    printed.code = /\/check\/([A-Z0-9-]{26,})/.exec(text)![1]!;
    await trainee.close();
  }, 60_000);

  test('anyone can check it with the code and the name as printed; a wrong name is unknown', async () => {
    const anyone = await world.anonymous();
    await anyone.go(`/check/${printed.code}`);
    await anyone.page.locator('input[name="name"]').fill('kirsten  mølbak');
    await anyone.press('Tjek certifikatet');
    await anyone.says(/gyldigt/i);
    await anyone.page.locator('input[name="code"]').fill(printed.code);
    await anyone.page.locator('input[name="name"]').fill('Inger Aabye');
    await anyone.press('Tjek certifikatet');
    await anyone.says(/Vi kender ikke/);
    await anyone.close();
  }, 60_000);
});
