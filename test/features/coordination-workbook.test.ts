import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../support/app.js';
import { openStory, type Story } from '../support/build/certification.js';
import { bytesAt } from '../support/page.js';

/** Debian's own python has it; another may stand before that one on the path. */
const python = ['python3', '/usr/bin/python3'].find((one) => spawnSync(one, ['-c', 'import openpyxl']).status === 0) ?? 'python3';

const reader = `
import sys, io, json, openpyxl
book = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
sheet = book.worksheets[0]
said = lambda cell: cell.value.strftime('%Y-%m-%d') if hasattr(cell.value, 'strftime') else cell.value
print(json.dumps(dict(
  sheets=[one.title for one in book.worksheets], title=book.properties.title, frozen=sheet.freeze_panes, filter=sheet.auto_filter.ref,
  footer=(sheet.oddFooter.left.text or '') + (sheet.oddFooter.right.text or ''), wide=sheet.page_setup.orientation,
  kinds=sorted({cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}),
  formats=[cell.number_format for cell in list(sheet.iter_rows())[-1]],
  rows=[[said(cell) for cell in row] for row in sheet.iter_rows()])))
`;

interface Book {
  sheets: string[];
  title: string;
  frozen: string;
  filter: string;
  footer: string;
  wide: string;
  /** s text, n number, d date; f would be a formula. */
  kinds: string[];
  formats: string[];
  rows: (string | number | null)[][];
}

describe('the workbooks, as python3-openpyxl reads them', () => {
  let world: Story;
  let lise: Client;
  let cohortId: number;

  beforeAll(async () => {
    world = await openStory('2026-09-30T08:00:00.000Z');
    const { id } = (await world.db.row<{ id: number }>(`SELECT id FROM person WHERE name = 'Amina Dyrskov'`))!;
    await world.db.write((tx) => tx.run(`UPDATE person SET name = '=HYPERLINK("x";"Øst & Å")', sort_key = '!' WHERE id = $1`, [id]));
    lise = await world.be('LR');
    cohortId = (await world.db.row<{ id: number }>(`SELECT id FROM cohort WHERE name = 'Hold 2026-2028'`))!.id;
  });
  afterAll(() => world.close());

  const bytesOf = async (path: string) => {
    const { status, body } = await bytesAt(lise, path);
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const read = async (path: string): Promise<Book> =>
    JSON.parse(execFileSync(python, ['-c', reader], { input: await bytesOf(path) }).toString('utf8')) as Book;
  /** Rows of the file with semicolons; none of ours has one inside a field but the name above, which is left out. */
  const csvRows = async (path: string) =>
    (await bytesOf(path))
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .trim()
      .split('\r\n')
      .filter((row) => !row.includes('HYPERLINK'))
      .map((row) => row.split(';'));

  test.each(['/coordination/cohorts/:id', '/coordination/desk', '/coordination/started'])(
    '%s says the same as the file with semicolons, with texts as texts and numbers as numbers',
    async (named) => {
      const path = named.replace(':id', String(cohortId));
      const [book, csv] = [await read(`${path}.xlsx`), await csvRows(`${path}.csv`)];
      const rows = book.rows.filter((row) => !row.some((cell) => String(cell).includes('HYPERLINK')));
      const plain = (cell: string | number | null, at: number) => {
        if (cell === null) return '';
        if (typeof cell === 'number' && book.formats[at] === '0.00') return cell.toFixed(2).replace('.', ',');
        const date = /^(\d{4})-(\d\d)-(\d\d)$/.exec(String(cell));
        return date ? `${date[3]}-${date[2]}-${date[1]}` : String(cell);
      };
      expect(rows.length).toBeGreaterThan(2);
      expect(rows.map((row) => row.map(plain))).toEqual(csv.map((row) => row.map((cell) => cell.replaceAll(/^"|"$/g, ''))));
      expect(book.kinds).not.toContain('f');
      expect(book.frozen).toBe('B2');
      expect(book.filter).toMatch(/^A1:[A-Z]+\d+$/);
      expect(book.wide).toBe('landscape');
      expect(book.footer).toContain('P / &N');
    },
  );

  test('a name that looks like a formula is the name, letter by letter', async () => {
    const book = await read(`/coordination/cohorts/${cohortId}.xlsx`);
    expect(book.rows.map(([name]) => name)).toContain('=HYPERLINK("x";"Øst & Å")');
    expect(book.kinds).not.toContain('f');
    expect(book.sheets[0]!.length).toBeLessThanOrEqual(31);
  });

  test('hours are numbers a sheet can add up', async () => {
    const older = (await world.db.row<{ id: number }>(`SELECT id FROM cohort WHERE name = 'Hold 2024-2026'`))!.id;
    const book = await read(`/coordination/cohorts/${older}.xlsx`);
    const at = book.rows[0]!.indexOf('Supervision (timer)');
    const dennis = book.rows.find(([name]) => name === 'Dennis Vestermark');
    expect(dennis![at]).toBeCloseTo(2695 / 60, 6);
  });
});
