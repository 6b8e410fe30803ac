import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RequestListener } from 'node:http';
import { pino } from 'pino';
import request from 'supertest';
import { makeApp } from '../../src/app.js';
import { openMedia } from '../../src/media/index.js';
import type { Database } from '../../src/store/database.js';
import { filmKeysOf } from '../../src/store/data-key.js';
import type { House } from '../../src/web/house.js';
import { testPassphrase } from './build/person.js';
import { testClock, type TestClock } from './clock.js';
import { openTestDatabase, type Template } from './database.js';

type Fields = Record<string, string | string[]>;

export interface Client {
  agent: ReturnType<typeof request.agent>;
  get: (path: string) => request.Test;
  /** Posts a form with the session's CSRF token. */
  post: (path: string, fields?: Fields) => Promise<request.Response>;
  /** The session's CSRF token, for multipart forms. */
  token: () => Promise<string>;
  /** The session's cookies, for a connection of one's own. */
  cookie: () => string;
}

export interface TestApp {
  app: RequestListener;
  house: House;
  db: Database;
  clock: TestClock;
  dataDir: string;
  /** Signed in through the real form as the person with this id. */
  as: (personId: number) => Promise<Client>;
  anonymous: () => Client;
  close: () => Promise<void>;
}

export interface TestAppOptions {
  now?: string;
  settings?: Partial<House['settings']>;
  /** What the database holds at the start; nothing by default. */
  template?: Template;
}

const tokenIn = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

function clientOf(app: RequestListener): Client {
  const agent = request.agent(app);
  let known: string | undefined;
  const token = async () => (known = tokenIn((await agent.get('/help')).text));
  const send = (path: string, fields: Fields) => {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
    return agent.post(path).type('form').send(body.toString());
  };
  return {
    agent,
    get: (path) => agent.get(path),
    token,
    cookie: () => {
      const { jar } = agent as unknown as { jar: { getCookies: (of: object) => { toValueString: () => string } } };
      return jar.getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false }).toValueString();
    },
    // A session keeps its token, as forms in a browser do: only where it was refused is it looked up whether there is another one by now.
    post: async (path, fields = {}) => {
      const used = known ?? (await token());
      const answer = await send(path, { _csrf: used, ...fields });
      if (answer.headers['set-cookie'] !== undefined) known = undefined;
      return answer.status !== 403 || (await token()) === used ? answer : send(path, { _csrf: known ?? '', ...fields });
    },
  };
}

/** The whole app over a database of its own, with time standing still at `now`. */
export async function openTestApp({ now = '2026-09-30T08:00:00.000Z', settings = {}, template }: TestAppOptions = {}): Promise<TestApp> {
  const db = await openTestDatabase(template);
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'polyfoni-app-'));
  const clock = testClock(now);
  const house: House = {
    db,
    media: await openMedia({ dataDir, filmKeys: filmKeysOf(db) }),
    clock: clock.now,
    log: pino({ level: 'silent' }),
    settings: {
      origin: 'http://127.0.0.1:3000',
      production: false,
      demo: false,
      dataDir,
      maxUploadBytes: 50 * 1024 ** 2,
      maxFormBytes: 50 * 1024 ** 2,
      sessionSecret: 'a secret that is only used by tests, never elsewhere',
      frameAncestors: ["'none'"],
      trustProxy: 0,
      operator: { name: 'Polyfoni', email: 'kontakt@polyfoni.example' },
      ...settings,
    },
  };
  const app = makeApp(house);
  return {
    app,
    house,
    db,
    clock,
    dataDir,
    anonymous: () => clientOf(app),
    as: async (personId) => {
      const client = clientOf(app);
      const identity = await db.row<{ subject: string }>(`SELECT subject FROM identity WHERE person_id = $1 AND issuer = 'local'`, [
        personId,
      ]);
      if (!identity) throw new Error(`person ${personId} has no identity`);
      const answer = await client.post('/sign-in', { subject: identity.subject, secret: testPassphrase });
      if (answer.status !== 303) throw new Error(`sign-in answered ${answer.status}`);
      return client;
    },
    close: async () => {
      await db.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
