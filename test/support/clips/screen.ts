import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Page } from 'playwright-core';
import { mediaMark } from '../../../src/web/send-media.js';
import type { TestApp } from '../app.js';
import { browserOptions } from '../browser.js';
import { buildTrainee, testPassphrase } from '../build/person.js';
import { seeFilm } from './screen-page.js';

/** What Chromium made of a film. Times in seconds of the film; brightness from 0 to 255. */
export interface Seen {
  error: string | null;
  width: number;
  height: number;
  duration: number;
  /** Where it stood before and after playing. */
  played: [number, number];
  /** How bright each picture was that was painted while it played. */
  painted: number[];
  /** Pictures that were jumped to, with their own times. */
  sought: { at: number; light: number }[];
  soundBytes: number;
  /** When the sound begins, as Chromium decodes the same bytes; null where there is none. */
  beep: number | null;
}

export interface Screen {
  /** Whose films are shown here: the one who is signed in. */
  leaderId: number;
  /** Shows one file of a recording, as the product sends it. `stepMs` is how far before and after the sound the picture is looked at. */
  show: (recordingId: number, key: string, film: { picture: boolean; sound: boolean; stepMs: number; brief: boolean }) => Promise<Seen>;
  close: () => Promise<void>;
}

async function signIn(page: Page, url: string, subject: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.locator('input[name="subject"]').fill(subject);
  await page.locator('input[name="secret"]').fill(testPassphrase);
  await page.locator('form:has(input[name="secret"]) button[type="submit"]').click();
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
}

async function bytesOf({ house }: TestApp, key: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const size = (await house.media.blobs.size(key)) ?? 0;
  for await (const piece of house.media.blobs.readRange(key, 0, size - 1)) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Chromium before the app, signed in as a trainee of its own. Open the app with the present time: cookies end by Chromium's clock. */
export async function openScreen(app: TestApp): Promise<Screen> {
  const server = createServer(app.app).listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app.house.settings.origin = url;
  const { id: leaderId, subject } = await buildTrainee(app.db);
  const browser = await chromium.launch({
    ...browserOptions,
    args: [...browserOptions.args, '--autoplay-policy=no-user-gesture-required'],
  });
  const page = await browser.newPage();
  await signIn(page, url, subject);
  await page.goto(`${url}/help`);
  return {
    leaderId,
    show: async (recordingId, key, film) => {
      const src = `/recordings/${recordingId}/film?v=${mediaMark(key).slice(0, 12)}`;
      const bytes = film.sound && !film.brief ? (await bytesOf(app, key)).toString('base64') : '';
      return page.evaluate<Seen>(`(${seeFilm})(${JSON.stringify({ src, bytes, ...film })})`);
    },
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
