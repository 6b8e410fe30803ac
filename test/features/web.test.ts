import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, request as rawRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { agent, type Response } from 'supertest';
import { sessions } from '../../src/web/session.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildAdministrator, buildCoordinator, buildSupervisor, buildTrainee } from '../support/build/person.js';

let house: TestApp;
beforeEach(async () => {
  house = await openTestApp();
});
afterEach(() => house.close());

const typed = { name: 'Åse Aagaard fra Dialogværkstedet', signInName: 'ase@kommune.dk', roles: 'supervisor' };
const nobodyMade = async () => (await house.db.row(`SELECT id FROM identity WHERE subject = 'ase@kommune.dk'`)) === null;
const administrator = async () => house.as((await buildAdministrator(house.db)).id);
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();

describe('a write', () => {
  test.each(['', 'wrong', 'another session'])('with the token %j is refused, shows the typed text and saves nothing', async (kind) => {
    const client = await administrator();
    const token = kind === 'another session' ? await (await administrator()).token() : kind;
    const answer = await client.agent
      .post('/accounts')
      .type('form')
      .send(form({ ...typed, ...(token && { _csrf: token }) }));
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Siden har været åben for længe');
    expect(answer.text).toContain('Åse Aagaard fra Dialogværkstedet</textarea>');
    expect(await nobodyMade()).toBe(true);
    expect((await client.post('/accounts', typed)).status).toBe(303);
  });

  test('without a token never shows a secret again', async () => {
    const answer = await house
      .anonymous()
      .agent.post('/sign-in')
      .type('form')
      .send(form({ subject: 'somebody@test.example', secret: 'my very own secret' }));
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('somebody@test.example');
    expect(answer.text).not.toContain('my very own secret');
  });

  test.each([
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'http://127.0.0.1:3000', 'Sec-Fetch-Site': 'cross-site' },
  ])('from another site (%j) is refused, even with the right token', async (headers) => {
    const client = await administrator();
    const answer = await client.agent
      .post('/accounts')
      .set(headers)
      .type('form')
      .send(form({ ...typed, _csrf: await client.token() }));
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Formularen kom fra en anden side');
    expect(await nobodyMade()).toBe(true);
  });

  test('from another site is refused before its body has arrived', async () => {
    const server = createServer(house.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = rawRequest({
        port: (server.address() as AddressInfo).port,
        method: 'POST',
        path: '/accounts',
        headers: { Origin: 'https://evil.example', 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': '900000' },
      });
      sent.on('response', (answer) => {
        resolve(answer.statusCode);
        sent.destroy();
      });
      sent.on('error', reject);
      sent.write('name=');
    });
    server.closeAllConnections();
    server.close();
    expect(status).toBe(403);
  });

  test('from our own page is taken', async () => {
    const client = await administrator();
    const answer = await client.agent
      .post('/accounts')
      .set({ Origin: 'http://127.0.0.1:3000', 'Sec-Fetch-Site': 'same-origin' })
      .type('form')
      .send(form({ ...typed, _csrf: await client.token() }));
    expect(answer.status).toBe(303);
  });

  test('as multipart is refused where no film is taken, so that no form escapes the token', async () => {
    const client = await administrator();
    const person = await buildTrainee(house.db);
    const answer = await client.agent.post(`/accounts/${person.id}/disabling`).field('reason', 'left');
    expect(answer.status).toBe(403);
    expect(await house.db.row(`SELECT id FROM person WHERE account_state = 'disabled'`)).toBeNull();
  });
});

describe('a malformed request', () => {
  const send = async (client: Client, type: string, body: string | Buffer, more: Record<string, string> = {}) =>
    client.agent
      .post('/accounts')
      .set({ 'Content-Type': type, 'X-CSRF-Token': await client.token(), ...more })
      .send(body);
  const urlencoded = 'application/x-www-form-urlencoded';

  test.each<[string, (client: Client) => Promise<Response>, number]>([
    ['bad percent-encoding in a form', (client) => send(client, urlencoded, 'name=%E0%A4%A&roles=%'), 422],
    ['an unknown charset', (client) => send(client, `${urlencoded}; charset=utf-16`, 'name=a'), 415],
    ['an unknown encoding', (client) => send(client, urlencoded, 'name=a', { 'Content-Encoding': 'snail' }), 415],
    ['something that is no gzip', (client) => send(client, urlencoded, 'name=a', { 'Content-Encoding': 'gzip' }), 400],
    ['a form over the limit', (client) => send(client, urlencoded, `name=${'a'.repeat(1_100_000)}`), 413],
    ['5,000 fields', (client) => send(client, urlencoded, Array.from({ length: 5000 }, (_, at) => `f${at}=1`).join('&')), 413],
    [
      'nested brackets',
      (client) => send(client, urlencoded, `name${'[a]'.repeat(500)}=1&roles[]=administrator&roles[0]=administrator`),
      422,
    ],
    ['a NUL in a value', (client) => send(client, urlencoded, 'name=%C3%85se%00&signInName=a@b.dk&roles=supervisor'), 400],
    ['a NUL in a name', (client) => send(client, urlencoded, 'na%00me=x'), 400],
    ['a JSON body', (client) => send(client, 'application/json', '{"name":{"$gt":""}}'), 422],
    ['a broken JSON body', (client) => send(client, 'application/json', '{"name":'), 422],
    ['an empty body', (client) => send(client, urlencoded, ''), 422],
    ['no known type', (client) => send(client, 'text/plain', 'name=a'), 422],
    ['prototype words', (client) => send(client, urlencoded, '__proto__=x&constructor=y&toString=z'), 422],
    ['broken multipart', (client) => send(client, 'multipart/form-data; boundary=x', '--x\r\nContent-Disp'), 422],
  ])('with %s is answered in words, and the house lives', async (_name, act, status) => {
    const client = await administrator();
    const answer = await act(client);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('text/html');
    expect((await client.get('/accounts')).status).toBe(200);
  });

  test.each([
    ['/accounts/%E0%A4%A', 400],
    ['/accounts/%00', 404],
    ['/accounts/1%00', 404],
    ['/accounts/-1', 404],
    ['/accounts/1e3', 404],
    ['/accounts/99999999999999999999', 404],
    ['/accounts/opening/%00%00', 404],
    [`/accounts/opening/${'x'.repeat(300)}`, 404],
    ['/accounts?state[]=a&name=b&name=c', 200],
    ['/static/../../package.json', 404],
    ['/static/%2e%2e/package.json', 404],
  ])('for %s answers %i', async (path, status) => {
    expect((await (await administrator()).get(path)).status).toBe(status);
  });

  test('from a program gets its sentence as JSON', async () => {
    const answer = await house.anonymous().get('/nowhere').set('Accept', 'application/json');
    expect([answer.status, answer.body]).toEqual([
      404,
      {
        error: 'Enten findes siden ikke, eller også er det ikke en side, du har adgang til.',
        reason: 'web:notFound',
      },
    ]);
  });
});

describe('what may not be seen', () => {
  test('answers as an unknown address, byte for byte', async () => {
    const client = await house.as((await buildCoordinator(house.db)).id);
    const hidden = await buildSupervisor(house.db);
    const page = async (address: string) => {
      const answer = await client.get(address);
      const {
        etag: _etag,
        date: _date,
        'content-security-policy': _nonce,
        'content-length': _length,
        ...headers
      } = answer.headers as Record<string, string>;
      return { status: answer.status, headers, text: answer.text.replaceAll(address, 'ADDRESS') };
    };
    const refused = await page(`/accounts/${hidden.id}`);
    expect(refused).toEqual(await page('/accounts/99999'));
    expect(refused).toEqual(await page('/accounts/nothing/of/the/kind'));
    expect([refused.status, refused.text.includes(hidden.name)]).toEqual([404, false]);
    const [one, other] = [await client.post(`/accounts/${hidden.id}/links`), await client.post('/accounts/99999/links')];
    expect([one.status, other.status]).toEqual([404, 404]);
  });
});

describe('headers', () => {
  const directives = (answer: Response) => String(answer.headers['content-security-policy']).split(';');

  test('are on every page and every refusal, and nothing is inline', async () => {
    const client = await administrator();
    const answers = [
      await house.anonymous().get('/sign-in'),
      await client.get('/accounts'),
      await client.get('/accounts/new'),
      await client.get('/accounts/me'),
      await client.get('/nowhere'),
      await client.get('/accounts/%E0%A4%A'),
      await client.post('/accounts', {}),
      await client.agent.post('/accounts'),
      await client.agent.post('/accounts').set('Origin', 'https://evil.example'),
      await house.anonymous().get('/accounts'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 404, 400, 422, 403, 403, 303]);
    const nonces = new Set<string>();
    for (const answer of answers) {
      const given = directives(answer);
      expect(given).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "base-uri 'none'",
          "object-src 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'",
          "style-src 'self'",
        ]),
      );
      nonces.add(/'nonce-([\w+/=]{22,})'/.exec(given.find((one) => one.startsWith('script-src'))!)![1]!);
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(answer.headers['x-powered-by']).toBeUndefined();
      expect(answer.headers['strict-transport-security']).toBeUndefined();
      expect(answer.text).not.toMatch(/\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|<style/);
    }
    expect(nonces.size).toBe(answers.length);
  });

  test('let a named host frame the house, and no other', async () => {
    const framed = await openTestApp({ settings: { frameAncestors: ['https://moodle.kommune.example'] } });
    const answer = await framed.anonymous().get('/sign-in');
    await framed.close();
    expect(directives(answer)).toContain('frame-ancestors https://moodle.kommune.example');
    expect(answer.headers['x-frame-options']).toBeUndefined();
  });

  test('over https lock the cookie to this host and ask for https only', async () => {
    const safe = await openTestApp({ settings: { origin: 'https://polyfoni.example', trustProxy: 1, production: true } });
    const answer = await safe.anonymous().get('/sign-in').set('X-Forwarded-Proto', 'https');
    const foreign = await safe
      .anonymous()
      .agent.post('/sign-in')
      .set({ 'X-Forwarded-Proto': 'https', Host: 'other.example', Origin: 'http://other.example' });
    await safe.close();
    expect(String(answer.headers['set-cookie'])).toMatch(/^__Host-polyfoni=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    expect(directives(answer)).toContain('upgrade-insecure-requests');
    expect(foreign.status).toBe(403);
  });
});

describe('a session', () => {
  const minutes = 60_000;

  test('ends after thirty minutes without use, and keeps what was typed', async () => {
    const client = await administrator();
    const token = await client.token();
    house.clock.forward(29 * minutes);
    expect((await client.get('/accounts')).status).toBe(200);
    house.clock.forward(29 * minutes);
    expect((await client.get('/accounts')).status).toBe(200);
    house.clock.forward(31 * minutes);
    const answer = await client.agent
      .post('/accounts')
      .type('form')
      .send(form({ ...typed, _csrf: token }));
    expect([answer.status, answer.text.includes('Åse Aagaard fra Dialogværkstedet</textarea>')]).toEqual([403, true]);
    expect((await client.get('/accounts')).headers['location']).toBe('/sign-in?next=%2Faccounts');
    expect(await nobodyMade()).toBe(true);
  });

  test('ends after twelve hours, however much it is used', async () => {
    const client = await administrator();
    for (let quarter = 1; quarter < 48; quarter += 1) {
      house.clock.forward(15 * minutes);
      expect((await client.get('/accounts')).status).toBe(200);
    }
    house.clock.forward(15 * minutes);
    expect((await client.get('/accounts')).status).toBe(303);
  });

  test('that was ended is not brought back by a request still under way', async () => {
    const rows = () => house.db.rows('SELECT id_hash FROM session');
    const app = express();
    app.use(sessions(house.house));
    app.get('/start', (req, res) => {
      req.session.language = 'da';
      res.send('started');
    });
    app.get('/slow', async (req, res) => {
      await house.db.write((tx) => tx.run('DELETE FROM session'));
      req.session.language = 'en';
      res.send('too late');
    });
    const browser = agent(app);
    await browser.get('/start');
    expect(await rows()).toHaveLength(1);
    expect((await browser.get('/slow')).text).toBe('too late');
    expect(await rows()).toHaveLength(0);
  });
});

describe('language', () => {
  test('is Danish, unless the browser asks for English first', async () => {
    const page = (accept: string) => house.anonymous().get('/sign-in').set('Accept-Language', accept);
    expect((await page('da, en;q=0.5')).text).toContain('<html lang="da">');
    expect((await page('en-GB, da')).text).toContain('<html lang="en">');
    expect((await page('de')).text).toContain('<html lang="da">');
  });

  test('is switched by the person, stays with the account, and comes back to the same page', async () => {
    const person = await buildTrainee(house.db);
    const client = await house.as(person.id);
    const answer = await client.post('/language', { lang: 'en', returnTo: '/accounts/me' });
    expect([answer.status, answer.headers['location']]).toEqual([303, '/accounts/me']);
    expect((await client.get('/accounts/me')).text).toContain('Where you are signed in');
    expect((await (await house.as(person.id)).get('/accounts/me')).text).toContain('<html lang="en">');
    expect((await client.get('/nowhere')).text).toContain('Either it does not exist, or it is not a page you have access to.');
  });

  test('never leads to another site, and takes no unknown language', async () => {
    const client = house.anonymous();
    const answer = await client.post('/language', { lang: 'xx', returnTo: '//evil.example' });
    expect(answer.headers['location']).toBe('/');
    expect((await client.get('/sign-in')).text).toContain('<html lang="da">');
  });
});
