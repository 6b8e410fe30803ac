import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import type { Response } from 'supertest';
import { identities, people } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildMunicipality, buildPerson, buildSupervisor, buildTrainee, testPassphrase } from '../support/build/person.js';

let house: TestApp;
beforeEach(async () => {
  house = await openTestApp();
});
afterEach(() => house.close());

const signIn = (client: Client, subject: string, secret = testPassphrase, more: Record<string, string> = {}) =>
  client.post('/sign-in', { subject, secret, ...more });

const errorIn = (answer: Response) => /class="pf-errors"[\s\S]*?<li><a href="#subject">([^<]+)</.exec(answer.text)?.[1];
const cookieOf = (answer: Response) => /polyfoni=([^;]+)/.exec(String(answer.headers['set-cookie'] ?? ''))?.[1];

describe('signing in', () => {
  test('opens the page that was asked for', async () => {
    const person = await buildTrainee(house.db);
    const client = house.anonymous();
    const asked = await client.get('/accounts/me');
    expect(asked.status).toBe(303);
    expect(asked.headers['location']).toBe('/sign-in?next=%2Faccounts%2Fme');
    const form = await client.get(asked.headers['location']!);
    expect(form.text).toContain('name="next" value="/accounts/me"');
    const answer = await signIn(client, person.subject, testPassphrase, { next: '/accounts/me' });
    expect([answer.status, answer.headers['location']]).toEqual([303, '/accounts/me']);
    expect((await client.get('/accounts/me')).text).toContain(person.name);
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    '/ok\r\nSet-Cookie: a=b',
    ' /x',
  ])('never leads to %j', async (next) => {
    const person = await buildTrainee(house.db);
    const answer = await signIn(house.anonymous(), person.subject, testPassphrase, { next });
    expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
    const page = await house.anonymous().get(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(page.text).not.toContain('name="next"');
  });

  test('takes the name in any letter case and with spaces around it', async () => {
    const person = await buildTrainee(house.db, { subject: 'nadia@moellevig.example' });
    expect((await signIn(house.anonymous(), '  Nadia@Moellevig.EXAMPLE ')).status).toBe(303);
    expect(person.subject).toBe('nadia@moellevig.example');
  });

  test('gives the session a new id, so that a planted one opens nothing', async () => {
    const person = await buildTrainee(house.db);
    const client = house.anonymous();
    const planted = cookieOf(await client.get('/sign-in'));
    const entered = await signIn(client, person.subject);
    expect(planted).toBeDefined();
    expect(cookieOf(entered)).toBeDefined();
    expect(cookieOf(entered)).not.toBe(planted);
    const thief = await house.anonymous().agent.get('/accounts/me').set('Cookie', `polyfoni=${planted}`);
    expect(thief.headers['location']).toBe('/sign-in?next=%2Faccounts%2Fme');
  });

  test('the first pages opened at once carry one token, so that the forms of all of them can be sent', async () => {
    const person = await buildTrainee(house.db);
    const client = await house.as(person.id);
    const tokens = await Promise.all(Array.from({ length: 12 }, () => client.token()));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe('');
  });

  test('keeps no session id in the database, only its hash', async () => {
    const person = await buildTrainee(house.db);
    const entered = await signIn(house.anonymous(), person.subject);
    const id = decodeURIComponent(cookieOf(entered)!).slice(2).split('.')[0]!;
    const rows = await house.db.rows<{ idHash: string; payload: string; personId: number }>(
      'SELECT id_hash AS "idHash", payload, person_id AS "personId" FROM session WHERE person_id IS NOT NULL',
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(id);
    expect(rows[0]!.personId).toBe(person.id);
  });

  test('is written down, the first time for good', async () => {
    const person = await buildTrainee(house.db);
    await signIn(house.anonymous(), person.subject);
    house.clock.set('2026-10-01T08:00:00.000Z');
    await signIn(house.anonymous(), person.subject);
    expect((await house.db.find(people, { id: person.id }))!.firstSignedInAt).toBe('2026-09-30T08:00:00.000Z');
    const entries = await house.db.rows(`SELECT id FROM audit_entry WHERE action = 'account.signed_in' AND object_id = $1`, [person.id]);
    expect(entries).toHaveLength(2);
  });

  test('seals a secret again that was sealed with weaker parameters', async () => {
    const person = await buildTrainee(house.db);
    const weak = await hash(testPassphrase, { memoryCost: 4096, timeCost: 1, parallelism: 1 });
    await house.db.write((tx) => tx.update(identities, { personId: person.id }, { secretHash: weak }));
    expect((await signIn(house.anonymous(), person.subject)).status).toBe(303);
    const sealed = (await house.db.find(identities, { personId: person.id }))!.secretHash;
    expect(sealed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await signIn(house.anonymous(), person.subject)).status).toBe(303);
  });
});

describe('a guess', () => {
  test('gets the same answer whatever is wrong', async () => {
    const open = await buildTrainee(house.db);
    const disabled = await buildTrainee(house.db, { accountState: 'disabled' });
    const invited = await buildTrainee(house.db, { accountState: 'invited' });
    const answers = [
      await signIn(house.anonymous(), open.subject, 'not the passphrase at all'),
      await signIn(house.anonymous(), 'nobody@test.example'),
      await signIn(house.anonymous(), disabled.subject),
      await signIn(house.anonymous(), invited.subject),
      await signIn(house.anonymous(), '', ''),
      await signIn(house.anonymous(), 'x'.repeat(5000), 'y'.repeat(5000)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 422]);
    expect(new Set(answers.map(errorIn))).toEqual(
      new Set(['E-mail og adgangskode passer ikke sammen. Prøv igen, eller bed om et nyt link.']),
    );
    expect(answers[0]!.text).toContain('<title>Fejl: Log ind');
    expect(answers[0]!.text).toContain(`value="${open.subject}"`);
    expect(answers[0]!.text).not.toContain('not the passphrase');
  });

  test('is stopped after eight, for a real name and for an unknown one alike', async () => {
    const person = await buildTrainee(house.db);
    for (const subject of [person.subject, 'nobody@test.example']) {
      const client = house.anonymous();
      for (let guess = 0; guess < 8; guess += 1) expect((await signIn(client, subject, `guess number ${guess}`)).status).toBe(422);
      const stopped = await signIn(client, subject);
      expect(stopped.status).toBe(429);
      expect(stopped.headers['retry-after']).toBe('900');
      expect(errorIn(stopped)).toBe('Der er prøvet for mange gange. Vent lidt, og prøv igen om et kvarter.');
    }
  });

  test('does not count when it is right: a whole cohort signs in from one address', async () => {
    const person = await buildTrainee(house.db);
    for (let time = 0; time < 12; time += 1) expect((await signIn(house.anonymous(), person.subject)).status).toBe(303);
  });

  test('with a field given twice is refused, not a fault', async () => {
    const client = house.anonymous();
    const token = await client.token();
    const answer = await client.agent.post('/sign-in').type('form').send(`_csrf=${token}&subject=a&subject=b&secret=c&secret=d`);
    expect(answer.status).toBe(422);
  });
});

describe('signing out', () => {
  test('ends the session on the server and clears what the browser keeps', async () => {
    const person = await buildTrainee(house.db);
    const client = await house.as(person.id);
    const cookie = await client.get('/accounts/me').then((answer) => String((answer.request as unknown as { cookies: string }).cookies));
    expect(cookie).toContain('polyfoni=');
    const answer = await client.post('/sign-out');
    expect([answer.status, answer.headers['location']]).toEqual([303, '/sign-in']);
    expect(answer.headers['clear-site-data']).toBe('"cache", "storage"');
    expect((await house.anonymous().agent.get('/accounts/me').set('Cookie', cookie)).status).toBe(303);
    expect(await house.db.rows('SELECT id_hash FROM session WHERE person_id IS NOT NULL')).toHaveLength(0);
    expect((await client.get('/sign-in')).text).toContain('Du er logget ud.');
  });

  test('is never done by following a link', async () => {
    const person = await buildTrainee(house.db);
    const client = await house.as(person.id);
    expect((await client.get('/sign-out')).status).toBe(404);
    expect((await client.get('/accounts/me')).status).toBe(200);
  });
});

describe('the sign-in page', () => {
  test('fills in the name of a demo account, and lists them only where everything is made up', async () => {
    const municipality = await buildMunicipality(house.db, { demo: true });
    await buildSupervisor(house.db, { name: 'Karen Sonne', subject: 'karen@sonne.example', municipalityId: municipality.id });
    await buildPerson(house.db, { name: 'Rigtig Person', subject: 'rigtig@test.example', roles: ['supervisor'] });
    expect((await house.anonymous().get('/sign-in')).text).not.toContain('Karen Sonne');
    const demo = await openTestApp({ settings: { demo: true } });
    try {
      const made = await buildMunicipality(demo.db, { demo: true });
      await buildSupervisor(demo.db, { name: 'Karen Sonne', subject: 'karen@sonne.example', municipalityId: made.id });
      await buildPerson(demo.db, { name: 'Rigtig Person', subject: 'rigtig@test.example', roles: ['supervisor'] });
      const page = (await demo.anonymous().get('/sign-in')).text;
      expect(page).toContain('href="/sign-in?as=karen%40sonne.example#secret"');
      expect(page).not.toContain('Rigtig Person');
    } finally {
      await demo.close();
    }
    expect((await house.anonymous().get('/sign-in?as=karen%40sonne.example')).text).toContain('value="karen@sonne.example"');
    expect((await house.anonymous().get('/sign-in?as=%22%3E%3Cscript%3E')).text).toContain('value="&#34;&gt;&lt;script&gt;"');
  });

  test('sends somebody who is signed in on', async () => {
    const client = await house.as((await buildTrainee(house.db)).id);
    expect((await client.get('/sign-in?next=/accounts/me')).headers['location']).toBe('/accounts/me');
  });
});
