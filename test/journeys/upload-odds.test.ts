import { copyFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BrowserWorld, Visitor } from '../support/browser.js';
import { Filming, openFilming } from '../support/filming.js';
import { citizenSaysNo } from '../support/say-no.js';

describe('journey: what goes differently while a film is chosen and sent', () => {
  let world: BrowserWorld;
  let trainee: Visitor;
  let filming: Filming;
  let film: string;
  let meeting: string;

  beforeAll(async () => {
    ({ world, trainee, filming, film } = await openFilming());
  }, 120_000);
  afterAll(() => world.close());
  beforeEach(async () => {
    await filming.slowly(-1);
    trainee.forgiveLostLine();
    meeting = await filming.readyMeeting();
  }, 60_000);

  const why = (sentence: string | RegExp) => trainee.page.locator('[data-upload-why]').getByText(sentence);
  const toAnswers = () => trainee.page.locator('[data-upload-refusal]').getByRole('link', { name: 'Se, hvem der har svaret hvad' });
  const arrive = () => trainee.page.waitForURL(/\/recordings\/\d+$/, { timeout: 60_000 });
  const leaveHalf = async () => {
    await filming.slowly(8_000_000);
    await filming.send(film);
    await filming.reach(60);
    await trainee.page.goto(`${world.server.url}${meeting}/recording/new`);
    await filming.slowly(-1);
  };
  /** The first tab sends this many bytes a second; another one, where the same film is chosen, has just said so. */
  const secondTab = async (bytesPerSecond: number) => {
    await leaveHalf();
    const second = await trainee.page.context().newPage();
    await second.goto(`${world.server.url}${meeting}/recording/new`);
    await filming.slowly(bytesPerSecond);
    await filming.send(film);
    await filming.reach(54);
    await second.locator('input[type=file]').setInputFiles(film);
    await second.locator('form[data-upload] button[type=submit]').click();
    await second.locator('[data-upload-why]').getByText('Filmen bliver sendt fra et andet faneblad lige nu').waitFor();
    return second;
  };

  test('a file of another size is refused, and the right one can be chosen after it', async () => {
    await leaveHalf();
    const shorter = film.replace('.mp4', '-kort.mp4');
    copyFileSync(film, shorter);
    truncateSync(shorter, 20_000_000);
    await filming.send(shorter);
    await trainee.page.locator('[data-upload-error]').getByText('Vælg den samme fil').waitFor();
    expect(await toAnswers().count()).toBe(0);
    await filming.send(film);
    await arrive();
  }, 120_000);

  const error = (sentence: string) => trainee.page.locator('[data-upload-error]').getByText(sentence);

  test('an empty file is refused before anything is sent, and one that is no film is promised nothing', async () => {
    const empty = film.replace('.mp4', '-tom.mp4');
    writeFileSync(empty, '');
    await filming.send(empty);
    await error('Filen er tom. Vælg filmen igen.').waitFor();
    expect(await trainee.page.locator('[data-upload-way]').isVisible()).toBe(false);
    const letter = film.replace('.mp4', '-brev.mp4');
    writeFileSync(letter, 'Kære Cecilie. '.repeat(2_000));
    await trainee.page.locator('input[type=file]').setInputFiles(letter);
    const unseen = trainee.page.locator('[data-upload-unseen]');
    await unseen.getByText('Vi ser efter, om vi kan bruge den, når du sender den.').waitFor();
    await trainee.page.locator('form[data-upload] button[type=submit]').click();
    await error('Filen er ikke en film').waitFor({ timeout: 30_000 });
    expect(await unseen.textContent()).toBe('');
    await filming.send(film);
    await arrive();
  }, 120_000);

  test('a time typed last of all does not take the press of «Send filmen»', async () => {
    const { page } = trainee;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('input[type=file]').setInputFiles(film);
    await page.locator('[data-upload-first]').waitFor({ state: 'visible' });
    const button = page.locator('form[data-upload] button[type=submit]');
    const press = async (typed: string) => {
      await page.locator('#to').fill(typed);
      await button.scrollIntoViewIfNeeded();
      const { x, y, height } = (await button.boundingBox())!;
      // Near its upper edge, where it is left first when something comes in above it.
      await page.mouse.move(x + 20, y + Math.min(6, height / 2));
      await page.mouse.down();
      await page.waitForTimeout(150);
      await page.mouse.up();
    };
    await press('0.10');
    await page.getByText('Der skal være mindst et minut tilbage').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('to');
    await press('20.00');
    await arrive();
    await page.setViewportSize({ width: 1280, height: 900 });
  }, 120_000);

  test('a file that is deleted meanwhile is said to be unreadable, not a lost line', async () => {
    const going = film.replace('.mp4', '-væk.mp4');
    copyFileSync(film, going);
    await filming.slowly(6_000_000);
    await filming.send(going);
    await filming.reach(15);
    unlinkSync(going);
    await trainee.page.locator('[data-upload-error]').getByText('Vi kan ikke læse filen længere').waitFor({ timeout: 30_000 });
    await filming.slowly(-1);
    trainee.forgiveLostLine();
    await filming.send(film);
    await arrive();
  }, 120_000);

  test('a pause while the file is being compared is kept, and going on sends it once', async () => {
    await leaveHalf();
    const sent: string[] = [];
    trainee.page.on('request', (request) => void (request.method() === 'HEAD' && sent.push(request.url())));
    await trainee.page.route(
      '**/uploads/*',
      async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await route.continue();
      },
      { times: 1 },
    );
    await filming.send(film);
    await trainee.page.getByRole('button', { name: 'Hold pause' }).click();
    await why('Du holder pause').waitFor();
    await trainee.page.waitForTimeout(3_500);
    expect(sent).toEqual([]);
    await trainee.page.getByRole('button', { name: 'Fortsæt' }).click();
    await arrive();
    expect(sent.length).toBe(1);
  }, 120_000);

  test('when somebody says no meanwhile, that is what is told, with the way to the answers', async () => {
    await filming.slowly(3_000_000);
    await filming.send(film);
    await filming.reach(10);
    await citizenSaysNo(world.server.dataDir, Number(/\d+/.exec(meeting)![0]));
    await trainee.page.locator('[data-upload-error]').getByText('har sagt nej').waitFor({ timeout: 60_000 });
    expect(await toAnswers().getAttribute('href')).toBe(`${meeting}/answers`);
    // Nothing is offered that would be refused, and nothing stays that is no longer true.
    expect(await trainee.page.getByRole('heading', { level: 1 }).textContent()).toBe('Filmen kan ikke sendes');
    expect(await trainee.page.locator('form[data-upload], .pf-steps').count()).toBe(0);
    expect(await trainee.page.getByText('Alle i lokalet har sagt ja').count()).toBe(0);
    await trainee.look();
  }, 120_000);

  test('when the answer to the beginning is lost it goes on with what was begun', async () => {
    await filming.loseBeginning(meeting);
    await filming.send(film);
    await why('Forbindelsen er væk').waitFor();
    await arrive();
  }, 120_000);

  test('a second tab says that the first one is sending, and goes on when that one is closed', async () => {
    const second = await secondTab(500_000);
    expect(await trainee.page.locator('[data-upload-trouble]').isVisible()).toBe(false);
    await trainee.page.goto(`${world.server.url}/`);
    await second.waitForURL(/\/recordings\/\d+$/, { timeout: 60_000 });
    await second.close();
  }, 120_000);

  test('a second tab that waits comes to the film when the first one has sent it', async () => {
    const second = await secondTab(3_000_000);
    await arrive();
    await second.waitForURL(/\/recordings\/\d+$/, { timeout: 60_000 });
    expect(new URL(second.url()).pathname).toBe(new URL(trainee.page.url()).pathname);
    await second.close();
  }, 120_000);

  test('when another device sends the same film, one of them goes on and the other one says so', async () => {
    const other = await world.as('cecilie.aarup@birkesund.example');
    await filming.slowly(2_500_000);
    await filming.send(film);
    await filming.reach(10);
    await other.go(`${meeting}/recording/new`);
    const otherFilming = new Filming(other);
    await otherFilming.slowly(2_500_000);
    await otherFilming.send(film);
    const said = (visitor: Visitor) =>
      visitor.page.locator('[data-upload-why]').getByText('Filmen bliver sendt fra et andet faneblad lige nu');
    const came = (visitor: Visitor) => visitor.page.waitForURL(/\/recordings\/\d+$/, { timeout: 60_000 });
    await Promise.any([said(trainee).waitFor({ timeout: 60_000 }), said(other).waitFor({ timeout: 60_000 })]);
    await Promise.any([came(trainee), came(other)]);
    await other.close();
  }, 120_000);

  test('a choice that is taken back takes the picture and the length of the film with it', async () => {
    const { page } = trainee;
    await page.locator('input[type=file]').setInputFiles(film);
    await page.locator('[data-upload-first]').waitFor({ state: 'visible' });
    await page.locator('input[type=file]').setInputFiles([]);
    await page.locator('[data-upload-chosen]').waitFor({ state: 'hidden' });
    expect(await page.locator('[data-upload-length]').textContent()).toBe('');
    expect(await page.getByRole('button', { name: 'Sæt til nu (filmen begynder her)' }).isVisible()).toBe(false);
    await trainee.look();
  }, 60_000);
});
