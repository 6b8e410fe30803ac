import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoPassphrase } from '../../src/demo/people.js';
import { openBrowserWorld, type BrowserWorld, type Visitor } from '../support/browser.js';

/** A supervisor writes beside the film, and the browser, the line and the session get in the way. */
describe('journey: words are written beside a film', () => {
  let world: BrowserWorld;
  let supervisor: Visitor;

  beforeAll(async () => {
    world = await openBrowserWorld();
    const owner = await world.as('esma.yuksel@oehavn.example');
    await owner.go('/recordings');
    await owner.page.locator('main table a').first().click();
    await owner.page.waitForURL(/\/(review|recordings)\/\d+/);
    const recording = /\d+$/.exec(new URL(owner.page.url()).pathname)![0];
    await owner.close();
    supervisor = await world.as('ragnhild.svaerke@dialogvaerkstedet.example');
    await supervisor.go(`/review/${recording}`);
    await until('document.querySelector("[data-film]").readyState >= 2');
  }, 180_000);
  afterAll(() => world.close());

  const until = async (script: string) => {
    for (const end = Date.now() + 15_000; Date.now() < end; await supervisor.page.waitForTimeout(50))
      if (await supervisor.page.evaluate<boolean>(script)) return;
    throw new Error(`${script} did not come true`);
  };
  const words = () => supervisor.page.locator('[data-composer] textarea');
  const write = async (text: string) => {
    await words().fill(text);
    await supervisor.page.locator('[data-composer] [name="kind"][value="question"]').check();
  };
  const from = () => supervisor.page.locator('[data-composer] [name="from"]').inputValue();
  const film = <T>(script: string) =>
    supervisor.page.evaluate<T>(`(() => { const film = document.querySelector('[data-film]'); return ${script}; })()`);
  const row = (text: string) => supervisor.page.locator('[data-list] > li', { hasText: text });

  test('a comment belongs where its writing began, also when the first words were taken back', async () => {
    await film('(film.currentTime = 10)');
    await words().fill('hej');
    expect(await from()).toBe('0.08');
    await words().fill('');
    await film('(film.currentTime = 30)');
    await words().fill('Her sker noget');
    expect(await from()).toBe('0.28');
    await words().fill('');
  }, 60_000);

  test('words that come all at once stop the film too, and get its time', async () => {
    await film('(film.currentTime = 5)');
    await supervisor.page.getByRole('button', { name: 'Afspil', exact: true }).click();
    await until('document.querySelector("[data-film]").currentTime > 5.5');
    await write('En hel sætning på én gang');
    expect(await film('film.paused')).toBe(true);
    expect(await from()).toMatch(/^0\.0[3-9]$/);
  }, 60_000);

  test('nothing can be typed that would be lost while a comment is on its way', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await supervisor.page.route('**/annotations', async (route) => {
      await held;
      await route.continue();
    });
    await words().press('Control+Enter');
    await until('document.querySelector("[data-composer] textarea").readOnly');
    letGo();
    await row('En hel sætning på én gang').waitFor();
    await supervisor.page.unroute('**/annotations');
    expect(await words().inputValue()).toBe('');
    expect(await words().getAttribute('readonly')).toBeNull();
  }, 60_000);

  test('a change that is not saved is told of before its row is drawn anew', async () => {
    const mine = row('En hel sætning på én gang');
    await mine.getByRole('link', { name: /^Ret/ }).click();
    await supervisor.page.locator('[data-list] textarea').fill('En hel sætning, rettet');
    await supervisor.page.getByRole('button', { name: 'Fjern kommentar' }).click();
    await supervisor.says('Du har skrevet noget, der ikke er gemt.');
    expect(await supervisor.page.locator('[data-list] textarea').inputValue()).toBe('En hel sætning, rettet');
    await supervisor.page.getByRole('button', { name: 'Gem rettelse' }).click();
    await row('En hel sætning, rettet').waitFor();
    await supervisor.look();
  }, 60_000);

  test('a session that ended is signed in to beside the page, and the words are sent from where they stand', async () => {
    const context = supervisor.page.context();
    await context.clearCookies();
    await write('Skrevet, da adgangen var udløbet');
    await supervisor.page.getByRole('button', { name: 'Gem kommentar' }).click();
    const way = supervisor.page.getByRole('link', { name: 'Log ind i en ny fane' });
    await way.waitFor();
    const [beside] = await Promise.all([context.waitForEvent('page'), way.click()]);
    await beside.locator('input[name="subject"]').fill('ragnhild.svaerke@dialogvaerkstedet.example');
    await beside.locator('input[name="secret"]').fill(demoPassphrase);
    await beside.locator('form:has(input[name="secret"]) button[type="submit"]').click();
    await beside.waitForURL(/\/review\/\d+$/);
    await beside.close();
    await supervisor.page.getByRole('button', { name: 'Gem kommentar' }).click();
    await row('Skrevet, da adgangen var udløbet').waitFor();
    expect(await supervisor.page.getByRole('link', { name: 'Log ind i en ny fane' }).count()).toBe(0);
    await supervisor.look();
  }, 60_000);

  test('somebody else who signed in beside it sends nothing of theirs', async () => {
    const context = supervisor.page.context();
    const own = await context.cookies();
    await write('Ikke i en andens navn');
    const other = await world.as('esma.yuksel@oehavn.example');
    await context.clearCookies();
    await context.addCookies(await other.page.context().cookies());
    await supervisor.page.getByRole('button', { name: 'Gem kommentar' }).click();
    await supervisor.page.getByText('en anden har logget ind').first().waitFor();
    expect(await words().inputValue()).toBe('Ikke i en andens navn');
    await context.clearCookies();
    await context.addCookies(own);
    await supervisor.page.getByRole('button', { name: 'Gem kommentar' }).click();
    await row('Ikke i en andens navn').waitFor();
  }, 60_000);
});
