import { listOpenCases } from '../../store/coordination.js';
import { perCohort } from '../../store/cohort-revision.js';
import { paths } from '../../web/paths.js';
import { countSentence, stuckRow } from '../../web/right-now-words.js';
import { queryOf } from './query.js';
import { countsOf, placesOf, type TableRow } from './rows.js';
import { asked, look, tableView, type Asked, type CohortVisit, type Looked } from './table.js';

/** More than these and the list is cut; the rest is one link away. */
const mostStuck = 6;

const waitedLongest = (a: TableRow, b: TableRow) => (a.now.since ?? '').localeCompare(b.now.since ?? '');

async function stuckView({ house, record, t, fmt, today }: CohortVisit, { rows, looking }: Looked) {
  const stuck = rows.filter(({ now }) => now.stuck).sort(waitedLongest);
  const shown = looking.all ? stuck : stuck.slice(0, mostStuck);
  const assigning = shown.some(({ now }) => now.who === 'coordinator' && ['assessors', 'adjudication'].includes(now.what));
  const cases = assigning ? await listOpenCases(house.db, record.id) : new Map<number, number>();
  const tools = { t, fmt, on: looking.on };
  return {
    title: t('coordination:stuck.count', { count: stuck.length }),
    rows: shown.map((row) => stuckRow(tools, row.now, { ...row, openCaseId: cases.get(row.enrolmentId) ?? null }, row.facts)),
    more:
      shown.length < stuck.length
        ? {
            href: paths.coordination.cohort(record.id) + queryOf(looking, today, { all: true }),
            label: t('coordination:stuck.all', { count: stuck.length }),
          }
        : null,
  };
}

/** Everything on the page but the sentence of an act just done. */
async function cohortView(visit: CohortVisit, looking: Asked) {
  const { record, t, fmt, today } = visit;
  const looked = await look(visit, looking);
  const { everyone } = looked;
  return {
    crumbs: [{ href: paths.training.cohorts(), label: t('coordination:crumb') }, { label: record.name }],
    name: record.name,
    counts: t(looking.on === today ? 'coordination:counts' : 'coordination:countsOn', {
      counts: countSentence(t, countsOf(everyone)),
      date: fmt.date(looking.on),
    }),
    places: placesOf(everyone).map(({ name, rows }) => ({ term: name, text: countSentence(t, countsOf(rows)) })),
    stuck: await stuckView(visit, looked),
    table: await tableView(visit, looked),
    on: {
      action: paths.coordination.cohort(record.id),
      value: looking.typed || (looking.on === today ? '' : fmt.typedDate(looking.on)),
      hidden: Object.entries({ sort: looking.sort, dir: looking.descending ? 'desc' : 'asc', municipality: looking.municipalityId ?? '' })
        .filter(([, value]) => value !== '')
        .map(([name, value]) => ({ name, value: String(value) })),
      today: looking.on === today ? null : paths.coordination.cohort(record.id) + queryOf(looking, today, { on: today }),
    },
    cohort: paths.training.cohort(record.id),
    charts: paths.coordination.charts(record.id),
  };
}

/** One cohort: who is stuck, and everyone's requirements. It is the same for everyone who may see it. */
export async function show(visit: CohortVisit): Promise<void> {
  const { house, record, lang, today } = visit;
  const looking = asked(visit);
  const question = { what: `cohort page in ${lang}: ${JSON.stringify(looking)}`, at: today };
  const views = await perCohort(house.db, question, [{ cohortId: record.id, revision: record.revision }], async () => {
    return new Map([[record.id, await cohortView(visit, looking)]]);
  });
  const view = views.get(record.id)!;
  const errors = looking.fault === null ? undefined : [{ field: 'on', message: looking.fault }];
  await visit.page('coordination/cohort', { ...view, notice: visit.flash() }, { title: record.name, status: errors ? 422 : 200, errors });
}
