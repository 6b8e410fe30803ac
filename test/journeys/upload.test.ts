import { copyFileSync, statSync, openSync, writeSync, closeSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { root } from '../../src/web/root.js';
import type { BrowserWorld, Visitor } from '../support/browser.js';
import { type Filming, openFilming } from '../support/filming.js';
import { startServer } from '../support/server.js';

/** The same film but for one byte in its beginning. */
function otherFilm(file: string): string {
  const other = file.replace('.mp4', '-2.mp4');
  copyFileSync(file, other);
  const handle = openSync(other, 'r+');
  writeSync(handle, Buffer.from('x'), 0, 1, 100_000);
  closeSync(handle);
  return other;
}

describe('journey: a film over a line that breaks', () => {
  let world: BrowserWorld;
  let trainee: Visitor;
  let filming: Filming;
  let film: string;
  let meeting = '';

  beforeAll(async () => {
    ({ world, trainee, filming, film } = await openFilming());
  }, 120_000);
  afterAll(() => world.close());

  const slowly = (bytesPerSecond: number) => filming.slowly(bytesPerSecond);
  const percent = () => filming.percent();
  const reach = (least: number) => filming.reach(least);
  const send = (file: string) => filming.send(file);
  const readyMeeting = async () => {
    meeting = await filming.readyMeeting();
  };

  test('shows length and first picture before anything is sent', async () => {
    await readyMeeting();
    await trainee.page.locator('input[type=file]').setInputFiles(film);
    await trainee.page.locator('[data-upload-first]').waitFor({ state: 'visible' });
    await trainee.says(/41\.\d\d/);
    await trainee.look();
  }, 120_000);

  test('the server dies in the middle: the page says so, and goes on by itself from where it was', async () => {
    await slowly(4_000_000);
    await trainee.page.locator('form[data-upload] button[type=submit]').click();
    await reach(60);
    await trainee.look();
    const { url, dataDir } = world.server;
    await world.server.kill();
    await trainee.page.getByText('Forbindelsen er væk').waitFor({ timeout: 60_000 });
    // What the server has answered for, not what the line was given: the first piece, and nothing of the second.
    const kept = Math.floor(((16 * 1024 ** 2) / statSync(film).size) * 100);
    await trainee.says(`Alt indtil ${kept} % er gemt`);
    expect(await percent()).toBe(kept);
    trainee.forgiveLostLine();
    const again = await startServer({ PORT: new URL(url).port }, dataDir);
    Object.assign(world.server, again);
    await trainee.page.waitForURL(/\/recordings\/\d+$/, { timeout: 90_000 });
    trainee.forgiveLostLine();
    await trainee.says(/(Behold den|Slet den nu) på telefonen/);
  }, 240_000);

  test('the copy on the phone is asked for on Today until it is said to be gone', async () => {
    await trainee.page.getByText('Slet den nu på telefonen').waitFor({ timeout: 90_000 });
    await trainee.go('/');
    await trainee.says(/Slet filmen fra netværksmøde \d+ på telefonen/);
    await trainee.press('Ja, den er slettet');
    await trainee.says(/Kopien på telefonen er væk/);
    expect(await trainee.page.getByText('Ja, den er slettet').count()).toBe(0);
  }, 120_000);

  test('a page that was left is listed on Today, another file is refused, and the same one goes on', async () => {
    await readyMeeting();
    await slowly(3_000_000);
    await send(film);
    await reach(60);
    await trainee.page.goto(`${world.server.url}/`);
    await slowly(-1);
    await trainee.look();
    await trainee.says(/Vælg den samme fil igen, så fortsætter vi fra \d+ %/);
    await trainee.follow('Vælg filen');
    await trainee.says(/% er sendt\./);
    await trainee.says(/Vælg den samme fil igen, så fortsætter vi/);
    await send(otherFilm(film));
    await trainee.page.getByText('Det er en anden fil').first().waitFor();
    await trainee.look();
    await send(film);
    await trainee.page.waitForURL(/\/recordings\/\d+$/, { timeout: 60_000 });
  }, 240_000);

  test('a pause is kept, and what is sent can be deleted', async () => {
    await readyMeeting();
    await slowly(1_000_000);
    await send(film);
    await reach(3);
    await trainee.page.getByRole('button', { name: 'Hold pause' }).click();
    await trainee.page.getByText('Du holder pause').waitFor();
    // What came through of a piece that was cut short counts, too.
    await reach(3);
    await trainee.look();
    await filming.stop();
    await trainee.page.getByText('Du stoppede').first().waitFor();
    await slowly(-1);
    await trainee.go('/');
    expect(await trainee.page.getByText('Vælg den samme fil igen').count()).toBe(0);
  }, 120_000);

  test('the page reads as well in English', async () => {
    await trainee.go(`${meeting}/recording/new`);
    await trainee.press('English');
    await trainee.says(/Choose the film of network meeting/);
    await trainee.page.locator('input[type=file]').setInputFiles(film);
    await trainee.look();
    await trainee.press('Dansk');
  }, 60_000);

  test('the beginning and the end are cut off by «Sæt til nu» and by keyboard, and changed while the film is sent', async () => {
    const { page } = trainee;
    await readyMeeting();
    await page.locator('input[type=file]').setInputFiles(film);
    await page.locator('[data-upload-first]').waitFor({ state: 'visible' });
    await page.evaluate(`document.querySelector('[data-upload-first]').currentTime = 124.4`);
    await page.waitForTimeout(500);
    await page.getByRole('button', { name: 'Sæt til nu (filmen begynder her)' }).click();
    expect(await page.locator('#from').inputValue()).toBe('2.05');
    await page.locator('#to').focus();
    await page.keyboard.type('2.30');
    await page.keyboard.press('Tab');
    await page.getByText('Der skal være mindst et minut tilbage').waitFor();
    await trainee.look();
    await page.locator('form[data-upload] button[type=submit]').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('to');
    await page.locator('#to').fill('40.10');
    await page.keyboard.press('Tab');
    await page.getByText('Så varer filmen 38.05.').waitFor();
    await slowly(3_000_000);
    await page.locator('form[data-upload] button[type=submit]').click();
    await reach(30);
    await page.locator('#to').fill('40.00');
    await page.keyboard.press('Tab');
    await page.getByText('Gemt.', { exact: true }).waitFor();
    await trainee.look();
    await slowly(-1);
    await page.waitForURL(/\/recordings\/\d+$/, { timeout: 90_000 });
    await page.getByText('Klippet, før nogen så den:').waitFor({ timeout: 90_000 });
    await trainee.look();
    await trainee.says(/de første 2.min \d+.s og de sidste 1.min 3\d.s er slettet/);
    await page
      .getByText(/Filmen varer 37.minutter/)
      .first()
      .waitFor({ timeout: 90_000 });
    await page.setViewportSize({ width: 390, height: 844 });
    await trainee.look();
    await page.setViewportSize({ width: 1280, height: 900 });
  }, 240_000);

  test('without script the plain form takes it, and says its own limit', async () => {
    await readyMeeting();
    const plain = await world.as('cecilie.aarup@birkesund.example', { script: false });
    await plain.go(`${meeting}/recording/new`);
    await plain.says(/Uden script tager vi imod højst 4 GB/);
    await plain.page.locator('input[type=file]').setInputFiles(path.join(root, 'src/demo/film/netvaerksmoede.mp4'));
    await plain.page.locator('details[data-upload-cut] summary').click();
    await plain.page.getByLabel('Filmen begynder ved').fill('1.00');
    await plain.press('Send filmen');
    expect(plain.page.url()).toMatch(/\/recordings\/\d+$/);
    await plain.says(/Filmen (skal klippes|bliver klippet)|Klippet, før nogen så den/);
  }, 120_000);
});
