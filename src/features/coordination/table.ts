import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { factsOfCohort } from '../../store/enrolment-facts.js';
import { listTrainees, type FollowedCohort } from '../../store/coordination.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { renderPiece } from '../../web/render.js';
import { rowCells } from './cells.js';
import { columns, lookingAt, queryOf, type Looking } from './query.js';
import { placesOf, sorted, tableRows, type TableRow } from './rows.js';
import { notFound } from '../../web/errors.js';

export type CohortVisit = Visit<FollowedCohort>;

export type Asked = ReturnType<typeof lookingAt>;

/** What was asked for in the address of this visit. */
export const asked = ({ req, today }: CohortVisit): Asked => lookingAt(req.query as Record<string, unknown>, today);

export interface Looked {
  looking: Asked;
  /** Everyone of the cohort on the day. */
  everyone: TableRow[];
  /** Those of the chosen municipality, in the order asked for. */
  rows: TableRow[];
}

/** Reads the cohort as it stood on the day asked for. A municipality that is not in it does not exist here. */
export async function look({ house, record }: CohortVisit, looking: Asked): Promise<Looked> {
  const [lines, facts] = await Promise.all([listTrainees(house.db, record.id), factsOfCohort(house.db, record)]);
  const everyone = tableRows(lines, facts, looking.on);
  const { municipalityId } = looking;
  if (municipalityId !== null && lines.every((line) => line.municipalityId !== municipalityId)) throw notFound();
  const rows = sorted(
    everyone.filter((row) => municipalityId === null || row.municipalityId === municipalityId),
    looking,
  );
  return { looking, everyone, rows };
}

const headOf = ({ record, t, today }: CohortVisit, looking: Looking) =>
  columns.map((column) => {
    const chosen = looking.sort === column;
    return {
      label: t(`coordination:column.${column}`),
      href: paths.coordination.cohort(record.id) + queryOf(looking, today, { sort: column, descending: chosen && !looking.descending }),
      sorted: chosen ? (looking.descending ? 'descending' : 'ascending') : undefined,
    };
  });

const filters = ({ record, t, today }: CohortVisit, looking: Looking, everyone: TableRow[]) => {
  const to = (municipalityId: number | null) => paths.coordination.cohort(record.id) + queryOf(looking, today, { municipalityId });
  return [
    { href: to(null), label: t('coordination:table.everyone', { count: everyone.length }), current: looking.municipalityId === null },
    ...placesOf(everyone).map(({ id, name, count }) => ({
      href: to(id),
      label: `${name} ${count}`,
      current: looking.municipalityId === id,
    })),
  ];
};

/** Rows that were written out already. Facts that have not changed are the same object, so that a row is written again only when it differs. */
const written = new WeakMap<EnrolmentFacts, { of: string; html: string }>();

async function rowHtml(
  { house, res, t, fmt, lang }: CohortVisit,
  row: TableRow,
  on: string,
  labels: Record<string, string>,
): Promise<string> {
  const of = [lang, on, row.enrolmentId, row.name, row.municipalityName].join('\n');
  const known = written.get(row.facts);
  if (known?.of === of) return known.html;
  const model = {
    ...rowCells({ t, fmt, on }, row),
    labels,
    href: paths.coordination.trainee(row.enrolmentId),
    name: row.name,
    place: row.municipalityName,
  };
  const html = renderPiece(house, res, 'coordination/row', model);
  written.set(row.facts, { of, html });
  return html;
}

/** The table trainee × requirement. */
export async function tableView(visit: CohortVisit, { looking, everyone, rows }: Looked) {
  const { record, t, today } = visit;
  const labels = Object.fromEntries(columns.map((column) => [column, t(`coordination:column.${column}`)]));
  return {
    head: headOf(visit, looking),
    filters: filters(visit, looking, everyone),
    note: t('coordination:table.note', { count: rows.length }),
    csv: paths.coordination.csv(record.id) + queryOf({ ...looking, all: false }, today),
    xlsx: paths.coordination.sheet(record.id) + queryOf({ ...looking, all: false }, today),
    rows: await Promise.all(rows.map(async (row) => ({ html: await rowHtml(visit, row, looking.on, labels) }))),
  };
}
