import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { sortKeyOf } from '../../src/domain/person/sort-key.js';
import type { Client } from '../support/app.js';
import { openStory, type Story } from '../support/build/certification.js';
import { bytesAt, wordsOf, withoutTokens } from '../support/page.js';

const twinName = 'Signe Tvilling';

/** Somebody with the same days, hours, signed quarters, meetings and self-assessments as `original`, who never recorded anything. */
async function twinOf(world: Story, original: number): Promise<number> {
  return world.db.write(async (tx) => {
    const of = await tx.row<{ personId: number }>('SELECT person_id AS "personId" FROM enrolment WHERE id = $1', [original]);
    await tx.run(
      `INSERT INTO person (name, sort_key, municipality_id, organisation, language, assessor, account_state, film_hold, first_signed_in_at, created_at)
       SELECT $1, $2, municipality_id, organisation, language, assessor, account_state, film_hold, first_signed_in_at, created_at FROM person WHERE id = $3`,
      [twinName, sortKeyOf(twinName), of!.personId],
    );
    const { id: personId } = (await tx.row<{ id: number }>('SELECT MAX(id) AS "id" FROM person'))!;
    await tx.run('INSERT INTO person_role (person_id, role) SELECT $1, role FROM person_role WHERE person_id = $2', [
      personId,
      of!.personId,
    ]);
    await tx.run(
      `INSERT INTO enrolment (person_id, cohort_id, municipality_id, programme_version_id, enrolled_on)
       SELECT $1, cohort_id, municipality_id, programme_version_id, enrolled_on FROM enrolment WHERE id = $2`,
      [personId, original],
    );
    const { id } = (await tx.row<{ id: number }>('SELECT MAX(id) AS "id" FROM enrolment'))!;
    const copy = (table: string, columns: string, leader = '') =>
      tx.run(
        `INSERT INTO ${table} (enrolment_id, ${leader ? `${leader}, ` : ''}${columns}) SELECT $1, ${leader ? '$3, ' : ''}${columns} FROM ${table} WHERE enrolment_id = $2`,
        leader ? [id, original, personId] : [id, original],
      );
    await copy('attendance', 'training_day_id, presence, conversation, note, recorded_by, recorded_at');
    await copy('group_member', 'group_id, from_date, to_date');
    await copy('supervision_line', 'session_id, present_from, present_to, minutes, reason, recorded_by, recorded_at');
    await copy('self_assessment', 'rubric, levels, delivered_on, recorded_at');
    await copy(
      'network_meeting',
      'municipality_id, number, on_date, role, course, citizens, relatives, network, professionals, created_at',
      'leader_id',
    );
    const quarterOf = (date: string) => `substr(${date}, 1, 4) || '-' || ((CAST(substr(${date}, 6, 2) AS INTEGER) + 2) / 3)`;
    await tx.run(
      `INSERT INTO attestation (enrolment_id, quarter, side, signed_by, name, figures, last_line_id, signed_at)
       SELECT $1, a.quarter, a.side, a.signed_by, a.name, a.figures, (SELECT MAX(l.id) FROM supervision_line l
         JOIN supervision_session s ON s.id = l.session_id WHERE l.enrolment_id = $1 AND ${quarterOf('s.on_date')} = a.quarter), a.signed_at
       FROM attestation a WHERE a.enrolment_id = $2`,
      [id, original],
    );
    return id;
  });
}

describe('what a coordinator and a manager never learn', () => {
  let world: Story;
  let lise: Client;
  let cohort: string;
  let withdrawn: number;
  let never: number;

  beforeAll(async () => {
    world = await openStory();
    lise = await world.be('LR');
    cohort = `/coordination/cohorts/${(await world.db.row<{ id: number }>(`SELECT id FROM cohort WHERE name = 'Hold 2024-2026'`))!.id}`;
    withdrawn = await world.enrolmentId('M13');
    never = await twinOf(world, withdrawn);
  });
  afterAll(() => world.close());

  const anonymised = (html: string, name: string, enrolmentId: number) =>
    withoutTokens(html)
      .replaceAll(name, 'NAME')
      .replaceAll(name.split(' ')[0]!, 'FIRST')
      .replaceAll(new RegExp(`/(trainees|hours|enrolments)/${enrolmentId}\\b`, 'g'), '/$1/ID');
  const bytes = async (client: Client, address: string): Promise<Buffer> => (await bytesAt(client, address)).body;
  const rowOf = (html: string, name: string) => new RegExp(`<tr><th scope="row">(?:<a[^>]*>)?${name}[\\s\\S]*?</tr>`).exec(html)![0];
  const taskOf = (html: string, name: string) =>
    [...html.matchAll(/<li class="pf-task">[\s\S]*?<\/li>/g)].find(([task]) => task.includes(name))![0];

  test('the pages of one whose consent was withdrawn and of one who never recorded are equal but for the name', async () => {
    const [one, other] = [await lise.get(`/coordination/trainees/${withdrawn}`), await lise.get(`/coordination/trainees/${never}`)];
    expect([one.status, other.status]).toEqual([200, 200]);
    expect(one.text).toContain('Mette Nørskov mangler bevis');
    expect(anonymised(one.text, 'Mette Nørskov', withdrawn)).toBe(anonymised(other.text, twinName, never));
  });

  test('so are their rows in the table, in the list of who is stuck, in the sheet, and on Today', async () => {
    const { text } = await lise.get(`${cohort}?all=1`);
    expect(anonymised(rowOf(text, 'Mette Nørskov'), 'Mette Nørskov', withdrawn)).toBe(anonymised(rowOf(text, twinName), twinName, never));
    expect(anonymised(taskOf(text, 'Mette Nørskov'), 'Mette Nørskov', withdrawn)).toBe(anonymised(taskOf(text, twinName), twinName, never));
    const today = (await lise.get('/?all=1')).text;
    expect(anonymised(taskOf(today, 'Mette Nørskov'), 'Mette Nørskov', withdrawn)).toBe(
      anonymised(taskOf(today, twinName), twinName, never),
    );
    const sheet = (await lise.get(`${cohort}.csv`)).text.split('\r\n');
    const line = (name: string) => sheet.find((one) => one.startsWith(name))!.replace(name, 'NAME');
    expect(line('Mette Nørskov')).toBe(line(twinName));
  });

  test('so are their lines on the desk, on getting started, and in every file', async () => {
    const desk = (await lise.get('/coordination')).text;
    expect(anonymised(taskOf(desk, 'Mette Nørskov'), 'Mette Nørskov', withdrawn)).toBe(anonymised(taskOf(desk, twinName), twinName, never));
    const started = (await lise.get('/coordination/started')).text;
    expect(anonymised(rowOf(started, 'Mette Nørskov'), 'Mette Nørskov', withdrawn)).toBe(
      anonymised(rowOf(started, twinName), twinName, never),
    );
    const manager = await world.be('SF');
    for (const [client, address] of [
      [lise, '/coordination/desk.csv'],
      [lise, '/coordination/started.csv'],
      [manager, '/coordination/municipality.csv'],
    ] as const) {
      const lines = (await client.get(address)).text.split('\r\n');
      const lineOf = (name: string) => lines.find((one) => one.startsWith(name))!.replaceAll(name, 'NAME');
      expect([address, lineOf('Mette Nørskov')]).toEqual([address, lineOf(twinName)]);
    }
  });

  test('so are their rows in every workbook and in the report', async () => {
    const rowIn = async (client: Client, address: string, name: string) => {
      const book = new ExcelJS.Workbook();
      await book.xlsx.load((await bytes(client, address)) as unknown as ArrayBuffer);
      const rows: unknown[][] = [];
      book.worksheets[0]!.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
      const found = rows.find(([first]) => typeof first === 'string' && first.startsWith(name))!;
      return JSON.stringify(found).replaceAll(name, 'NAME');
    };
    const manager = await world.be('SF');
    for (const [client, address] of [
      [lise, `${cohort}.xlsx`],
      [lise, '/coordination/desk.xlsx'],
      [lise, '/coordination/started.xlsx'],
      [manager, '/coordination/municipality.xlsx'],
    ] as const)
      expect([address, await rowIn(client, address, 'Mette Nørskov')]).toEqual([address, await rowIn(client, address, twinName)]);
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'polyfoni-twin-')), 'report.pdf');
    writeFileSync(file, await bytes(manager, '/coordination/municipality/report.pdf?quarter=2026-3'));
    const lines = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\n');
    rmSync(path.dirname(file), { recursive: true });
    const lineOf = (name: string) =>
      lines
        .find((one) => one.includes(name))!
        .replace(name, 'NAME')
        .replaceAll(/\s+/g, ' ');
    expect(lineOf('Mette Nørskov')).toBe(lineOf(twinName));
  });

  test('so they are for the manager, also on every day of the story', async () => {
    const manager = await world.be('SF');
    const { text } = await manager.get('/coordination/municipality');
    expect(anonymised(rowOf(text, 'Mette Nørskov'), 'Mette Nørskov', withdrawn)).toBe(anonymised(rowOf(text, twinName), twinName, never));
    for (const on of ['2026-05-06', '2026-05-20', '2026-06-02', '2026-06-10']) {
      const page = (await lise.get(`${cohort}?on=${on}`)).text;
      expect(anonymised(rowOf(page, 'Mette Nørskov'), 'Mette Nørskov', withdrawn)).toBe(anonymised(rowOf(page, twinName), twinName, never));
    }
  });

  test('no page of theirs links to a recording, or holds a word somebody wrote about one', async () => {
    const pages = [
      ...[
        '/',
        '/?all=1',
        '/coordination',
        '/coordination/started',
        '/coordination/desk.csv',
        `${cohort}/charts`,
        cohort,
        `${cohort}?all=1`,
        `${cohort}.csv`,
      ].map((path) => ['LR', path] as const),
      ...['M02', 'M09', 'M11', 'M13', 'Y1', 'Y3', 'Y5', 'Y7'].map((code) => ['LR', code] as const),
      ...(['SF', 'HL'] as const).flatMap((code) => [[code, '/'] as const, [code, '/coordination/municipality'] as const]),
    ];
    for (const [who, what] of pages) {
      const client = await world.be(who);
      const path = what.startsWith('/') ? what : `/coordination/trainees/${await world.enrolmentId(what)}`;
      const { text, status } = await client.get(path);
      expect([path, status]).toEqual([path, 200]);
      const inside = text.includes('<main') ? /<main[\s\S]*<\/main>/.exec(text)![0] : text;
      expect(inside).not.toMatch(/\/(recordings|review|meetings|certification\/cases\/\d+\/rating)\b/);
      expect(inside).not.toMatch(/optagelse|samtykke|trukket|slettet|afslået|refleksion|kommentar|Netværksmøde \d|opmand sætter/i);
      expect(inside).not.toMatch(/mørket|morfar|Hvem havde ikke sagt noget|stilheden|Giv den fælles refleksion|joint|gennemsnit på/i);
    }
  });

  test('no date of a recording is on the page of the one who recorded it', async () => {
    const dates = await world.db.rows<{ onDate: string; leaderId: number; enrolmentId: number }>(
      `SELECT m.on_date AS "onDate", m.leader_id AS "leaderId", m.enrolment_id AS "enrolmentId" FROM recording r JOIN network_meeting m ON m.id = r.meeting_id`,
    );
    expect(dates.length).toBeGreaterThan(15);
    for (const { onDate, enrolmentId } of dates) {
      const told = new Intl.DateTimeFormat('da-DK', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
        .format(new Date(`${onDate}T12:00:00Z`))
        .replace(/\s+/g, ' ');
      // Seminars stand as a span of days, «21.–22. september 2026», which may end on any day.
      const page = wordsOf((await lise.get(`/coordination/trainees/${enrolmentId}`)).text).replaceAll(/\d+\.–\d+\. \p{L}+ \d{4}/gu, '');
      expect([enrolmentId, page.includes(told), page.includes(onDate)]).toEqual([enrolmentId, false, false]);
    }
  });

  test('a manager sees done or not done of the own municipality only: no figures, no scores, nobody else', async () => {
    const page = wordsOf((await (await world.be('SF')).get('/coordination/municipality')).text);
    expect(page).toContain('Mødeledere i Møllevig 4 certificerede, 3 ikke endnu.');
    expect(page).toContain('Mette Nørskov Hold 2024-2026 Ikke endnu Opfyldt Opfyldt Opfyldt Opfyldt Mangler bevis Ikke endnu Opfyldt');
    expect(page).not.toMatch(/\d+ (t|timer|min|af)\b/);
    for (const other of ['Kirsten Mølbak', 'Sanne Vraa', 'Bilal Rahimi']) expect(page).not.toContain(other);
  });

  test.each(['LR', 'RS', 'M13', 'TA', 'EH'])('for %s the manager’s page does not exist', async (code) => {
    expect((await (await world.be(code)).get('/coordination/municipality')).status).toBe(404);
  });
});
