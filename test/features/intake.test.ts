import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { applicationEvents, auditEntries, enrolments, identities, intakes, people } from '../../src/store/tables.js';
import { removeOldIntakes } from '../../src/store/intake.js';
import { openTestApp, type Client, type TestApp } from '../support/app.js';
import { buildApplication } from '../support/build/application.js';
import { buildCohort, type BuiltCohort } from '../support/build/cohort.js';
import { buildEnrolment } from '../support/build/enrolment.js';
import { buildCoordinator, buildManager, buildSupervisor, buildTrainee } from '../support/build/person.js';
import { wordsOf } from '../support/page.js';

let test: TestApp;
let cohort: BuiltCohort;
let coordinator: Client;

beforeAll(async () => {
  test = await openTestApp({ now: '2025-01-15T08:00:00.000Z' });
  cohort = await buildCohort(test.db, { names: ['Åsted', 'Øhavn'] });
  await buildCohort(test.db, { names: ['Møllevig'] });
  coordinator = await test.as(cohort.coordinatorId);
});
afterAll(() => test.close());

const heading = 'Navn;E-mail;Kommune;Arbejdssted;På holdet fra';
const send = async (content: Buffer | string, client = coordinator, cohortId = cohort.id): Promise<Response> =>
  client.agent
    .post(`/intake/cohorts/${cohortId}`)
    .field('_csrf', await client.token())
    .attach('file', Buffer.from(content as string), { filename: 'hold.csv', contentType: 'text/csv' });
const placeOf = (answer: Response): string => {
  expect(answer.status).toBe(303);
  return answer.headers['location'] as string;
};
const look = async (content: Buffer | string) => {
  const address = placeOf(await send(content));
  return { address, words: wordsOf((await coordinator.get(address)).text) };
};
const latin = (text: string) => Buffer.from(text, 'latin1');

describe('a file of people', () => {
  it('shows line by line what would happen and writes nothing before it is put in', async () => {
    const { address, words } = await look(
      [heading, 'Åse Ærø;ase@aasted.example;Åsted;Akuttilbuddet;3.2.2025', 'Øjvind Ås;ojvind@oehavn.example;øhavn kommune;;'].join('\r\n'),
    );
    expect(words).toContain('2 kommer på holdet.');
    expect(words).toContain('Åse Ærø');
    expect(words).toContain('Ny konto, på holdet fra 3. feb. 2025');
    expect(await test.db.all(enrolments, { cohortId: cohort.id })).toEqual([]);
    const done = await coordinator.post(address);
    expect(placeOf(done)).toBe(address);
    const after = wordsOf((await coordinator.get(address)).text);
    expect(after).toContain('2 på holdet, 0 rettet, 0 ikke læst ind');
    expect(after).toContain('2 er uændrede.');
    expect(await test.db.find(people, { name: 'Åse Ærø' })).toMatchObject({
      accountState: 'invited',
      organisation: 'Akuttilbuddet',
      municipalityId: cohort.municipalities[0]!.id,
    });
    expect(await test.db.all(auditEntries, { action: 'intake.apply' })).toHaveLength(1);
  });

  it('changes nothing the second time, corrects what differs, and removes nobody who is left out', async () => {
    const same = await look([heading, 'Åse Ærø;ASE@aasted.example;Åsted;;'].join('\n'));
    expect(same.words).toContain('1 er uændret.');
    expect(same.words).not.toContain('Læs 1 linje ind');
    await Promise.all([coordinator.post(same.address), coordinator.post(same.address)]);
    expect(await test.db.all(enrolments, { cohortId: cohort.id })).toHaveLength(2);
    const corrected = await look([heading, 'Åse Ærøskøbing;ase@aasted.example;Åsted;Bostøtten;'].join('\n'));
    expect(corrected.words).toContain('Navn og Arbejdssted bliver rettet.');
    await coordinator.post(corrected.address);
    expect(await test.db.find(people, { name: 'Åse Ærøskøbing' })).toMatchObject({ organisation: 'Bostøtten' });
    expect(await test.db.all(people, { name: 'Åse Ærø' })).toEqual([]);
  });

  it.each([
    ['UTF-8 with its mark and semicolons', Buffer.from('\ufeffNavn;E-mail;Kommune\nBørge Å;a1@x.example;Åsted\n')],
    ['UTF-8 and commas', Buffer.from('Navn,E-mail,Kommune\n"Børge Å","a1@x.example","Åsted"\n')],
    ['Windows-1252, CRLF and other order', latin('Kommune;Navn;E-mail\r\n\xc5sted;B\xf8rge \xc5;a1@x.example\r\n')],
    ['letters put together of two signs', Buffer.from('Navn;E-mail;Kommune\nBørge A\u030a;a1@x.example;A\u030asted\n')],
    [
      'English headings and a number of the municipality',
      () => Buffer.from(`Name;Email;Municipality\nBørge Å;a1@x.example;${cohort.municipalities[0]!.code}\n`),
    ],
  ])('%s is read the same', async (_what, given) => {
    const { words, address } = await look(typeof given === 'function' ? given() : given);
    expect(words).toContain('Børge Å');
    expect(words).toContain('1 kommer på holdet.');
    await coordinator.post(`${address}/removal`);
    expect((await coordinator.get(address)).status).toBe(404);
  });

  it('refuses single lines with the reason and lets the others through', async () => {
    const stranger = await buildTrainee(test.db);
    const supervisor = await buildSupervisor(test.db, { municipalityId: cohort.municipalities[0]!.id });
    const known = await buildTrainee(test.db, { municipalityId: cohort.municipalities[0]!.id, name: 'Kendt Kursist' });
    const { words, address } = await look(
      [
        heading,
        ';tom@x.example;Åsted',
        'Uden Mail;;Åsted',
        'Skæv Mail;ikke en mail;Åsted',
        'Bo;bo@x.example;Åstedd',
        'Bo;bo2@x.example;Møllevig',
        '=SUM(A1);formel@x.example;Åsted',
        'Bo 010190-1234;cpr@x.example;Åsted',
        'Bo;dato@x.example;Åsted;;31.2.2025',
        'Bo;sent@x.example;Åsted;;1.1.2030',
        'Ny Mand;god@x.example;Åsted',
        'Ny Kvinde;GOD@x.example;Åsted',
        `Fremmed;${stranger.subject};Åsted`,
        `Supervisor;${supervisor.subject};Åsted`,
        `Et Andet Navn;${known.subject};Åsted`,
        'Åse Ærøskøbing;ase@aasted.example;Øhavn',
        'Åse Ærøskøbing;ase@aasted.example;Åsted',
        'For;få',
      ].join('\n'),
    );
    for (const reason of [
      'Navnet mangler',
      'E-mailen mangler',
      'Det ligner ikke en e-mail',
      '«Åstedd» kendes ikke',
      'Møllevig er ikke med',
      'læser som en formel',
      'ligner et personnummer',
      'Datoen findes ikke',
      'efter holdets slutning',
      'står i linje 11',
      'en konto i en anden kommune',
      'en anden opgave',
      'et andet navn',
      'på holdet for en anden kommune',
    ])
      expect(words).toContain(reason);
    expect(words).toContain('1 kommer på holdet.');
    await coordinator.post(address);
    expect(await test.db.find(people, { name: 'Ny Mand' })).not.toBeNull();
    expect(await test.db.all(people, { name: 'Ny Kvinde' })).toEqual([]);
  });

  it('takes six a municipality and tells the seventh why; those in line come first', async () => {
    const own = await buildCohort(test.db, { names: ['Aavang'], coordinatorId: cohort.coordinatorId });
    const [place] = own.municipalities;
    await buildEnrolment(test.db, { cohortId: own.id, municipalityId: place!.id });
    const applicationId = await buildApplication(test.db, {
      cohortId: own.id,
      municipalityId: place!.id,
      madeBy: own.coordinatorId,
      name: 'I Kø',
      signInName: 'koe@x.example',
    });
    const lines = Array.from({ length: 7 }, (_, index) => `Ny ${index + 1};ny${index + 1}@x.example;Aavang`);
    const address = placeOf(
      await send(
        ['Navn;E-mail;Kommune', ...lines.slice(0, 5), 'I Kø;koe@x.example;Aavang', ...lines.slice(5)].join('\n'),
        coordinator,
        own.id,
      ),
    );
    const words = wordsOf((await coordinator.get(address)).text);
    expect(words).toContain('3 linjer bliver ikke læst ind. 5 kommer på holdet.');
    expect(words).toContain('er til dem på ventelisten');
    expect(words).toContain('Aavang har allerede 6 mødeledere');
    await Promise.all([coordinator.post(address), coordinator.post(address)]);
    expect(await test.db.all(enrolments, { cohortId: own.id })).toHaveLength(6);
    expect((await test.db.all(applicationEvents, { applicationId })).map(({ kind }) => kind)).toEqual(['approved', 'seated']);
    expect(await test.db.all(identities, { subject: 'ny5@x.example' })).toEqual([]);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['nothing chosen', null, 'Vælg en fil'],
    ['empty', '', 'ingen linjer'],
    ['only a heading', heading, 'ingen linjer'],
    ['other columns', 'Fornavn;Efternavn\nA;B', 'Overskriften mangler: navn, e-mail, kommune'],
    ['UTF-16', Buffer.from('\ufeffNavn;E-mail;Kommune\n', 'utf16le'), 'ikke en CSV-fil'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), 'ikke en CSV-fil'],
    ['an open quotation', `${heading}\n"Bo;bo@x.example;Åsted`, 'anførselstegn'],
    [
      'too many lines',
      [heading, ...Array.from({ length: 1001 }, (_, index) => `N;n${index}@x.example;Åsted`)].join('\n'),
      'mere end 1000 linjer',
    ],
  ])('%s: a sentence', async (_what, content, sentence) => {
    const answer =
      content === null
        ? await coordinator.agent.post(`/intake/cohorts/${cohort.id}`).field('_csrf', await coordinator.token())
        : await send(content);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(sentence);
    expect(answer.text).toContain('<title>Fejl:');
  });

  it('a million lines are refused in words, and memory does not grow with them', async () => {
    const million = Buffer.alloc(40_000_000, `Bo Bosen;bo@x.example;Åsted;Akuttilbud\n`);
    const before = process.memoryUsage();
    const answer = await send(million);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Filen er for stor');
    expect(process.memoryUsage().rss - before.rss).toBeLessThan(150_000_000);
    expect(await test.db.all(intakes, { cohortId: -1 })).toEqual([]);
  });

  it('is not read without the form’s own token', async () => {
    const answer = await coordinator.agent.post(`/intake/cohorts/${cohort.id}`).attach('file', Buffer.from(heading), 'hold.csv');
    expect(answer.status).toBe(403);
  });
});

describe('who, and for how long', () => {
  it('only coordinators of the cohort see the form, the file and the list', async () => {
    const { address } = await look(`${heading}\nEn Til;en.til@x.example;Åsted`);
    for (const { id } of [await buildCoordinator(test.db), await buildManager(test.db), await buildTrainee(test.db)]) {
      const client = await test.as(id);
      for (const path of [`/intake/cohorts/${cohort.id}`, `/intake/cohorts/${cohort.id}/people.csv`, address])
        expect((await client.get(path)).status).toBe(404);
      expect((await client.post(address)).status).toBe(404);
      expect((await send(heading, client)).status).toBe(404);
    }
  });

  it('the list comes out as it is read in, with formulas as text', async () => {
    const odd = await buildTrainee(test.db, { name: '=HYPERLINK("x")', municipalityId: cohort.municipalities[1]!.id });
    await buildEnrolment(test.db, { cohortId: cohort.id, municipalityId: cohort.municipalities[1]!.id, personId: odd.id });
    const csv = await coordinator.get(`/intake/cohorts/${cohort.id}/people.csv`);
    expect(csv.text).toContain('"\'=HYPERLINK');
    expect(csv.text).toContain('Åse Ærøskøbing;ase@aasted.example;Åsted;Bostøtten;3.2.2025');
    const { words } = await look(Buffer.from(csv.text));
    expect(words).toContain('3 er uændrede.');
    expect(words).toContain('læser som en formel');
  });

  it('after seven days the lines are gone', async () => {
    const { address } = await look(`${heading}\nEn Til;en.til@x.example;Åsted`);
    await test.db.write((tx) => removeOldIntakes(tx, new Date('2025-01-22T08:00:00Z')));
    expect((await coordinator.get(address)).status).toBe(200);
    await test.db.write((tx) => removeOldIntakes(tx, new Date('2025-01-23T08:00:00Z')));
    expect((await coordinator.get(address)).status).toBe(404);
  });
});
