import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createPerson, SignInNameTaken } from '../../src/store/account.js';
import { auditEntries, identities, people, personRoles } from '../../src/store/tables.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildCohort } from '../support/build/cohort.js';
import { buildEnrolment, buildEvent, type BuiltEnrolment } from '../support/build/enrolment.js';
import {
  buildAdministrator,
  buildCoordinator,
  buildManager,
  buildMunicipality,
  buildPerson,
  buildSupervisor,
  buildTrainee,
  testPassphrase,
} from '../support/build/person.js';
import { appointedTo, enrolledIn } from '../support/build/membership.js';
import { linkIn } from '../support/one-time-link.js';

let house: TestApp;
beforeEach(async () => {
  house = await openTestApp();
});
afterEach(() => house.close());

const chosen = 'syv blå cykler ved havet';
const open = (path: string, fields: Record<string, string> = { secret: chosen, repeat: chosen }, client = house.anonymous()) =>
  client.post(path, fields);
const stateOf = async (id: number) => (await house.db.find(people, { id }))!.accountState;
const actionsOn = async (id: number) =>
  (await house.db.all(auditEntries, { objectKind: 'person', objectId: id })).map(({ action }) => action);

/** An invited person and a link made for them by an administrator. */
async function invited() {
  const [administrator, person] = [await buildAdministrator(house.db), await buildSupervisor(house.db, { accountState: 'invited' })];
  const client = await house.as(administrator.id);
  return { administrator, person, client, path: linkIn(await client.post(`/accounts/${person.id}/links`)) };
}

describe('a one-time link', () => {
  test('opens the account: passphrase chosen, signed in, welcome said', async () => {
    const { person, path } = await invited();
    const client = house.anonymous();
    const form = await client.get(path);
    expect(form.status).toBe(200);
    expect(form.text).toContain(`Velkommen, ${person.name}`);
    const answer = await open(path, undefined, client);
    expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
    expect((await client.get('/accounts/me')).text).toContain('Din konto er åben. Velkommen.');
    expect(await stateOf(person.id)).toBe('open');
    expect((await house.anonymous().post('/sign-in', { subject: person.subject, secret: chosen })).status).toBe(303);
    expect(await actionsOn(person.id)).toEqual(['account.link.open', 'account.opened', 'account.signed_in', 'account.signed_in']);
  });

  test('is kept only as a hash, and shown only in the answer that made it', async () => {
    const { person, client, path } = await invited();
    const token = path.split('/').at(-1)!;
    expect(token).toMatch(/^[\w-]{43}$/);
    const everything = [
      await house.db.rows('SELECT * FROM account_link'),
      await house.db.rows('SELECT * FROM session'),
      await house.db.rows('SELECT * FROM audit_entry'),
    ];
    expect(JSON.stringify(everything)).not.toContain(token);
    expect((await client.get(`/accounts/${person.id}`)).text).not.toContain(token);
  });

  test('answers the same page used, replaced, expired and unknown', async () => {
    const { person, client, path: first } = await invited();
    const second = linkIn(await client.post(`/accounts/${person.id}/links`));
    const replaced = await house.anonymous().get(first);
    house.clock.forward(7 * 86_400_000);
    const expired = await house.anonymous().get(second);
    const third = linkIn(await (await house.as((await buildAdministrator(house.db)).id)).post(`/accounts/${person.id}/links`));
    await open(third);
    const answers = [
      replaced,
      expired,
      await house.anonymous().get(third),
      await open(third),
      await house.anonymous().get('/accounts/opening/unknown'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    const main = (html: string) => /<main[\s\S]*<\/main>/.exec(html)![0];
    expect(new Set(answers.map(({ text }) => main(text))).size).toBe(1);
    expect(answers[0]!.text).toContain('Ellers bed den, du fik linket af, om et nyt');
  });

  test('opens once when it is posted twice at the same moment', async () => {
    const { person, path } = await invited();
    const clients = [house.anonymous(), house.anonymous()];
    const tokens = await Promise.all(clients.map((client) => client.token()));
    const answers = await Promise.all(
      clients.map((client, index) =>
        client.agent
          .post(path)
          .type('form')
          .send({ _csrf: tokens[index], secret: `${chosen} ${index}`, repeat: `${chosen} ${index}` }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404]);
    expect((await actionsOn(person.id)).filter((action) => action === 'account.opened')).toHaveLength(1);
  });

  test.each([
    ['for kort', 'for kort', 'Adgangskoden er for kort'],
    ['adgangskode1234', 'adgangskode1234', 'nem at gætte'],
    [chosen, `${chosen} `, 'ikke ens'],
  ])('refuses %j and %j in words, and stays usable', async (secret, repeat, words) => {
    const { path } = await invited();
    const answer = await open(path, { secret, repeat });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(words);
    expect(answer.text).not.toContain(`value="${secret}"`);
    expect((await open(path)).status).toBe(303);
  });

  test('refuses a passphrase that is the name', async () => {
    const { person, path } = await invited();
    const answer = await open(path, { secret: `${person.subject} 1`, repeat: `${person.subject} 1` });
    expect([answer.status, answer.text.includes('ligner dit navn')]).toEqual([422, true]);
  });
});

describe('a coordinator', () => {
  async function cohort() {
    const coordinator = await buildCoordinator(house.db);
    const municipality = await buildMunicipality(house.db);
    const trainee = await buildTrainee(house.db, { accountState: 'invited', municipalityId: municipality.id });
    const cohortId = await enrolledIn(house.db, trainee.id, municipality.id);
    await appointedTo(house.db, coordinator.id, cohortId);
    return { coordinator, municipality, trainee, cohortId, client: await house.as(coordinator.id) };
  }

  test('makes links for trainees and managers of her cohorts who have never signed in', async () => {
    const { municipality, trainee, client } = await cohort();
    const manager = await buildManager(house.db, { accountState: 'invited', municipalityId: municipality.id });
    for (const person of [trainee, manager]) {
      const made = await client.post(`/accounts/${person.id}/links`);
      expect(made.status).toBe(201);
      expect((await open(linkIn(made))).status).toBe(303);
    }
    const list = (await client.get('/accounts')).text;
    expect(list).toContain(trainee.name);
    expect(list).toContain(manager.name);
  });

  test('sees nobody else: supervisors, other cohorts and administrators are as unknown', async () => {
    const { municipality, client } = await cohort();
    const other = await buildTrainee(house.db, { accountState: 'invited' });
    await enrolledIn(house.db, other.id, other.municipalityId!);
    const both = await buildPerson(house.db, {
      roles: ['manager', 'supervisor'],
      accountState: 'invited',
      municipalityId: municipality.id,
    });
    const assessing = await buildManager(house.db, { assessor: true, accountState: 'invited', municipalityId: municipality.id });
    const strangers = [
      other,
      both,
      assessing,
      await buildSupervisor(house.db),
      await buildAdministrator(house.db),
      await buildManager(house.db),
    ];
    const list = (await client.get('/accounts')).text;
    for (const { id, name } of strangers) {
      expect(list).not.toContain(`${name}<`);
      expect((await client.get(`/accounts/${id}`)).status).toBe(404);
      expect((await client.post(`/accounts/${id}/links`)).status).toBe(404);
      expect((await client.post(`/accounts/${id}/disabling`, { reason: 'left' })).status).toBe(404);
    }
  });

  test('cannot make a link for somebody who has been in, close accounts, or make new ones', async () => {
    const { trainee, client } = await cohort();
    await open(linkIn(await client.post(`/accounts/${trainee.id}/links`)));
    const again = await client.post(`/accounts/${trainee.id}/links`);
    expect([again.status, again.text.includes('skal personen selv bede om')]).toEqual([403, true]);
    expect((await client.post(`/accounts/${trainee.id}/disabling`, { reason: 'left' })).status).toBe(403);
    expect((await client.get('/accounts/new')).status).toBe(403);
    expect((await client.post('/accounts', { name: 'X', signInName: 'x@y.dk', roles: 'supervisor' })).status).toBe(403);
  });
});

describe('an administrator', () => {
  const admin = async () => house.as((await buildAdministrator(house.db)).id);
  const supervisor = { name: 'Åse Aagaard', signInName: 'Ase@Kommune.dk', roles: 'supervisor', organisation: 'Dialogværkstedet' };

  test('makes an account that waits for its link', async () => {
    const client = await admin();
    const made = await client.post('/accounts', { ...supervisor, assessor: 'yes' });
    expect(made.status).toBe(303);
    const page = await client.get(made.headers['location']!);
    expect(page.text).toContain('Åse Aagaard er oprettet. Lav et link, så kontoen kan åbnes.');
    const identity = await house.db.find(identities, { issuer: 'local', subject: 'ase@kommune.dk' });
    expect(await house.db.find(people, { id: identity!.personId })).toMatchObject({
      assessor: true,
      accountState: 'invited',
      organisation: 'Dialogværkstedet',
    });
    expect(await actionsOn(identity!.personId)).toEqual(['account.made']);
  });

  test.each([
    [{ name: '' }, 'name', 'Skriv personens navn.'],
    [{ name: 'Å'.repeat(201) }, 'name', 'Der er plads til 200 tegn.'],
    [{ signInName: 'ikke en mail' }, 'signInName', 'ligner ikke en e-mail'],
    [{ roles: [] as string[] }, 'roles', 'Vælg mindst én rolle'],
    [{ roles: ['manager'] }, 'municipalityId', 'En leder hører til en kommune'],
    [{ municipalityId: '99999' }, 'municipalityId', 'Vælg en kommune fra listen'],
    [{ municipalityId: '1; DROP TABLE person' }, 'municipalityId', 'Vælg en kommune fra listen'],
  ])('is told what is missing or wrong, case %#', async (wrong, field, words) => {
    const answer = await (await admin()).post('/accounts', { ...supervisor, ...wrong });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`<a href="#${field}">`);
    expect(answer.text).toContain(words);
    if (!('name' in wrong)) expect(answer.text).toContain('value="Åse Aagaard"');
    expect(await house.db.find(identities, { subject: 'ase@kommune.dk' })).toBeNull();
  });

  test('is told in words that a name is taken, whatever its letter case', async () => {
    const client = await admin();
    await client.post('/accounts', supervisor);
    const answer = await client.post('/accounts', { ...supervisor, name: 'En anden', signInName: 'ASE@kommune.DK' });
    expect([answer.status, answer.text.includes('Der er allerede en konto med den e-mail.')]).toEqual([422, true]);
    expect(await house.db.rows(`SELECT id FROM person WHERE name = 'En anden'`)).toEqual([]);
  });

  test('never gets half a person when two are made with one name at the same moment', async () => {
    const actor = { personId: null, requestId: null, now: new Date('2026-09-30T08:00:00Z') };
    const make = (name: string) =>
      house.db.write((tx) => createPerson(tx, actor, { name, signInName: 'to@kommune.dk', roles: [], municipalityId: null }));
    const results = await Promise.allSettled([make('Den første'), make('Den anden')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((one) => one.status === 'rejected')).toMatchObject({ reason: expect.any(SignInNameTaken) as unknown });
    expect(await house.db.rows(`SELECT id FROM person WHERE name LIKE 'Den %'`)).toHaveLength(1);
  });

  test('closes an account at once and opens it again', async () => {
    const client = await admin();
    const person = await buildTrainee(house.db);
    const theirs = await house.as(person.id);
    expect((await theirs.get('/accounts/me')).status).toBe(200);
    expect((await client.post(`/accounts/${person.id}/disabling`, {})).status).toBe(422);
    expect((await client.post(`/accounts/${person.id}/disabling`, { reason: 'because I say so' })).status).toBe(422);
    expect((await client.post(`/accounts/${person.id}/disabling`, { reason: 'misuse' })).status).toBe(303);
    expect((await theirs.get('/accounts/me')).headers['location']).toContain('/sign-in');
    expect(await house.db.rows('SELECT id_hash FROM session WHERE person_id = $1', [person.id])).toEqual([]);
    expect((await house.anonymous().post('/sign-in', { subject: person.subject, secret: testPassphrase })).status).toBe(422);
    const page = await client.get(`/accounts/${person.id}`);
    expect(page.text).toContain('mistanke om, at andre brugte den');
    expect((await client.post(`/accounts/${person.id}/disabling`, { reason: 'left' })).status).toBe(403);
    expect((await client.post(`/accounts/${person.id}/enabling`)).status).toBe(303);
    expect((await house.anonymous().post('/sign-in', { subject: person.subject, secret: testPassphrase })).status).toBe(303);
  });

  test('closing kills a link that was given out', async () => {
    const { person, client, path } = await invited();
    await client.post(`/accounts/${person.id}/disabling`, { reason: 'mistake' });
    expect((await open(path)).status).toBe(404);
    await client.post(`/accounts/${person.id}/enabling`);
    expect(await stateOf(person.id)).toBe('invited');
    expect((await open(path)).status).toBe(404);
  });

  test('cannot close their own account', async () => {
    const administrator = await buildAdministrator(house.db);
    const answer = await (await house.as(administrator.id)).post(`/accounts/${administrator.id}/disabling`, { reason: 'left' });
    expect([answer.status, await stateOf(administrator.id)]).toEqual([403, 'open']);
  });

  test('finds accounts by name and by state, in Danish order', async () => {
    const client = await admin();
    for (const name of ['Åse Holm', 'Zenia Holm', 'Anders Holm', 'Ole Bang']) await buildTrainee(house.db, { name });
    await buildTrainee(house.db, { name: 'Ida Holm', accountState: 'disabled' });
    const names = (html: string) => [...html.matchAll(/<th scope="row"><a href="[^"]+">([^<]+)</g)].map((found) => found[1]);
    expect(names((await client.get('/accounts?name=holm')).text)).toEqual(['Anders Holm', 'Ida Holm', 'Zenia Holm', 'Åse Holm']);
    expect(names((await client.get('/accounts?name=holm&state=disabled')).text)).toEqual(['Ida Holm']);
    expect((await client.get('/accounts?name=findes-ikke')).text).toContain('Ingen konti passer');
  });
});

describe('somebody who has stopped', () => {
  test('stands on the administrator’s list while the account is open and nothing else ties them to the house', async () => {
    const cohort = await buildCohort(house.db);
    const other = await buildCohort(house.db);
    const enrol = (name: string, cohortId = cohort.id, personId?: number) => buildEnrolment(house.db, { cohortId, name, personId });
    const stop = async (enrolment: BuiltEnrolment, onDate = '2026-09-01') => buildEvent(house.db, enrolment, { kind: 'stopped', onDate });
    const [left, going, both, future] = [await enrol('Stoppet Holm'), await enrol('I Gang'), await enrol('Nyt Hold'), await enrol('Snart')];
    for (const one of [left, both]) await stop(one);
    await stop(future, '2026-12-01');
    await enrol('Nyt Hold', other.id, both.personId);
    const supervisor = await enrol('Supervisor Nu');
    await stop(supervisor);
    await house.db.write((tx) => tx.insert(personRoles, { personId: supervisor.personId, role: 'supervisor' }));
    const client = await house.as((await buildAdministrator(house.db)).id);
    const names = (html: string) => [...html.matchAll(/<th scope="row"><a href="[^"]+">([^<]+)</g)].map((found) => found[1]);
    const list = await client.get('/accounts?state=left');
    expect(names(list.text)).toEqual(['Stoppet Holm']);
    expect(list.text).toContain('Ikke på et hold længere (1)');
    expect(going.id).toBeGreaterThan(0);
    await client.post(`/accounts/${left.personId}/disabling`, { reason: 'left' });
    expect(names((await client.get('/accounts?state=left')).text)).toEqual([]);
    const coordinator = await house.as(cohort.coordinatorId);
    expect((await coordinator.get('/accounts?state=left')).text).not.toContain('Ikke på et hold længere');
    expect((await coordinator.get(`/training/enrolments/${going.id}/stopping`)).text).toContain('Kontoen bliver åben');
  });
});

describe('other people', () => {
  test.each(['trainee', 'supervisor', 'manager'] as const)('a %s has no list of accounts', async (role) => {
    const client: Client = await house.as((await buildPerson(house.db, { roles: [role] })).id);
    expect((await client.get('/accounts')).status).toBe(403);
    expect((await client.get('/accounts/new')).status).toBe(403);
    expect((await client.get('/accounts/1')).status).toBe(404);
  });
});
