import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BrowserWorld, Visitor } from '../support/browser.js';
import { demoPassphrase } from '../../src/demo/people.js';
import { type Filming, openFilming } from '../support/filming.js';

const subject = 'cecilie.aarup@birkesund.example';

describe('journey: a film that is stopped stays stopped', () => {
  let world: BrowserWorld;
  let trainee: Visitor;
  let filming: Filming;
  let film: string;
  let sent: string[] = [];

  beforeAll(async () => {
    ({ world, trainee, filming, film } = await openFilming());
    trainee.page.on('request', (request) => void (request.method() === 'PATCH' && sent.push(request.url())));
  }, 120_000);
  afterAll(() => world.close());

  const halfSent = async (address: string) => {
    await trainee.go(address);
    return trainee.page.locator('form[data-upload][data-resume]').count();
  };
  /** Deleted on the server, and not a byte was sent after the stop. */
  const isGone = async (meeting: string) => {
    await trainee.page.getByText('Du stoppede. Det, der var sendt, er slettet.').first().waitFor({ timeout: 30_000 });
    expect(sent).toEqual([]);
    await filming.slowly(-1);
    trainee.forgiveLostLine();
    expect(await halfSent(`${meeting}/recording/new`)).toBe(0);
  };

  test('without a line: it says that nothing is deleted yet, and deletes when the line is back', async () => {
    const meeting = await filming.readyMeeting();
    await filming.slowly(3_000_000);
    await filming.send(film);
    await filming.reach(20);
    await filming.noLine();
    sent = [];
    await filming.stop();
    await trainee.page.getByText('ikke slettet endnu, fordi forbindelsen er væk').waitFor();
    await trainee.page.waitForTimeout(1_000);
    await filming.slowly(-1);
    await isGone(meeting);
  }, 120_000);

  test('signed out: it is deleted when the person has signed in again in another tab', async () => {
    const meeting = await filming.readyMeeting();
    await filming.slowly(1_000_000);
    await filming.send(film);
    await filming.reach(3);
    await trainee.page.context().clearCookies();
    sent = [];
    await filming.stop();
    await trainee.page.getByText('ikke slettet endnu, fordi du er logget ud').waitFor();
    await trainee.look();
    const [other] = await Promise.all([
      trainee.page.context().waitForEvent('page'),
      trainee.page.getByRole('link', { name: 'Log ind i et nyt faneblad' }).click(),
    ]);
    await other.locator('input[name="subject"]').fill(subject);
    await other.locator('input[name="secret"]').fill(demoPassphrase);
    await other.locator('form:has(input[name="secret"]) button[type="submit"]').click();
    await other.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
    await other.close();
    await isGone(meeting);
  }, 120_000);

  test('while the upload is just being begun: nothing is sent, and nothing is left', async () => {
    const meeting = await filming.readyMeeting();
    await trainee.page.route(
      `**${meeting}/uploads`,
      async (route) => {
        const answer = await route.fetch();
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await route.fulfill({ response: answer });
      },
      { times: 1 },
    );
    sent = [];
    await filming.send(film);
    await filming.stop();
    await isGone(meeting);
  }, 120_000);

  test('when the answer to the beginning was lost: what was begun is found and deleted', async () => {
    const meeting = await filming.readyMeeting();
    await filming.loseBeginning(meeting);
    sent = [];
    await filming.send(film);
    await trainee.page.getByText('Forbindelsen er væk. Det, der er nået frem, er gemt').waitFor();
    await filming.stop();
    await isGone(meeting);
  }, 120_000);

  test('a half-sent film that is stopped leaves a page where a film is chosen for the first time', async () => {
    const meeting = await filming.readyMeeting();
    const { page } = trainee;
    await filming.slowly(3_000_000);
    await filming.send(film);
    await filming.reach(60);
    await page.goto(`${world.server.url}${meeting}/recording/new`);
    await page.locator('[data-upload-again]').waitFor();
    await filming.slowly(500_000);
    await filming.send(film);
    await filming.reach(54);
    await filming.stop();
    await page.getByText('Du stoppede. Det, der var sendt, er slettet.').first().waitFor({ timeout: 30_000 });
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^Vælg filmen fra netværksmøde/);
    expect(await page.title()).toMatch(/^Vælg filmen fra netværksmøde/);
    expect(await page.locator('main').innerText()).not.toMatch(/% er sendt|Vælg den samme fil igen/);
    expect(await page.locator('form[data-upload] button[type=submit]').isVisible()).toBe(true);
    await filming.slowly(-1);
  }, 120_000);

  test('a film that had arrived before the stop is not said to be deleted, and the way leads to it', async () => {
    await filming.slowly(-1);
    await filming.readyMeeting();
    const { page } = trainee;
    await page.route(
      '**/completion',
      async (route) => {
        const answer = await route.fetch();
        await new Promise((resolve) => setTimeout(resolve, 4_000));
        await route.fulfill({ response: answer }).catch(() => undefined);
      },
      { times: 1 },
    );
    const completed = page.waitForRequest('**/completion', { timeout: 60_000 });
    await filming.send(film);
    await completed;
    await page.waitForTimeout(2_000);
    await filming.stop();
    await page.getByText('Den nåede helt frem, før du stoppede, og er ikke slettet.').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Filmen er modtaget');
    expect(await page.locator('main').innerText()).not.toMatch(/Filmen er ikke sendt|Send filmen|[Ss]let det, der er sendt/);
    await trainee.look();
    await page.getByRole('link', { name: 'Gå til filmen' }).click();
    await page.waitForURL(/\/recordings\/\d+$/);
    await page.getByText('Slet filmen nu').waitFor();
  }, 120_000);
});
