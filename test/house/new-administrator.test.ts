import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '../../src/config.js';
import { readyKeys } from '../../src/key-file.js';
import { newAdministrator } from '../../src/store/administrator.js';
import { openDatabase } from '../../src/store/database.js';
import { auditEntries, identities, people, personRoles } from '../../src/store/tables.js';
import { ensureProgrammes } from '../../src/store/programme.js';
import { root } from '../../src/web/root.js';
import { openTestApp, type TestApp } from '../support/app.js';
import { buildAdministrator, buildSupervisor, testPassphrase } from '../support/build/person.js';
import { linkIn } from '../support/one-time-link.js';
import { ownFolder } from '../support/clips/folder.js';

const script = path.join(root, 'dist', 'src', 'new-administrator.js');
const anna = ['Anna Holm', 'anna.holm@kommune.example'] as const;

describe('the command for an administrator', () => {
  let folder: Awaited<ReturnType<typeof ownFolder>>;
  beforeAll(async () => {
    if (!existsSync(script)) throw new Error('Build first (npm run build).');
    folder = await ownFolder();
  });
  afterAll(() => folder?.remove());

  const run = (...words: string[]) => {
    const env = { PATH: process.env['PATH'], DATA_DIR: path.join(folder.path, 'data'), ORIGIN: 'https://polyfoni.kommune.example' };
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { env, encoding: 'utf8', timeout: 30_000 });
    return { status, said: stdout + stderr };
  };

  test('makes the first account of an empty installation and shows its link; once more, and the older link is dead', async () => {
    const first = run(...anna);
    expect(first.said).toMatch(/^https:\/\/polyfoni\.kommune\.example\/accounts\/opening\/[\w-]{43}\n/);
    const again = run('Anna Holm', 'Anna.Holm@Kommune.example');
    expect([first.status, again.status]).toEqual([0, 0]);
    const config = readConfig({ DATA_DIR: path.join(folder.path, 'data') });
    const db = openDatabase(config.databaseUrl, await readyKeys(config));
    try {
      expect(await db.all(people, {})).toMatchObject([{ name: 'Anna Holm', accountState: 'invited' }]);
      const living = await db.row('SELECT COUNT(*) AS n FROM account_link WHERE expires_at > $1', [new Date().toISOString()]);
      expect(living).toEqual({ n: 1 });
    } finally {
      await db.close();
    }
  });

  test.each([
    [[], 'NAME E-MAIL'],
    [['Anna Holm'], 'NAME E-MAIL'],
    [['Anna', 'Holm', anna[1]], 'NAME E-MAIL'],
    [['Anna Holm', 'anna'], 'anna is no e-mail'],
    [['', anna[1]], 'NAME E-MAIL'],
  ])('says what it needs: %j', (words, said) => {
    const answer = run(...words);
    expect(answer.status).toBe(1);
    expect(answer.said).toContain(said);
    expect(answer.said).not.toContain('    at ');
  });
});

describe('from an empty database to a cohort', () => {
  let house: TestApp;
  beforeAll(async () => {
    house = await openTestApp();
    await house.db.write(ensureProgrammes);
  });
  afterAll(() => house.close());

  const opened = async (token: string) => {
    const client = house.anonymous();
    const answer = await client.post(token, { secret: testPassphrase, repeat: testPassphrase });
    expect([answer.status, answer.headers['location']]).toEqual([303, '/']);
    return client;
  };

  test('the administrator writes in municipalities and makes a coordinator, who makes the cohort', async () => {
    const made = await newAdministrator(house.db, { name: anna[0], signInName: anna[1], now: house.clock.now() });
    if (!('token' in made)) throw new Error('no link');
    const administrator = await opened(`/accounts/opening/${made.token}`);
    expect((await administrator.get('/')).text).toContain('Tre ting venter på dig');
    for (const [name, code] of [
      ['Viborg', '791'],
      ['Skive', '779'],
    ])
      await administrator.post('/accounts/municipalities', { name: name!, code: code! });
    const account = await administrator.post('/accounts', {
      name: 'Lise Holm',
      signInName: 'lise@kommune.example',
      roles: ['coordinator'],
    });
    const coordinator = await opened(linkIn(await administrator.post(`${account.headers['location']}/links`)));
    const form = (await coordinator.get('/training/cohorts/new')).text;
    const chosen = (name: string) => new RegExp(`name="${name}"[^>]*value="(\\d+)"`, 'g');
    const programme = /<option value="(\d+)"/.exec(form)![1]!;
    const answer = await coordinator.post('/training/cohorts', {
      name: 'Hold 1',
      programme,
      startsOn: '1.2.2027',
      endsOn: '1.2.2029',
      municipalities: [...form.matchAll(chosen('municipalities'))].map(([, id]) => id!),
    });
    expect(answer.headers['location']).toMatch(/^\/training\/cohorts\/\d+\/days$/);
    expect((await coordinator.get('/training')).text).toContain('2 kommuner');
    expect((await administrator.get('/')).text).toContain('Opret en administrator mere');
  });

  test('is written in the audit as made by nobody who is signed in', async () => {
    const { personId } = (await house.db.find(identities, { subject: anna[1] }))!;
    const entries = await house.db.all(auditEntries, { objectKind: 'person', objectId: personId });
    expect(entries.slice(0, 2).map(({ action, actorId }) => [action, actorId])).toEqual([
      ['account.made', null],
      ['account.link.open', null],
    ]);
    expect(await house.db.all(personRoles, { personId })).toEqual([{ personId, role: 'administrator' }]);
  });

  test('gives no link to an account that is open, closed, or of another kind', async () => {
    const [open, closed, another] = [
      await buildAdministrator(house.db),
      await buildAdministrator(house.db, { accountState: 'disabled' }),
      await buildSupervisor(house.db, { accountState: 'invited' }),
    ];
    const ask = ({ subject, name }: { subject: string; name: string }) =>
      newAdministrator(house.db, { name, signInName: subject, now: house.clock.now() });
    expect([await ask(open), await ask(closed), await ask(another)]).toEqual([{ no: 'open' }, { no: 'disabled' }, { no: 'another' }]);
    expect(
      await house.db.row('SELECT COUNT(*) AS n FROM account_link WHERE person_id IN ($1, $2, $3)', [open.id, closed.id, another.id]),
    ).toEqual({ n: 0 });
  });
});
