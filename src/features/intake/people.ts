import { stringify } from 'csv-stringify/sync';
import { listIntakePeople } from '../../store/intake.js';
import type { Visit } from '../../web/guard.js';
import type { CohortRecord } from './scope.js';

/** Everyone of the cohort in the shape the file is read in; for an empty cohort only the heading. Formulas stay text. */
export async function show({ house, record, res, t, fmt }: Visit<CohortRecord>): Promise<void> {
  const people = await listIntakePeople(house.db, record.id);
  const heading = ['name', 'email', 'municipality', 'workplace', 'from'].map((key) => t(`intake:column.${key}`));
  const rows = people.map((one) => [one.name, one.signInName, one.municipality, one.workplace, fmt.typedDate(one.enrolledOn)]);
  const csv = stringify([heading, ...rows], { delimiter: ';', bom: true, record_delimiter: 'windows', escape_formulas: true });
  res.set('Content-Disposition', 'attachment; filename="polyfoni-hold.csv"').type('text/csv; charset=utf-8').send(csv);
}
