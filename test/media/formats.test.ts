import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTestApp, type TestApp } from '../support/app.js';
import { accepted } from '../support/clips/accepted.js';
import { ownFolder } from '../support/clips/folder.js';
import { openScreen, type Screen } from '../support/clips/screen.js';
import { takeThrough } from '../support/clips/try-accepted.js';

let app: TestApp;
let screen: Screen;
let folder: Awaited<ReturnType<typeof ownFolder>>;
beforeAll(async () => {
  [app, folder] = [await openTestApp({ now: new Date().toISOString() }), await ownFolder()];
  screen = await openScreen(app);
}, 60_000);
afterAll(async () => {
  await screen?.close();
  await app.close();
  await folder.remove();
});

const names = Object.keys(accepted);

test('there are more than twenty-five kinds', () => {
  expect(names.length).toBeGreaterThanOrEqual(25);
});

// Every other one here, the rest in formats-more.test.ts, so that two processors are busy.
test.each(names.filter((_, n) => n % 2 === 0))(
  '%s becomes a film that plays in Chromium, in step and without its tags',
  async (name) => {
    await takeThrough(app, screen, folder.path, name, accepted[name]!);
  },
  60_000,
);
