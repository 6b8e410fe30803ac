import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { CDPSession, Route } from 'playwright-core';
import { root } from '../../src/web/root.js';
import { openBrowserWorld, type BrowserWorld, type Visitor } from './browser.js';

export const today = () =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Copenhagen' }).format(new Date()).split('-').reverse().map(Number).join('.');

/** Half an hour of the demo film, thirty megabytes: two pieces and a bit. */
function longFilm(folder: string): string {
  const file = path.join(folder, 'netvaerksmoede.mp4');
  const source = path.join(root, 'src/demo/film/netvaerksmoede.mp4');
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-stream_loop', '11', '-i', source, '-map', '0', '-c', 'copy', file]);
  return file;
}

/** Day, own part and a new course, in the form of a meeting. */
export async function writeMeeting({ page }: Visitor): Promise<void> {
  await page.getByLabel('Hvornår var mødet?').fill(today());
  await page
    .getByRole('radio', { name: /Mødeleder/ })
    .first()
    .check();
  await page.getByRole('radio', { name: /Et nyt forløb/ }).check();
}

/** What somebody does who sends the film of a meeting. */
export class Filming {
  private session: CDPSession | undefined;

  constructor(private readonly trainee: Visitor) {}

  /** Minus one: as fast as it goes. */
  async slowly(bytesPerSecond: number, offline = false): Promise<void> {
    this.session ??= await this.trainee.page.context().newCDPSession(this.trainee.page);
    const { session } = this;
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline,
      latency: 1,
      downloadThroughput: -1,
      uploadThroughput: bytesPerSecond,
    });
  }

  noLine(): Promise<void> {
    return this.slowly(-1, true);
  }

  async percent(): Promise<number> {
    return Number(/\d+/.exec((await this.trainee.page.locator('[data-upload-percent]').textContent()) ?? '')?.[0] ?? 0);
  }

  async reach(least: number): Promise<void> {
    for (let turn = 0; turn < 300 && (await this.percent()) < least; turn += 1) await this.trainee.page.waitForTimeout(100);
    expect(await this.percent()).toBeGreaterThanOrEqual(least);
  }

  async send(file: string): Promise<void> {
    await this.trainee.page.locator('input[type=file]').setInputFiles(file);
    await this.trainee.page.locator('form[data-upload] button[type=submit]').click();
  }

  async stop(): Promise<void> {
    await this.trainee.page.locator('summary', { hasText: 'Stop, og slet det, der er sendt' }).click();
    await this.trainee.page.getByRole('button', { name: 'Ja, stop og slet' }).click();
  }

  /** The upload is begun, and its answer never comes. */
  async loseBeginning(meeting: string): Promise<void> {
    const lose = async (route: Route) => {
      await route.fetch();
      await route.abort('connectionreset');
    };
    await this.trainee.page.route(`**${meeting}/uploads`, lose, { times: 1 });
  }

  /** A meeting at which everybody has said yes, at the page where its film is chosen. Returns its address. */
  async readyMeeting(): Promise<string> {
    const { trainee } = this;
    await trainee.go('/meetings/new');
    await writeMeeting(trainee);
    await trainee.page.getByLabel('Borgere').fill('1');
    await trainee.press('Gem mødet');
    const meeting = /\/meetings\/\d+/.exec(trainee.page.url())![0];
    await trainee.go(`${meeting}/answers`);
    for (const yes of await trainee.page.locator('table.pf-table--answers').first().locator('input[type=radio][value=yes]').all()) {
      await yes.focus();
      await trainee.page.keyboard.press('Space');
    }
    await trainee.page.getByRole('radio', { name: /papir/i }).check();
    await trainee.page.getByLabel('Hvornår blev der svaret?').fill(today());
    await trainee.press('Gem svar, og vælg film');
    return meeting;
  }
}

/** A server with the demo, a trainee of it in a browser, and a film for them to send. */
export async function openFilming(): Promise<{ world: BrowserWorld; trainee: Visitor; filming: Filming; film: string }> {
  const world = await openBrowserWorld();
  const film = longFilm(world.server.dataDir);
  const trainee = await world.as('cecilie.aarup@birkesund.example');
  trainee.page.on('dialog', (dialog) => void dialog.accept());
  return { world, trainee, filming: new Filming(trainee), film };
}
