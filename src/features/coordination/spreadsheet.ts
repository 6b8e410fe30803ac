import { stringify } from 'csv-stringify/sync';
import type { Response } from 'express';

/** `hours` is given in minutes and shown in hours with two decimals; `date` as YYYY-MM-DD. */
type Kind = 'text' | 'count' | 'hours' | 'date';
export type Cell = string | number | null;

export interface SheetColumn {
  head: string;
  kind: Kind;
  /** In characters. */
  width: number;
}

export interface Sheet {
  /** Also the name of the file. */
  name: string;
  columns: SheetColumn[];
  rows: Cell[][];
  /** «Fiktive data» in the demo, for the foot of a printed page. */
  note: string | null;
}

export type End = 'csv' | 'xlsx';

const soft = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u00ad', '');

/** «30-09-2026», as Danish spreadsheets read it. */
const danishDate = (date: string): string => date.split('-').reverse().join('-');

function csvCell(value: Cell, kind: Kind): string {
  if (value === null || value === '') return '';
  if (kind === 'hours') return (Number(value) / 60).toFixed(2).replace('.', ',');
  return kind === 'date' ? danishDate(String(value)) : soft(String(value));
}

/** Semicolons, a mark of UTF-8, decimal commas, and no cell that is taken for a formula. */
export const asCsv = ({ columns, rows }: Sheet): string =>
  stringify([columns.map(({ head }) => soft(head)), ...rows.map((row) => row.map((value, at) => csvCell(value, columns[at]!.kind)))], {
    delimiter: ';',
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });

const formats: Record<Kind, string> = { text: '@', count: '0', hours: '0.00', date: 'dd-mm-yyyy' };

function xlsxCell(value: Cell, kind: Kind): string | number | Date | null {
  if (value === null || value === '') return null;
  if (kind === 'hours') return Number(value) / 60;
  if (kind === 'count') return Number(value);
  return kind === 'date' ? new Date(`${String(value)}T00:00:00Z`) : soft(String(value));
}

/** Excel allows 31 characters in the name of a sheet, and not these. */
const tabName = (name: string): string =>
  name
    .replaceAll(/[[\]:*?/\\']/g, ' ')
    .slice(0, 31)
    .trim() || 'Polyfoni';

/** The same as a workbook: every text is a text column, so that nothing in it is a formula, also after editing. */
export async function asXlsx({ name, columns, rows, note }: Sheet): Promise<Buffer> {
  // As large as the rest of the house together, and only needed here.
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.Workbook();
  book.creator = 'Polyfoni';
  book.title = name;
  const sheet = book.addWorksheet(tabName(name), {
    views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }],
    pageSetup: { orientation: 'landscape', paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '1:1' },
    headerFooter: { oddFooter: `&L${(note ?? '').replaceAll('&', '&&')}&R&P / &N` },
  });
  sheet.columns = columns.map(({ width, kind }) => ({ width, style: { numFmt: formats[kind] } }));
  const head = sheet.addRow(columns.map((column) => soft(column.head)));
  head.font = { bold: true };
  for (const row of rows) sheet.addRow(row.map((value, at) => xlsxCell(value, columns[at]!.kind)));
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: Math.max(1, rows.length + 1), column: columns.length } };
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** A name that every file system takes; the real one travels beside it. */
const plainName = (name: string): string => name.normalize('NFD').replaceAll(/[^\w .-]/g, '') || 'polyfoni';

/** RFC 5987: what `encodeURIComponent` leaves alone but the header may not hold. */
const encoded = (name: string): string => encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

export function attach(res: Response, file: string, type: string, body: string | Buffer): void {
  res
    .set('Content-Disposition', `attachment; filename="${plainName(file)}"; filename*=UTF-8''${encoded(file)}`)
    .type(type)
    .send(body);
}

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function sendSheet(res: Response, sheet: Sheet, end: End): Promise<void> {
  const file = `${sheet.name}.${end}`;
  if (end === 'csv') return attach(res, file, 'text/csv; charset=utf-8', asCsv(sheet));
  attach(res, file, xlsxType, await asXlsx(sheet));
}
