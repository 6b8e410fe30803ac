import { afterAll, beforeAll, test } from '@jest/globals';
import { openTestApp, type TestApp } from '../support/app.js';
import { accepted } from '../support/clips/accepted.js';
import { ownFolder } from '../support/clips/folder.js';
import { takeThrough } from '../support/clips/try-accepted.js';

let app: TestApp;
let folder: Awaited<ReturnType<typeof ownFolder>>;
beforeAll(async () => {
  [app, folder] = [await openTestApp(), await ownFolder()];
});
afterAll(async () => {
  await app.close();
  await folder.remove();
});

const names = Object.keys(accepted);

// The other half of formats.test.ts.
test.each(names.filter((_, n) => n % 2 === 1))(
  '%s becomes a film that plays everywhere, in step and without its tags',
  async (name) => {
    await takeThrough(app, folder.path, name, accepted[name]!);
  },
  60_000,
);
