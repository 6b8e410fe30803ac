import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sortKeyOf } from '../../src/domain/person/sort-key.js';
import type { Client } from '../support/app.js';
import { openStory, type Story } from '../support/build/certification.js';
import { bytesAt, namesInTable } from '../support/page.js';

const named = ['Aase Dahl', 'Anna Berg', '=1+1', 'Zenia Holm', 'Åge Lund', 'Ærna Toft', 'Østen Krog', '@import', '-2+3', 'Aaron "Q"; x'];

describe('the cohort as a spreadsheet', () => {
  let world: Story;
  let lise: Client;
  let cohortId: number;

  beforeAll(async () => {
    world = await openStory();
    lise = await world.be('LR');
    const demo = await world.db.row<{ id: number; version: number; place: number }>(
      `SELECT c.id, c.programme_version_id AS "version", (SELECT id FROM municipality WHERE name = 'Aavang') AS "place" FROM cohort c WHERE c.name = 'Hold 2024-2026'`,
    );
    cohortId = await world.db.write(async (tx) => {
      await tx.run(
        `INSERT INTO cohort (programme_version_id, name, starts_on, ends_on, demo) VALUES ($1, 'Hold Æ "1"; 2026', '2026-01-01', '2027-12-31', 0)`,
        [demo!.version],
      );
      const made = (await tx.row<{ id: number }>('SELECT MAX(id) AS "id" FROM cohort'))!.id;
      await tx.run('INSERT INTO appointment (person_id, cohort_id) SELECT id, $1 FROM person WHERE name = $2', [made, 'Lise Rønhave']);
      for (const name of named) {
        await tx.run(
          `INSERT INTO person (name, sort_key, municipality_id, account_state, created_at) VALUES ($1, $2, $3, 'invited', '2026-01-01T00:00:00.000Z')`,
          [name, sortKeyOf(name), demo!.place],
        );
        await tx.run(
          `INSERT INTO enrolment (person_id, cohort_id, municipality_id, programme_version_id, enrolled_on)
           SELECT MAX(id), $1, $2, $3, '2026-01-01' FROM person`,
          [made, demo!.place, demo!.version],
        );
      }
      return made;
    });
  });
  afterAll(() => world.close());

  const sheet = async (path: string) => {
    const { body, ...told } = await bytesAt(lise, path);
    return { ...told, bytes: body };
  };
  const lines = (bytes: Buffer) =>
    bytes
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .trim()
      .split('\r\n');

  test('names stand in Danish order, Aa with Å last, on the page and in the sheet', async () => {
    const inDanish = [...named].sort(new Intl.Collator('da').compare).filter((name) => /^\p{L}/u.test(name));
    const page = namesInTable((await lise.get(`/coordination/cohorts/${cohortId}`)).text).map((name) => name.replaceAll('&#34;', '"'));
    expect(page.filter((name) => /^\p{L}/u.test(name))).toEqual(inDanish);
    expect(inDanish.slice(-3)).toEqual(['Åge Lund', 'Aaron "Q"; x', 'Aase Dahl']);
    const rows = lines((await sheet(`/coordination/cohorts/${cohortId}.csv`)).bytes).slice(1);
    expect(
      rows.map((row) => row.split(';')[0]!.replaceAll('"', '')).filter((name) => ['Anna Berg', 'Aase Dahl', 'Åge Lund'].includes(name)),
    ).toEqual(['Anna Berg', 'Åge Lund', 'Aase Dahl']);
  });

  test('it begins with the mark of UTF-8, is divided by semicolons, and ends lines as Excel expects', async () => {
    const { bytes, headers } = await sheet(`/coordination/cohorts/${cohortId}.csv`);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(lines(bytes)[0]).toBe(
      'Navn;Kommune;Lige nu;Seminardage;Supervision (timer);Ledede møder;Selvvurderinger;Bevis;Bedømmelse;Certificeringsdag',
    );
    expect(lines(bytes)).toHaveLength(named.length + 1);
  });

  test('nothing that begins as a formula is one', async () => {
    const text = (await sheet(`/coordination/cohorts/${cohortId}.csv`)).bytes.toString('utf8');
    expect(text).toContain(`'=1+1;`);
    expect(text).toContain(`'@import;`);
    expect(text).toContain(`'-2+3;`);
    expect(text).toContain('"Aaron ""Q""; x";');
    expect(text).not.toMatch(/(^|;|\r\n)[=@+-]/m);
  });

  test('the name travels in both forms, and neither breaks the header', async () => {
    const { headers } = await sheet(`/coordination/cohorts/${cohortId}.csv`);
    expect(headers['content-disposition']).toBe(
      `attachment; filename="Hold  1 2026 2026-09-30.csv"; filename*=UTF-8''Hold%20%C3%86%20%221%22%3B%202026%202026-09-30.csv`,
    );
  });

  test('hours have a decimal comma, and the day and the order asked for are kept', async () => {
    const cohort = (await world.db.row<{ id: number }>(`SELECT id FROM cohort WHERE name = 'Hold 2024-2026'`))!.id;
    const rows = lines((await sheet(`/coordination/cohorts/${cohort}.csv?sort=supervision&dir=asc`)).bytes);
    expect(rows[1]).toBe('Rasmus Ejstrup;Møllevig;Mangler 20 t 50 min;8;24,17;8;1;Mangler bevis;Ikke begyndt;Mangler');
    expect(rows.find((row) => row.startsWith('Kirsten'))).toContain('Vælg bedømmere, 12 dage;8;46,67;12;2;Afleveret');
    expect(lines((await sheet(`/coordination/cohorts/${cohort}.csv?on=2025-02-04`)).bytes)[1]).toBe(
      'Anne-Grethe Åkjær;Åsted;Følger planen;2;0,00;0;0;Mangler bevis;Ikke begyndt;9. jun. 2026',
    );
    expect((await sheet(`/coordination/cohorts/${cohort}.csv?on=2026-10-01`)).status).toBe(400);
  });
});
