import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoPassphrase } from '../../src/demo/people.js';
import { openBrowserWorld, type BrowserWorld, type Visitor } from '../support/browser.js';
import { citizenSaysNo, meetingOf } from '../support/say-no.js';

/** The supervisor watches Esma's film, which everyone has said yes to; then somebody says no. */
describe('a film is watched, and a right ends', () => {
  let world: BrowserWorld;
  let supervisor: Visitor;
  let owner: Visitor;
  let recording = '';

  beforeAll(async () => {
    world = await openBrowserWorld();
    owner = await world.as('esma.yuksel@oehavn.example');
    await owner.go('/recordings');
    await owner.page.locator('main table a').first().click();
    await owner.page.waitForURL(/\/(review|recordings)\/\d+/);
    recording = /\d+$/.exec(new URL(owner.page.url()).pathname)![0];
    supervisor = await world.as('ragnhild.svaerke@dialogvaerkstedet.example');
  }, 180_000);
  afterAll(() => world.close());

  const playFor = async (ms: number) => {
    await supervisor.page.getByRole('button', { name: 'Afspil', exact: true }).click();
    await supervisor.page.waitForTimeout(ms);
  };
  const inFilm = <T>(script: string) =>
    supervisor.page.evaluate<T>(`(() => { const film = document.querySelector('[data-film]'); return ${script}; })()`);

  test('the film plays with our own controls, the slider follows, and the picture names the viewer', async () => {
    await supervisor.go(`/review/${recording}`);
    expect(await inFilm('film.controls')).toBe(false);
    await playFor(3_000);
    await supervisor.page.getByRole('button', { name: 'Pause', exact: true }).click();
    expect(await inFilm<number>('film.currentTime')).toBeGreaterThan(1.5);
    expect(await supervisor.page.locator('[data-slider]').getAttribute('aria-valuetext')).toMatch(/^0\.0\d af \d+\.\d\d$/);
    expect(await supervisor.page.locator('[data-watermark]').innerText()).toMatch(/Ragnhild Sværke.*kl\./s);
    await supervisor.look();
  }, 60_000);

  test('keys move the slider, and the whole player fills the screen, name and all', async () => {
    const slider = supervisor.page.locator('[data-slider]');
    await slider.focus();
    const before = await inFilm<number>('film.currentTime');
    await supervisor.page.keyboard.press('ArrowRight');
    await supervisor.page.keyboard.press('ArrowRight');
    expect(await inFilm<number>('film.currentTime')).toBeGreaterThan(before + 0.5);
    await supervisor.page.getByRole('button', { name: 'Fuld skærm' }).click();
    await supervisor.page.waitForFunction('document.fullscreenElement !== null');
    expect(await supervisor.page.evaluate(`document.fullscreenElement.matches('[data-player]')`)).toBe(true);
    expect(await supervisor.page.locator(':fullscreen [data-watermark]').isVisible()).toBe(true);
    await supervisor.page.getByRole('button', { name: 'Luk fuld skærm' }).click();
    await supervisor.page.waitForFunction('document.fullscreenElement === null');
  }, 60_000);

  test('the one who led the meeting reads who has seen it, and which parts', async () => {
    await owner.go(`/recordings/${recording}`);
    await owner.says(/Hvem har set filmen[^]*Ragnhild Sværke til supervision[^]*0\.00–0\.0\d, i alt \d sekunder/);
    await owner.says(/Du selv/);
  }, 60_000);

  /** Somebody whose connection may fail, which the others' pages are looked at for. */
  const watcher = async () => {
    const one = await world.as('ragnhild.svaerke@dialogvaerkstedet.example');
    await one.go(`/review/${recording}`);
    await one.page.getByRole('button', { name: 'Afspil', exact: true }).click();
    const film = <T>(script: string) =>
      one.page.evaluate<T>(`(() => { const film = document.querySelector('[data-film]'); return ${script}; })()`);
    const until = async (script: string) => {
      for (const end = Date.now() + 40_000; Date.now() < end; await one.page.waitForTimeout(200)) if (await film<boolean>(script)) return;
      throw new Error(`${script} did not come true`);
    };
    await until('film.currentTime > 0.5');
    return { page: one.page, said: one.page.locator('[data-player-said]'), film, until, leave: () => one.page.context().close() };
  };

  test('a lost connection is told in sight, and the film goes on from the same place at the same speed', async () => {
    const { page, said, film, until, leave } = await watcher();
    await film('(film.playbackRate = 1.5)');
    await page.context().setOffline(true);
    await film('(film.currentTime = film.duration - 20)');
    await said.getByText('Forbindelsen er væk').waitFor({ timeout: 20_000 });
    expect((await said.boundingBox())!.height).toBeGreaterThan(10);
    await page.context().setOffline(false);
    await until('film.readyState >= 3 && !film.paused && film.currentTime > film.duration - 20');
    expect(await film<number>('film.playbackRate')).toBe(1.5);
    await until(`document.querySelector('[data-player-said]').textContent === ''`);
    await leave();
  }, 90_000);

  test('an address that cannot be had at first costs neither place nor speed', async () => {
    const { page, film, until, leave } = await watcher();
    await film('(film.playbackRate = 0.5, film.currentTime = 30)');
    await until('film.currentTime > 30.2 && film.readyState >= 3');
    let fails = 2;
    await page.route(/\/film\?/, (route) => (fails-- > 0 ? route.abort('connectionreset') : route.continue()));
    // Far from what the browser holds already.
    await film('(film.currentTime = film.duration - 40)');
    await until('film.currentTime > film.duration - 39.5');
    expect(await film<number>('film.duration - film.currentTime')).toBeGreaterThan(30);
    expect([await film('film.playbackRate'), await film('film.paused')]).toEqual([0.5, false]);
    expect(fails).toBeLessThan(1);
    await leave();
  }, 90_000);

  test('when somebody else signs in beside it, the film of the one before stops', async () => {
    const first = await world.as('ragnhild.svaerke@dialogvaerkstedet.example');
    await first.go(`/review/${recording}`);
    const other = await first.page.context().newPage();
    await other.goto(new URL('/', first.page.url()).href);
    await other.locator('form[action="/sign-out"] button').first().click();
    await other.locator('[name="subject"]').fill('esma.yuksel@oehavn.example');
    await other.locator('[name="secret"]').fill(demoPassphrase);
    await other.getByRole('button', { name: 'Log ind' }).click();
    await other.getByText('Esma Yüksel').first().waitFor();
    await first.page.getByRole('button', { name: 'Afspil', exact: true }).click();
    await first.page.locator('.pf-stage--none').waitFor({ timeout: 25_000 });
    await first.says(/Du er logget ud/);
    await first.page.context().close();
  }, 90_000);

  test('when somebody says no, the playing film stops within seconds and the page says why', async () => {
    await supervisor.go(`/review/${recording}`);
    expect(await supervisor.page.locator('[data-composer] textarea').count()).toBe(1);
    await supervisor.page.locator('[data-composer] textarea').fill('Ord, der ikke må gå tabt');
    await playFor(1_000);
    const { dataDir } = world.server;
    await citizenSaysNo(dataDir, await meetingOf(dataDir, Number(recording)));
    await supervisor.page.locator('.pf-stage--none').waitFor({ timeout: 25_000 });
    await supervisor.says(/Filmen er stoppet|Filmen er lukket/);
    expect(await supervisor.page.locator('video').count()).toBe(0);
    expect(await supervisor.page.locator('.pf-comments').count()).toBe(0);
    expect(await supervisor.page.locator('[data-player-said]').textContent()).not.toBe('');
    expect(await supervisor.page.locator('[data-composer] textarea').inputValue()).toBe('Ord, der ikke må gå tabt');
    expect(await supervisor.page.locator('[data-composer] button:visible').count()).toBe(0);
    expect(await supervisor.page.locator('.pf-reflection').count()).toBe(0);
    expect(await supervisor.page.locator('.pf-room-head').innerText()).not.toMatch(/Din tur|må se filmen/);
    await supervisor.go(`/review/${recording}`);
    expect(await supervisor.page.locator('video').count()).toBe(0);
  }, 90_000);

  test('without script the film has the browser’s own controls, and the log its line', async () => {
    const plain = await world.as('grethe.aabrink@aavang.example', { script: false });
    await plain.go('/recordings');
    await plain.page.locator('main table a').first().click();
    const film = plain.page.locator('video');
    await film.waitFor();
    expect(await film.getAttribute('controls')).not.toBeNull();
    expect(await plain.page.locator('[data-film-line]').isVisible()).toBe(false);
    const id = /\d+$/.exec(new URL(plain.page.url()).pathname)![0];
    await plain.go(`/recordings/${id}`);
    await plain.says(/Hvem har set filmen[^]*Du selv én gang/);
  }, 60_000);
});
