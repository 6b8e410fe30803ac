import { stringify } from 'csv-stringify/sync';
import { badRequest } from '../../web/errors.js';
import { csvCells } from './cells.js';
import { columns } from './query.js';
import { asked, look, type CohortVisit } from './table.js';

/** A name that every file system takes; the real one travels beside it. */
const plainName = (name: string): string => name.normalize('NFD').replaceAll(/[^\w .-]/g, '') || 'hold';

/** RFC 5987: what `encodeURIComponent` leaves alone but the header may not hold. */
const encoded = (name: string): string => encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

/** The table for a spreadsheet: semicolons, a mark of UTF-8, decimal commas, and no cell that is taken for a formula. */
export async function show(visit: CohortVisit): Promise<void> {
  const { record, res, t, fmt } = visit;
  const looking = asked(visit);
  if (looking.fault !== null) throw badRequest(looking.fault);
  const { rows } = await look(visit, looking);
  const tools = { t, fmt, on: looking.on };
  const [name, ...rest] = columns.map((column) => t(`coordination:csv.${column}`));
  const csv = stringify([[name, t('coordination:csv.municipality'), ...rest], ...rows.map((row) => csvCells(tools, row))], {
    delimiter: ';',
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
  const file = `${record.name} ${looking.on}.csv`;
  res
    .set('Content-Disposition', `attachment; filename="${plainName(file)}"; filename*=UTF-8''${encoded(file)}`)
    .type('text/csv; charset=utf-8')
    .send(csv);
}
