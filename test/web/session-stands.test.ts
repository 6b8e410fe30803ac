import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { sessions } from '../../src/store/tables.js';
import { sessionStands } from '../../src/web/session.js';
import { openTestApp, type TestApp } from '../support/app.js';

const sessionID = 'a session of a film';
const idHash = createHash('sha256').update(sessionID).digest('base64url');
const begun = '2026-09-30T08:00:00.000Z';

let house: TestApp;
beforeEach(async () => {
  house = await openTestApp({ now: begun });
  await house.db.write((tx) =>
    tx.insert(sessions, {
      idHash,
      personId: null,
      payload: JSON.stringify({ startedAt: begun }),
      startedAt: begun,
      seenAt: begun,
      expiresAt: '2026-09-30T08:30:00.000Z',
    }),
  );
});
afterEach(() => house.close());

const stands = (sent: boolean) => sessionStands({ sessionID }, { db: house.db, clock: house.clock.now })(sent);
const minutes = (count: number) => house.clock.forward(count * 60_000);

describe('a session a film was asked for by', () => {
  test('goes on while the film is sent, and ends half an hour after', async () => {
    for (let turn = 0; turn < 4; turn += 1) {
      minutes(20);
      expect(await stands(true)).toBe(true);
    }
    minutes(29);
    expect(await stands(false)).toBe(true);
    minutes(2);
    expect(await stands(true)).toBe(false);
  });

  test('is not kept by an answer nobody takes anything of', async () => {
    minutes(20);
    expect(await stands(false)).toBe(true);
    minutes(11);
    expect(await stands(false)).toBe(false);
  });

  test('ends twelve hours after it began, however long the film', async () => {
    for (let turn = 0; turn < 35; turn += 1) {
      minutes(20);
      expect(await stands(true)).toBe(true);
    }
    minutes(21);
    expect(await stands(true)).toBe(false);
  });

  test('is gone at once when it was ended', async () => {
    await house.db.write((tx) => tx.remove(sessions, { idHash }));
    expect(await stands(true)).toBe(false);
  });
});
