import type { Requirement } from '../../domain/certification/judge.js';
import { findMunicipalityName, listMunicipalTrainees } from '../../store/coordination.js';
import { factsFor } from '../../store/enrolment-facts.js';
import type { Visit } from '../../web/guard.js';
import { countSentence } from '../../web/right-now-words.js';
import { countsOf, tableRows, type TableRow } from './rows.js';
import type { OwnMunicipality } from './scope.js';

const codes = ['K1', 'K2', 'K4', 'K5', 'K6', 'K7', 'K8'] as const;
const standingKinds = { certified: 'done', not_yet: 'under-way', stopped: 'locked' } as const;

/** Done or not done, and nothing between: no scores, no minutes, nothing on films. */
const doneOrNot = ({ t }: Visit<OwnMunicipality>, one: Requirement) =>
  one.state === 'met'
    ? { kind: 'done', text: t('coordination:municipality.done') }
    : { kind: 'not-begun', text: t(one.code === 'K6' ? 'coordination:evidence.missing' : 'coordination:municipality.notDone') };

const rowOf = (visit: Visit<OwnMunicipality>, cohortName: string, row: TableRow) => ({
  name: row.name,
  cohort: cohortName,
  standing: { kind: standingKinds[row.standing], text: visit.t(`today:municipal.${row.standing}`) },
  cells: codes.map((code) => ({ label: visit.t(`requirements:name.${code}`), status: doneOrNot(visit, row.seen[code]) })),
});

/** A manager's own people: done or not done. */
export async function show(visit: Visit<OwnMunicipality>): Promise<void> {
  const { house, record, t, today } = visit;
  const [name, lines] = await Promise.all([
    findMunicipalityName(house.db, record.municipalityId),
    listMunicipalTrainees(house.db, record.municipalityId),
  ]);
  const facts = await factsFor(
    house.db,
    lines.map(({ enrolmentId }) => enrolmentId),
  );
  const cohortOf = new Map(lines.map(({ enrolmentId, cohortName }) => [enrolmentId, cohortName]));
  const rows = tableRows(lines, facts, today);
  const view = {
    title: t('coordination:municipality.title', { name }),
    counts: t('coordination:counts', { counts: countSentence(t, countsOf(rows)) }),
    head: codes.map((code) => t(`requirements:name.${code}`)),
    rows: rows.map((row) => rowOf(visit, cohortOf.get(row.enrolmentId) ?? '', row)),
  };
  await visit.page('coordination/municipality', view, { title: view.title });
}
