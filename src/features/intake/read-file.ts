import { parse } from 'csv-parse/sync';
import type { IntakeLine } from '../../domain/intake/plan.js';

/** More than a cohort ever needs, and little enough to be worked out while one waits (our choice). */
export const intakeLimits = { bytes: 256 * 1024, lines: 1000 };

const headings: Record<Exclude<keyof IntakeLine, 'line'>, string[]> = {
  name: ['navn', 'name'],
  email: ['e-mail', 'email', 'mail', 'e-mailadresse'],
  municipality: ['kommune', 'municipality'],
  workplace: ['arbejdssted', 'workplace'],
  from: ['på holdet fra', 'fra', 'from', 'on the cohort from'],
};
const needed = ['name', 'email', 'municipality'] as const;

/** Why a file as a whole is not read (a locale key), with what its sentence needs. */
export class FileRefused extends Error {
  constructor(
    readonly reason: string,
    readonly params: Record<string, string> = {},
  ) {
    super(reason);
  }
}

/** UTF-8 with or without its mark, or Windows-1252, which is what spreadsheets on Danish machines write. */
function textOf(bytes: Buffer): string {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || bytes.includes(0);
  if (wide) throw new FileRefused('intake:file.notText');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Whichever of the two stands more often in the heading. */
function delimiterOf(text: string): string {
  const heading = text.split(/\r?\n|\r/, 1)[0] ?? '';
  return heading.split(',').length > heading.split(';').length ? ',' : ';';
}

function rowsOf(text: string): { cells: string[]; line: number }[] {
  try {
    const parsed = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      bom: true,
      info: true,
      max_record_size: 16_384,
      to: intakeLimits.lines + 2,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ cells: record.map((cell) => cell.normalize('NFC').trim()), line: info.lines }));
  } catch {
    throw new FileRefused('intake:file.broken');
  }
}

type Columns = Partial<Record<keyof typeof headings, number>>;

function columnsOf(cells: string[]): Columns {
  const named = cells.map((cell) => cell.toLocaleLowerCase('da'));
  const columns: Columns = {};
  for (const [key, words] of Object.entries(headings) as [keyof typeof headings, string[]][]) {
    const at = named.findIndex((cell) => words.includes(cell));
    if (at >= 0) columns[key] = at;
  }
  const missing = needed.filter((key) => columns[key] === undefined);
  if (missing.length > 0) throw new FileRefused('intake:file.columns', { columns: missing.map((key) => headings[key][0]!).join(', ') });
  return columns;
}

/** The lines of a file, with the number each has in it. Throws {@link FileRefused} when the file as a whole cannot be read. */
export function readLines(bytes: Buffer): IntakeLine[] {
  const [heading, ...rows] = rowsOf(textOf(bytes));
  if (!heading) throw new FileRefused('intake:file.empty');
  const columns = columnsOf(heading.cells);
  if (rows.length > intakeLimits.lines) throw new FileRefused('intake:file.tooMany', { most: String(intakeLimits.lines) });
  const lines = rows
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map(({ cells, line }): IntakeLine => {
      const cell = (key: keyof Columns) => (columns[key] === undefined ? '' : (cells[columns[key]] ?? ''));
      return {
        line,
        name: cell('name'),
        email: cell('email'),
        municipality: cell('municipality'),
        workplace: cell('workplace'),
        from: cell('from'),
      };
    });
  if (lines.length === 0) throw new FileRefused('intake:file.empty');
  return lines;
}
