import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { auditEntries, people, reopenings } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { appointedTo, enrolledIn, supervisedBy } from '../support/build/membership.js';
import {
  buildAdministrator,
  buildCoordinator,
  buildSupervisor,
  buildTrainee,
  testPassphrase,
  type BuiltPerson,
} from '../support/build/person.js';
import { linkIn } from '../support/one-time-link.js';

let house: TestApp;
beforeEach(async () => {
  house = await openTestApp();
});
afterEach(() => house.close());

const chosen = 'syv blå cykler ved havet';
const holdOf = async (id: number) => (await house.db.find(people, { id }))!.filmHold;
const ask = (subject: string, client = house.anonymous()) => client.post('/accounts/reopening', { subject });
const requestOf = async (personId: number) => (await house.db.all(reopenings, { personId })).at(-1)!;
const secondWords = 'skal en anden end dig bekræfte';

interface Case {
  person: BuiltPerson;
  maker: BuiltPerson;
  administrator: Client;
  id: number;
}

async function asked(): Promise<Case> {
  const person = await buildTrainee(house.db, { name: 'Nadia El-Khatib' });
  const maker = await buildAdministrator(house.db, { name: 'Tove Bro' });
  await ask(person.subject);
  return { person, maker, administrator: await house.as(maker.id), id: (await requestOf(person.id)).id };
}

async function reopened(): Promise<Case & { client: Client }> {
  const found = await asked();
  const answer = await found.administrator.post(`/accounts/reopenings/${found.id}/approval`);
  expect([answer.status, answer.text.includes(secondWords)]).toEqual([201, true]);
  const client = house.anonymous();
  expect((await client.post(linkIn(answer), { secret: chosen, repeat: chosen })).status).toBe(303);
  return { ...found, client };
}

describe('asking for an account to be opened again', () => {
  test('gets the same answer for a known, an unknown, a closed and an unopened account', async () => {
    const names = [
      (await buildTrainee(house.db)).subject,
      'nobody@test.example',
      (await buildTrainee(house.db, { accountState: 'disabled' })).subject,
      (await buildTrainee(house.db, { accountState: 'invited' })).subject,
    ];
    for (const subject of names) {
      const client = house.anonymous();
      const answer = await ask(subject, client);
      expect([answer.status, answer.headers['location']]).toEqual([303, '/sign-in']);
      expect((await client.get('/sign-in')).text).toContain('Er der en konto med den e-mail, kan en administrator nu se');
    }
    expect(await house.db.rows('SELECT id FROM reopening')).toHaveLength(1);
    expect(await house.db.all(auditEntries, { action: 'account.reopening_asked' })).toHaveLength(4);
  });

  test('twice is one request, and the passphrase still works', async () => {
    const person = await buildTrainee(house.db);
    await ask(person.subject);
    await ask(person.subject.toUpperCase());
    expect(await house.db.all(reopenings, { personId: person.id })).toHaveLength(1);
    await house.as(person.id);
  });

  test('is stopped after ten from one address, and needs a name', async () => {
    expect((await ask('')).status).toBe(422);
    for (let time = 0; time < 10; time += 1) await ask('nobody@test.example');
    const stopped = await ask('nobody@test.example');
    expect([stopped.status, stopped.text.includes('Vent en time')]).toEqual([429, true]);
  });
});

describe('a reopened account', () => {
  test('has a new passphrase, no old session, and shows no film', async () => {
    const { person, administrator, id } = await asked();
    const old = await house.as(person.id);
    const link = linkIn(await administrator.post(`/accounts/reopenings/${id}/approval`));
    expect((await old.get('/accounts/me')).status).toBe(200);
    await house.anonymous().post(link, { secret: chosen, repeat: chosen });
    expect((await old.get('/accounts/me')).status).toBe(303);
    expect(await holdOf(person.id)).toBe(true);
    expect((await house.anonymous().post('/sign-in', { subject: person.subject, secret: testPassphrase })).status).toBe(422);
    expect((await house.anonymous().post(link, { secret: chosen, repeat: chosen })).status).toBe(404);
  });

  test('is told of at the next sign-in, once', async () => {
    const { person } = await reopened();
    house.clock.set('2026-10-02T08:00:00.000Z');
    const told = 'Din konto blev åbnet igen den 30. september 2026 af Tove Bro. Var det ikke dig';
    const page = async () => {
      const client = house.anonymous();
      await client.post('/sign-in', { subject: person.subject, secret: chosen });
      return (await client.get('/accounts/me')).text.replaceAll('\u00a0', ' ');
    };
    expect(await page()).toContain(told);
    expect(await page()).not.toContain(told);
  });

  test('shows film again when another administrator confirms', async () => {
    const { person, id } = await reopened();
    const other = await house.as((await buildAdministrator(house.db)).id);
    expect((await other.get('/accounts')).text).toContain('En anden skal bekræfte, før film vises.');
    expect((await other.post(`/accounts/reopenings/${id}/confirmation`)).status).toBe(303);
    expect(await holdOf(person.id)).toBe(false);
    expect((await other.post(`/accounts/reopenings/${id}/confirmation`)).status).toBe(403);
  });

  test('is not confirmed by the one who made the link', async () => {
    const { person, administrator, id } = await reopened();
    const answer = await administrator.post(`/accounts/reopenings/${id}/confirmation`);
    expect([answer.status, answer.text.includes('Du lavede linket')]).toEqual([403, true]);
    expect((await administrator.get(`/accounts/reopenings/${id}`)).text).toContain('Du lavede linket');
    expect(await holdOf(person.id)).toBe(true);
  });

  test('is not confirmed by the person, not even as an administrator', async () => {
    const person = await buildAdministrator(house.db);
    await ask(person.subject);
    const { id } = await requestOf(person.id);
    const link = linkIn(await (await house.as((await buildAdministrator(house.db)).id)).post(`/accounts/reopenings/${id}/approval`));
    const client = house.anonymous();
    await client.post(link, { secret: chosen, repeat: chosen });
    expect((await client.post(`/accounts/reopenings/${id}/confirmation`)).status).toBe(403);
    expect(await holdOf(person.id)).toBe(true);
  });

  test('is confirmed by the own supervisor or coordinator, and by no other', async () => {
    for (const relation of ['supervisor', 'coordinator'] as const) {
      const { person, id } = await reopened();
      const cohortId = await enrolledIn(house.db, person.id, person.municipalityId!);
      const own = relation === 'supervisor' ? await buildSupervisor(house.db) : await buildCoordinator(house.db);
      await (relation === 'supervisor' ? supervisedBy : appointedTo)(house.db, own.id, cohortId);
      for (const stranger of [await buildSupervisor(house.db), await buildCoordinator(house.db)]) {
        const client = await house.as(stranger.id);
        expect((await client.get(`/accounts/reopenings/${id}`)).status).toBe(404);
        expect((await client.post(`/accounts/reopenings/${id}/confirmation`)).status).toBe(404);
      }
      const client = await house.as(own.id);
      expect((await client.get(`/accounts/reopenings/${id}`)).text).toContain('Jeg har talt med Nadia El-Khatib. Vis film igen');
      expect((await client.post(`/accounts/reopenings/${id}/approval`)).status).toBe(403);
      expect((await client.post(`/accounts/reopenings/${id}/confirmation`)).status).toBe(303);
      expect(await holdOf(person.id)).toBe(false);
    }
  });
});

describe('answering a request', () => {
  test('can be a no: the old passphrase still works and no link is made', async () => {
    const { person, administrator, id } = await asked();
    expect((await administrator.post(`/accounts/reopenings/${id}/refusal`)).status).toBe(303);
    await house.as(person.id);
    expect((await administrator.post(`/accounts/reopenings/${id}/approval`)).status).toBe(403);
    expect((await administrator.get('/accounts')).text).not.toContain('Venter på svar');
  });

  test('can be a new link when the first ran out; the first is dead and asking again leaves a living one alone', async () => {
    const { person, maker, administrator, id } = await asked();
    const first = linkIn(await administrator.post(`/accounts/reopenings/${id}/approval`));
    await ask(person.subject);
    expect((await house.anonymous().get(first)).status).toBe(200);
    house.clock.forward(8 * 86_400_000);
    await ask(person.subject);
    const client = await house.as(maker.id);
    const second = linkIn(await client.post(`/accounts/reopenings/${id}/approval`));
    expect((await house.anonymous().get(first)).status).toBe(404);
    expect((await house.anonymous().get(second)).status).toBe(200);
    expect(await house.db.all(reopenings, { personId: person.id })).toHaveLength(1);
  });

  test('stands first on the list, with how long it has waited and one act', async () => {
    const { maker, id } = await asked();
    house.clock.forward(3 * 86_400_000);
    const list = (await (await house.as(maker.id)).get('/accounts')).text;
    expect(list).toContain('Din tur, 3 dage');
    expect(list).toContain(`href="/accounts/reopenings/${id}"`);
  });
});

describe('my account', () => {
  const me = async () => {
    const person = await buildTrainee(house.db, { name: 'Nadia El-Khatib' });
    return { person, client: await house.as(person.id), other: await house.as(person.id) };
  };

  test('takes a new passphrase from the one who knows the old; other sessions end, this one stays', async () => {
    const { person, client, other } = await me();
    expect((await client.get('/accounts/me')).text).toContain('Et andet sted.');
    expect((await client.post('/accounts/me/passphrase', { current: testPassphrase, secret: chosen, repeat: chosen })).status).toBe(303);
    expect((await client.get('/accounts/me')).text).toContain('Din nye adgangskode er gemt');
    expect((await other.get('/accounts/me')).status).toBe(303);
    expect((await house.anonymous().post('/sign-in', { subject: person.subject, secret: chosen })).status).toBe(303);
  });

  test('refuses a wrong present passphrase, a weak new one, and guessing', async () => {
    const { client, other } = await me();
    const wrong = await client.post('/accounts/me/passphrase', { current: 'not the one', secret: chosen, repeat: chosen });
    expect([wrong.status, wrong.text.includes('Det er ikke din nuværende adgangskode')]).toEqual([422, true]);
    const weak = await client.post('/accounts/me/passphrase', {
      current: testPassphrase,
      secret: 'Nadia El-Khatib',
      repeat: 'Nadia El-Khatib',
    });
    expect([weak.status, weak.text.includes('ligner dit navn')]).toEqual([422, true]);
    expect((await other.get('/accounts/me')).status).toBe(200);
    for (let guess = 0; guess < 8; guess += 1) await client.post('/accounts/me/passphrase', { current: `guess ${guess}` });
    expect((await client.post('/accounts/me/passphrase', { current: testPassphrase })).status).toBe(429);
  });

  test('can be signed out everywhere else', async () => {
    const { client, other } = await me();
    expect((await client.post('/accounts/me/other-sessions')).status).toBe(303);
    expect((await other.get('/accounts/me')).status).toBe(303);
    expect((await client.get('/accounts/me')).status).toBe(200);
  });
});
