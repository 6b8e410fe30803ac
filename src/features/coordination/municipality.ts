import type { Requirement } from '../../domain/certification/judge.js';
import { beginning } from '../../domain/desk/beginning.js';
import { findMunicipalityName, listMunicipalTrainees } from '../../store/coordination.js';
import { factsFor } from '../../store/enrolment-facts.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { countSentence } from '../../web/right-now-words.js';
import { strengths } from './placed.js';
import { reportLinks } from './report-links.js';
import { countsOf, tableRows, type TableRow } from './rows.js';
import type { OwnMunicipality } from './scope.js';

export type MunicipalVisit = Visit<OwnMunicipality>;

const codes = ['K1', 'K2', 'K4', 'K5', 'K6', 'K7', 'K8'] as const;
const standingKinds = { certified: 'done', not_yet: 'under-way', stopped: 'locked' } as const;

/** Done or not done, and nothing between: no scores, no minutes, nothing on films. */
const doneOrNot = ({ t }: MunicipalVisit, one: Requirement) =>
  one.state === 'met'
    ? { kind: 'done', text: t('coordination:municipality.done') }
    : { kind: 'not-begun', text: t(one.code === 'K6' ? 'coordination:evidence.missing' : 'coordination:municipality.notDone') };

const rowOf = (visit: MunicipalVisit, cohortName: string, row: TableRow) => ({
  name: row.name,
  cohort: cohortName,
  standing: { kind: standingKinds[row.standing], text: visit.t(`today:municipal.${row.standing}`) },
  cells: codes.map((code) => ({ label: visit.t(`requirements:name.${code}`), status: doneOrNot(visit, row.seen[code]) })),
});

/** The people of one municipality on a day, as its manager knows them. */
export async function municipalRows(visit: MunicipalVisit, on = visit.today) {
  const { house, record, t } = visit;
  const [name, lines] = await Promise.all([
    findMunicipalityName(house.db, record.municipalityId),
    listMunicipalTrainees(house.db, record.municipalityId),
  ]);
  const facts = await factsFor(
    house.db,
    lines.map(({ enrolmentId }) => enrolmentId),
  );
  const cohortOf = new Map(lines.map(({ enrolmentId, cohortName }) => [enrolmentId, cohortName]));
  const judged = tableRows(lines, facts, on);
  return {
    name,
    judged,
    title: t('coordination:municipality.title', { name }),
    head: codes.map((code) => t(`requirements:name.${code}`)),
    rows: judged.map((row) => rowOf(visit, cohortOf.get(row.enrolmentId) ?? '', row)),
  };
}

/** What the workplace can help with: a first meeting, somebody who stands alone, too few to share with. No days, no figures. */
export function helpRows({ t, fmt }: Pick<MunicipalVisit, 't' | 'fmt'>, judged: TableRow[], on: string) {
  const waiting = judged.filter(({ facts }) => {
    const began = beginning(facts, on);
    return began.kind === 'waiting' && began.asked;
  });
  const [place] = strengths(
    judged.map((row) => ({ line: row, facts: row.facts })),
    on,
  );
  const alone = place?.alone ?? [];
  return [
    ...(waiting.length > 0
      ? [{ strong: t('desk:help.waiting'), rest: fmt.list(waiting.map(({ name }) => name)), note: t('desk:help.waitingNote') }]
      : []),
    ...(alone.length > 0
      ? [
          {
            strong: t('desk:help.alone'),
            rest: fmt.list(alone.map(({ name, unit }) => t('desk:help.aloneAt', { name, unit }))),
            note: t('desk:help.aloneNote'),
          },
        ]
      : []),
    ...(place?.few ? [{ strong: t('desk:help.few'), rest: '', note: t('desk:help.fewNote') }] : []),
  ];
}

/** A manager's own people: done or not done. */
export async function show(visit: MunicipalVisit): Promise<void> {
  const { t, today } = visit;
  const { name, title, head, rows, judged } = await municipalRows(visit);
  const view = {
    title,
    counts: t('coordination:counts', { counts: countSentence(t, countsOf(judged)) }),
    head,
    rows,
    help: helpRows(visit, judged, today),
    files: (['csv', 'xlsx'] as const).map((end) => ({ href: paths.coordination.municipalityFile(end), label: t(`desk:${end}`) })),
    reports: reportLinks(visit, paths.coordination.ownReport(), judged.map(({ enrolledOn }) => enrolledOn).sort()[0] ?? today),
    name,
  };
  await visit.page('coordination/municipality', view, { title });
}
