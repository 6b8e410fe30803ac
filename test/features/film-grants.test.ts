import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Response } from 'supertest';
import { people, recordings } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildTrainee } from '../support/build/person.js';
import { buildRecording, putFilm, type RecordingRow } from '../support/build/recording.js';
import { clip } from '../support/clips/make-clips.js';

let test: TestApp;
let owner: Client;
let leader: Awaited<ReturnType<typeof buildTrainee>>;
let recording: RecordingRow;
let whole: Buffer;
let film: string;

beforeAll(async () => {
  test = await openTestApp();
  whole = await readFile(await clip('plays.mp4'));
});
beforeEach(async () => {
  leader = await buildTrainee(test.db);
  recording = await buildRecording(test.db, { leaderId: leader.id });
  await putFilm(test.house.media, recording.playableKey ?? '', await clip('plays.mp4'));
  owner = await test.as(leader.id);
  film = `/recordings/${recording.id}/film`;
});
afterAll(() => test.close());

const range = (client: Client, from: number, to: number, headers: Record<string, string> = {}) =>
  client.get(film).set('Range', `bytes=${from}-${to}`).set(headers);

/** How many statements the database was asked while the work was done. */
async function statements(work: () => PromiseLike<unknown>): Promise<number> {
  const { options } = test.db.sequelize as unknown as { options: { logging: unknown } };
  let count = 0;
  options.logging = () => (count += 1);
  try {
    await work();
  } finally {
    options.logging = false;
  }
  return count;
}

/** The first answer begins a line in the viewing log, which is a commit; from the second on nothing is new. */
const warm = async () => {
  await range(owner, 0, 9);
  await range(owner, 0, 9);
};

const told = ({ headers }: Response) => {
  const { date: _date, 'content-security-policy': policy, ...rest } = headers as Record<string, string>;
  return { ...rest, policy: policy?.replace(/nonce-[\w+/=]+/, 'nonce') };
};

describe("a player's next range", () => {
  it('has the same bytes and says the same as the one before', async () => {
    await warm();
    const full = await range(owner, 100, 199);
    await wait(1000);
    const anew = await range(owner, 100, 199);
    const next = await range(owner, 100, 199);
    for (const one of [full, anew, next]) expect((one.body as Buffer).equals(whole.subarray(100, 200))).toBe(true);
    expect(told(next)).toEqual(told(anew));
    const outside = await range(owner, 99_999_999, 100_000_000);
    expect(outside.status).toBe(416);
    expect(outside.headers['content-range']).toBe(`bytes */${whole.length}`);
  });

  it('asks only whether anything was committed', async () => {
    let fewest = Infinity;
    // On a busy machine a second may pass between two of them, or somebody else's test commits in the same PostgreSQL.
    for (let turn = 0; turn < 50 && fewest > 1; turn += 1) {
      await warm();
      fewest = Math.min(fewest, await statements(() => range(owner, 0, 99)));
    }
    expect(fewest).toBeLessThanOrEqual(1);
  });

  it('is asked for once when many come together, each of them answered', async () => {
    const alone: number[] = [];
    const together: number[] = [];
    const few = () => Math.min(...together) < 3 * Math.min(...alone);
    for (let turn = 0; turn < 10 && !few(); turn += 1) {
      await warm();
      await wait(1000);
      alone.push(await statements(() => range(owner, 0, 99)));
      await wait(1000);
      together.push(
        await statements(async () => {
          const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => range(owner, index * 100, index * 100 + 99)));
          const right = answers.map(({ body }, index) => (body as Buffer).equals(whole.subarray(index * 100, index * 100 + 100)));
          expect(right).toEqual(Array(10).fill(true));
        }),
      );
    }
    expect(few()).toBe(true);
  });

  it('is refused to all of many that come together when the right has ended', async () => {
    await warm();
    await test.db.write((tx) => tx.update(recordings, { id: recording.id }, { erasedWhy: 'removed' }));
    const answers = await Promise.all(Array.from({ length: 5 }, () => range(owner, 0, 99)));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(404));
  });

  it('is asked for anew after anybody wrote anything, and after less than a second', async () => {
    await warm();
    await test.db.write((tx) => tx.update(people, { id: leader.id }, { language: 'en' }));
    expect(await statements(() => range(owner, 0, 99))).toBeGreaterThan(3);
    await warm();
    await wait(1000);
    expect(await statements(() => range(owner, 0, 99))).toBeGreaterThan(3);
  });

  it('is not sent once the right has ended, however soon', async () => {
    await warm();
    await test.db.write((tx) => tx.update(recordings, { id: recording.id }, { erasedWhy: 'removed' }));
    expect((await range(owner, 0, 99)).status).toBe(404);
  });

  it('is not sent once the session or the account has ended', async () => {
    await warm();
    await test.db.write((tx) => tx.run('DELETE FROM session WHERE person_id = $1', [leader.id]));
    const answer = await range(owner, 0, 99);
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toMatch(/^\/sign-in/);
  });

  it("is nobody else's", async () => {
    const other = await test.as((await buildTrainee(test.db)).id);
    await warm();
    const answers = await Promise.all([range(other, 0, 99), range(owner, 0, 99), range(other, 0, 99)]);
    expect(answers.map(({ status }) => status)).toEqual([404, 206, 404]);
  });

  it('is refused to a tab and to another site also when the page was just answered', async () => {
    await warm();
    const tab = await range(owner, 0, 99, { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' });
    expect(tab.status).toBe(403);
    expect(tab.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await range(owner, 0, 99, { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'video' })).status).toBe(403);
    expect((await range(owner, 0, 99, { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'video' })).status).toBe(206);
  });

  it('may come many at once, also while the file is let go', async () => {
    await warm();
    const rounds = Array.from({ length: 40 }, async (_, index) => {
      await wait(index * 40);
      const answer = await range(owner, index * 1000, index * 1000 + 999);
      return (answer.body as Buffer).equals(whole.subarray(index * 1000, index * 1000 + 1000));
    });
    expect((await Promise.all(rounds)).filter((right) => !right)).toEqual([]);
  });

  it('comes whole while others leave in the middle of theirs', async () => {
    const server = createServer(test.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const cookie = owner.cookie();
    const ask = (from: number, to: number) =>
      `GET ${film} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nRange: bytes=${from}-${to}\r\n\r\n`;
    const leave = async (index: number) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(ask(index, whole.length - 1)));
      await wait(index % 30);
      if (index % 2 === 0) socket.destroy();
      else socket.resetAndDestroy();
    };
    const stay = async (from: number) => {
      const answer = await fetch(`http://127.0.0.1:${port}${film}`, { headers: { cookie, range: `bytes=${from}-` } });
      return Buffer.from(await answer.arrayBuffer()).equals(whole.subarray(from));
    };
    const leavers = Array.from({ length: 200 }, (_, index) => leave(index));
    const right = await Promise.all(Array.from({ length: 30 }, (_, index) => wait(index * 5).then(() => stay(index * 1000))));
    await Promise.all(leavers);
    expect(right.filter((one) => !one)).toEqual([]);
    server.close();
    server.closeAllConnections();
  });
});
