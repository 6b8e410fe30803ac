import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../src/store/database.js';
import { openMasterKeys } from '../../src/store/master-keys.js';
import { consentAnswers } from '../../src/store/tables.js';
import { openBrowserWorld, type BrowserWorld, type Visitor } from '../support/browser.js';

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

  test('when somebody says no, the playing film stops within seconds and the page says why', async () => {
    await supervisor.go(`/review/${recording}`);
    await playFor(1_000);
    const keys = openMasterKeys({ file: `${world.server.dataDir}/keys/master.keys` });
    const db = openDatabase(`sqlite:${world.server.dataDir}/polyfoni.sqlite`, keys);
    await db.write(async (tx) => {
      const citizen = await tx.row<{ id: number; leaderId: number }>(
        `SELECT a.id, m.leader_id AS "leaderId" FROM attendee a JOIN recording r ON r.meeting_id = a.meeting_id JOIN network_meeting m ON m.id = a.meeting_id
         WHERE r.id = $1 AND a.kind = 'citizen' ORDER BY a.id LIMIT 1`,
        [Number(recording)],
      );
      const at = new Date().toISOString();
      await tx.insert(consentAnswers, {
        ...{ attendeeId: citizen!.id, givenBy: 'self', purpose: 'own_learning', answer: 'no', method: 'phone', textVersion: '1' },
        ...{ askedBy: citizen!.leaderId, answeredOn: at.slice(0, 10), recordedAt: at },
      });
    });
    await db.close();
    await supervisor.page.locator('.pf-stage--none').waitFor({ timeout: 25_000 });
    await supervisor.says(/Filmen er stoppet|Filmen er lukket/);
    expect(await supervisor.page.locator('video').count()).toBe(0);
    expect(await supervisor.page.locator('.pf-comments').count()).toBe(0);
    expect(await supervisor.page.locator('[data-player-said]').textContent()).not.toBe('');
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
