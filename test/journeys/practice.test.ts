import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { root } from '../../src/web/root.js';
import { openBrowserWorld, type BrowserWorld, type Visitor } from '../support/browser.js';
import { today, writeMeeting } from '../support/filming.js';

/** Sixty seconds of the demo film, speech and all. */
function minuteOfFilm(folder: string): string {
  const file = path.join(folder, 'et-minut.mp4');
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-t', '60', '-i', path.join(root, 'src/demo/film/netvaerksmoede.mp4'), '-c', 'copy', file]);
  return file;
}

describe('journey 1: a film of one minute, as practice', () => {
  let world: BrowserWorld;
  let trainee: Visitor;
  let supervisor: Visitor;
  let meeting = '';
  let review = '';

  beforeAll(async () => {
    world = await openBrowserWorld();
  }, 120_000);
  afterAll(() => world.close());

  test('a trainee logs a meeting', async () => {
    trainee = await world.as('cecilie.aarup@birkesund.example');
    await trainee.go('/meetings');
    await trainee.follow('Skriv et møde ind');
    await trainee.press('Gem mødet');
    await trainee.says(/Fejl|skal rettes/);
    await writeMeeting(trainee);
    await trainee.page.getByLabel('Borgere').fill('1');
    await trainee.page.getByLabel('Fagpersoner').fill('1');
    await trainee.press('Gem mødet');
    expect(trainee.page.url()).toMatch(/\/meetings\/\d+/);
    meeting = /\/meetings\/\d+/.exec(trainee.page.url())![0];
  }, 120_000);

  test('writes down everyone’s answers: nothing is chosen beforehand, and one missing answer holds the film back', async () => {
    await trainee.go(`${meeting}/answers`);
    expect(await trainee.page.locator('input[type=radio][value=yes]:checked').count()).toBe(0);
    await trainee.go(`${meeting}/recording/new`);
    await trainee.says(/svar/);
    await trainee.go(`${meeting}/answers`);
    for (const yes of await trainee.page.locator('table.pf-table--answers').first().locator('input[type=radio][value=yes]').all()) {
      await yes.focus();
      await trainee.page.keyboard.press('Space');
      expect(await yes.isChecked()).toBe(true);
    }
    await trainee.page.getByRole('radio', { name: /papir/i }).check();
    await trainee.page.getByLabel('Hvornår blev der svaret?').fill(today());
    await trainee.press('Gem svar, og vælg film');
    await trainee.says(/Vælg film|filmen/i);
  }, 120_000);

  test('what the answers mean is drawn anew without moving the button that is being pressed', async () => {
    const { page } = trainee;
    await trainee.go(`${meeting}/answers`);
    const sheet = page.locator('#meaning-sheet');
    const before = await sheet.innerText();
    let letIn = () => {};
    const pressed = new Promise<void>((resolve) => (letIn = resolve));
    const answers = `**${meeting}/answers`;
    await page.route(answers, async (route) => {
      if (!(route.request().postData() ?? '').includes('act=show')) return route.continue();
      const response = await route.fetch();
      await pressed;
      await route.fulfill({ response });
    });
    const asked = page.waitForRequest((request) => (request.postData() ?? '').includes('act=show'));
    await page.locator('table.pf-table--answers').first().locator('input[type=radio][value=no]').first().focus();
    await page.keyboard.press('Space');
    await asked;
    const save = page.getByRole('button', { name: /^Gem svar/ }).first();
    await save.scrollIntoViewIfNeeded();
    const place = (await save.boundingBox())!;
    await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
    const shown = page.waitForResponse((response) => (response.request().postData() ?? '').includes('act=show'));
    letIn();
    await (await shown).finished();
    await page.waitForFunction(`document.querySelector('#meaning-sheet').innerText !== ${JSON.stringify(before)}`);
    await page.waitForTimeout(300);
    expect((await save.boundingBox())!.y).toBeCloseTo(place.y, 0);
    await page.unroute(answers);
  }, 120_000);

  test('sends the film, sees it being made ready, and reads that it is for practice', async () => {
    await trainee.go(`${meeting}/recording/new`);
    await trainee.page.locator('input[type=file]').setInputFiles(minuteOfFilm(world.server.dataDir));
    await trainee.page.locator('form[data-upload] button[type=submit]').click();
    await trainee.page.waitForURL(/\/recordings\/\d+$/, { timeout: 60_000 });
    await trainee.look();
    const recording = /\d+$/.exec(trainee.page.url())![0];
    review = `/review/${recording}`;
    for (const end = Date.now() + 120_000; Date.now() < end; await trainee.page.waitForTimeout(1000)) {
      await trainee.page.goto(`${world.server.url}/recordings/${recording}`);
      if ((await trainee.page.locator('main').innerText()).includes('45')) break;
    }
    await trainee.go(`/recordings/${recording}`);
    await trainee.says(/45 minutter/);
    await trainee.go(review);
    await trainee.says(/øvelse/);
  }, 180_000);

  test('the film plays in the browser, with picture and sound', async () => {
    const played = (await trainee.page.evaluate(`(async () => {
      const video = document.querySelector('video');
      video.muted = true;
      await video.play();
      await new Promise((done) => setTimeout(done, 1500));
      video.pause();
      return { at: video.currentTime, wide: video.videoWidth, long: video.duration, heard: video.webkitAudioDecodedByteCount };
    })()`)) as { at: number; wide: number; long: number; heard: number };
    expect(played.at).toBeGreaterThan(0.3);
    expect(played.wide).toBeGreaterThan(400);
    expect(Math.round(played.long)).toBe(60);
    expect(played.heard).toBeGreaterThan(0);
  }, 60_000);

  test('the supervisor, meanwhile, is told that she is not finished, and sees none of her words', async () => {
    supervisor = await world.as('ragnhild.svaerke@dialogvaerkstedet.example');
    await supervisor.go(review);
    await supervisor.says(/Cecilie er ikke færdig endnu/);
  }, 60_000);

  test('the trainee reflects first', async () => {
    await trainee.go(`${review}/reflection`);
    await trainee.page.locator('#reflection').fill('Jeg ventede længere, end jeg plejer. Det var godt.');
    await trainee.press(/Aflevér/);
    await trainee.says(/afleveret/);
  }, 60_000);

  test('the supervisor comments by keyboard, as a draft that only she sees', async () => {
    await supervisor.go(`${review}?t=20`);
    const { page } = supervisor;
    await page.getByLabel(/Fra/).first().focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('0.25');
    await page.keyboard.press('Tab');
    while (!(await page.evaluate(`document.activeElement?.tagName === 'SELECT'`))) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    while (!(await page.evaluate(`document.activeElement?.tagName === 'TEXTAREA'`))) await page.keyboard.press('Tab');
    await page.keyboard.type('Her gentager du hans ord, før du spørger.');
    await page.keyboard.press('Control+Enter');
    await page.locator('.pf-comment', { hasText: 'Her gentager du hans ord' }).waitFor();
    await supervisor.look();
    await trainee.go(review);
    expect(await trainee.page.content()).not.toContain('Her gentager du hans ord');
  }, 120_000);

  test('shares, and only then the trainee reads and replies', async () => {
    await supervisor.go(review);
    await supervisor.page
      .getByRole('button', { name: /Del\s.*med\sCecilie/ })
      .first()
      .click();
    await supervisor.page
      .getByText(/delt\smed\sCecilie/)
      .first()
      .waitFor();
    await supervisor.look();
    await trainee.go(review);
    await trainee.says(/Her gentager du hans ord/);
    await trainee.page.getByRole('link', { name: /^Svar/ }).first().click();
    await trainee.page.locator('textarea[id^=reply]').first().fill('Tak. Det lagde jeg ikke selv mærke til.');
    await trainee.page.getByRole('button', { name: /svar/i }).first().click();
    await trainee.page.getByText('Det lagde jeg ikke selv mærke til').first().waitFor();
    await trainee.look();
    await supervisor.go('/');
    await supervisor.says(/Cecilie/);
  }, 120_000);

  test('an outsider meets only the page of an unknown address', async () => {
    const coordinator = await world.as('lise.roenhave@dialogvaerkstedet.example');
    for (const address of [review, review.replace('review', 'recordings'), `${review.replace('review', 'recordings')}/film`, meeting]) {
      const answer = await coordinator.page.request.get(world.server.url + address);
      expect([address, answer.status()]).toEqual([address, 404]);
    }
    await coordinator.close();
  }, 60_000);

  test('all of it can be read without script', async () => {
    const plain = await world.as('cecilie.aarup@birkesund.example', { script: false });
    for (const address of ['/', '/meetings', meeting, `${meeting}/answers`, review]) {
      const answer = await plain.page.goto(world.server.url + address);
      expect(answer!.status()).toBe(200);
      expect(await plain.page.locator('h1').count()).toBe(1);
    }
    await plain.close();
  }, 60_000);
});
