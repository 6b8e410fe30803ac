import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { sortKeyOf } from '../../src/domain/person/sort-key.js';
import type { Client } from '../support/app.js';
import { openStory, type Story } from '../support/build/certification.js';
import { bytesAt, wordsOf } from '../support/page.js';

const bytesOf = async (client: Client, address: string): Promise<{ status: number; type: string; body: Buffer }> => {
  const { status, headers, body } = await bytesAt(client, address);
  return { status, type: String(headers['content-type']), body };
};

describe('what leaves the desk as files', () => {
  let world: Story;
  let lise: Client;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'polyfoni-report-'));

  beforeAll(async () => {
    world = await openStory();
    lise = await world.be('LR');
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await world.close();
  });

  const municipality = async (name: string) =>
    (await world.db.row<{ id: number }>('SELECT id FROM municipality WHERE name = $1', [name]))!.id;
  /** Read by poppler, not by what wrote it. */
  const read = (pdf: Buffer, tool: string, ...options: string[]) => {
    const file = path.join(folder, 'report.pdf');
    writeFileSync(file, pdf);
    const out = tool === 'pdftotext' ? [file, '-'] : [file];
    return execFileSync(tool, [...options, ...out], { encoding: 'utf8' });
  };
  const textOf = (pdf: Buffer) => read(pdf, 'pdftotext', '-layout').replaceAll(/[\s\u00a0]+/g, ' ');
  const report = async (client: Client, address: string) => {
    const { status, type, body } = await bytesOf(client, address);
    expect([address, status, type]).toEqual([address, 200, 'application/pdf']);
    return body;
  };
  const workbook = async (client: Client, address: string) => {
    const { status, type, body } = await bytesOf(client, address);
    expect([status, type]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(body as unknown as ArrayBuffer);
    return book.worksheets[0]!;
  };

  test('the table of a report that goes over several pages begins on the first', async () => {
    const { drawReport } = await import('../../src/features/coordination/report-pdf.js');
    const rows = Array.from({ length: 40 }, (_, index) => [`Navn${index}`, 'Opfyldt']);
    const people = { title: 'Mødelederne', head: ['Navn', 'Certifikat'], rows, empty: '' };
    const nothing = { title: 'Sum', rows: [], note: 'Note' };
    const pdf = await drawReport({
      ...{
        lang: 'da',
        file: 'rapport',
        title: 'Rapport',
        period: '3. kvartal',
        lead: 'Sådan',
        people,
        sums: nothing,
        help: nothing,
        notes: [],
      },
      foot: { left: 'Fod', page: '{{page}} af {{pages}}' },
    });
    const page = (number: string) => read(pdf, 'pdftotext', '-f', number, '-l', number);
    expect(page('1')).toMatch(/Certifikat[^]*Navn0\b[^]*Navn5\b/);
    expect(page('1')).not.toContain('Navn39');
    expect(page('2')).not.toMatch(/Navn0\b/);
  });

  test('a municipality’s report: its own people, done or not done, tagged and in Danish letters', async () => {
    const pdf = await report(lise, `/coordination/municipalities/${await municipality('Åsted')}/report.pdf?quarter=2026-1`);
    const text = textOf(pdf);
    expect(text).toContain('Åben Dialog i Åsted 1. kvartal 2026: 1. januar 2026 til 31. marts 2026');
    expect(text).toContain('Anne-Grethe Åkjær');
    expect(text).toMatch(/Ledede netværksmøder: \d+/);
    expect(text).toContain('Side 1 af');
    for (const other of ['Kirsten Mølbak', 'Sanne Vraa', 'Pia Søeborg']) expect(text).not.toContain(other);
    expect(text).not.toMatch(/\d,\d{3}|gennemsnit|optagelse|samtykke/i);
    expect(read(pdf, 'pdfinfo')).toMatch(/Tagged: +yes/);
    expect(read(pdf, 'pdfinfo', '-struct-text')).toMatch(/Document[\s\S]*H1[\s\S]*Table[\s\S]*TR[\s\S]*TH/);
    expect(read(pdf, 'pdffonts')).toMatch(/IBMPlexSans[\s\S]*yes yes yes/);
    expect(pdf.toString('latin1')).toContain('da-DK');
  });

  test('with fewer than five people a sum is «for få»; the English report says it in English', async () => {
    const place = await municipality('Øhavn');
    const danish = textOf(await report(lise, `/coordination/municipalities/${place}/report.pdf?quarter=2025-4`));
    expect(danish).toContain('Ledede netværksmøder: for få');
    expect(danish).toContain('Supervision: for få');
    const english = textOf(await report(lise, `/coordination/municipalities/${place}/report.pdf?quarter=2025-4&lang=en`));
    expect(english).toContain('Open Dialogue in Øhavn Quarter 4 of 2025');
    expect(english).toContain('Network meetings led: too few');
    expect(english).not.toMatch(/Ikke endnu|Opfyldt|kvartal/);
  });

  test('a manager makes it of the own municipality only; a quarter ahead is told, a word that is none leads nowhere', async () => {
    const henning = await world.be('HL');
    const text = textOf(await report(henning, '/coordination/municipality/report.pdf'));
    expect(text).toContain('Åben Dialog i Birkesund 2. kvartal 2026');
    expect((await henning.get(`/coordination/municipalities/${await municipality('Birkesund')}/report.pdf`)).status).toBe(404);
    expect((await henning.get('/coordination/municipality/report.pdf?quarter=2026-4')).status).toBe(400);
    for (const query of ['quarter=2026-5', 'quarter=1e3', 'quarter=2026-1&lang=xx', 'quarter=2026-3&quarter=2026-2'])
      expect([query, (await henning.get(`/coordination/municipality/report.pdf?${query}`)).status]).toEqual([query, 404]);
    for (const code of ['LR', 'M11', 'RS', 'TA'])
      expect([code, (await (await world.be(code)).get('/coordination/municipality/report.pdf')).status]).toEqual([code, 404]);
    expect((await lise.get('/coordination/municipalities/999999/report.pdf')).status).toBe(404);
  });

  test('the list of reports names every municipality of her cohorts and every quarter that has begun', async () => {
    const words = wordsOf((await lise.get('/coordination/reports')).text);
    expect(words).toMatch(/Birkesund 3\. kvartal 2026 \(er ikke slut\): PDF på dansk/);
    expect(words).toContain('Aavang');
    expect(words).not.toContain('4. kvartal 2026');
  });

  test('the workbook of a cohort: frozen head, figures as figures, texts as texts, and nothing that is a formula', async () => {
    const cohort = (await world.db.row<{ id: number; version: number }>(
      `SELECT id, programme_version_id AS "version" FROM cohort WHERE name = 'Hold 2024-2026'`,
    ))!;
    const place = await municipality('Aavang');
    await world.db.write(async (tx) => {
      for (const name of ['=HYPERLINK("http://evil.example")', '@SUM(1)', '-2+3']) {
        await tx.run(`INSERT INTO person (name, sort_key, municipality_id, created_at) VALUES ($1, $2, $3, '2026-01-01T00:00:00.000Z')`, [
          name,
          sortKeyOf(name),
          place,
        ]);
        await tx.run(
          `INSERT INTO enrolment (person_id, cohort_id, municipality_id, programme_version_id, enrolled_on) SELECT MAX(id), $1, $2, $3, '2026-01-01' FROM person`,
          [cohort.id, place, cohort.version],
        );
      }
    });
    const sheet = await workbook(lise, `/coordination/cohorts/${cohort.id}.xlsx?sort=supervision&dir=desc`);
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', xSplit: 1, ySplit: 1 });
    expect(sheet.rowCount).toBe(25);
    const names = sheet.getColumn(1).values.slice(2).map(String);
    expect(names).toContain('=HYPERLINK("http://evil.example")');
    sheet.eachRow((row) => row.eachCell((cell) => expect([cell.address, cell.formula]).toEqual([cell.address, undefined])));
    const row = names.indexOf('Dennis Vestermark') + 2;
    expect(sheet.getCell(row, 5).value).toBeCloseTo(2695 / 60, 6);
    expect(sheet.getCell(row, 1).numFmt).toBe('@');
    expect(sheet.getColumn(1).width).toBeGreaterThan(20);
  });

  test('the desk and the beginnings as workbooks: dates are dates, and what is looked at is what comes', async () => {
    const desk = await workbook(lise, '/coordination/desk.xlsx?area=evidence');
    expect(desk.getColumn(1).values.slice(2)).toEqual(
      expect.arrayContaining(['Mette Nørskov mangler bevis', 'Vælg bedømmere til Kirsten Mølbak']),
    );
    const dates = desk.getColumn(2).values.slice(2);
    expect(dates.every((value) => value === undefined || value instanceof Date)).toBe(true);
    const csv = (await lise.get('/coordination/desk.csv?area=evidence')).text;
    expect(csv).toContain('Vælg bedømmere til Kirsten Mølbak;18-09-2026;Bedømmelse;Hold 2024-2026;Birkesund;Gruppe 2;');
    const started = (await lise.get('/coordination/started.csv')).text.split('\r\n');
    expect(started.find((line) => line.startsWith('Sanne Vraa'))).toBe('Sanne Vraa;Øhavn;Bostøtten Nord;Hold 2024-2026;128;;4');
    const municipal = await workbook(await world.be('HL'), '/coordination/municipality.xlsx');
    expect(municipal.getRow(1).values).toContain('Bedømmelse');
    expect(municipal.getColumn(1).values).toContain('Inger Aabye');
    expect(municipal.getColumn(1).values).not.toContain('Sanne Vraa');
  });

  test.each([
    '/coordination/desk.csv',
    '/coordination/desk.xlsx',
    '/coordination/started',
    '/coordination/started.xlsx',
    '/coordination/reports',
  ])('%s does not exist for anybody but a coordinator', async (address) => {
    for (const code of ['M11', 'RS', 'EH', 'HL', 'TA'])
      expect([code, (await (await world.be(code)).get(address)).status]).toEqual([code, 404]);
  });
});
