import { takesPart } from '../../domain/cohort/leave.js';
import { attendanceCounts } from '../../domain/desk/attendance-curve.js';
import { meanCurve } from '../../domain/desk/curve.js';
import { hoursOf } from '../../domain/supervision/hours.js';
import { factsOfCohort } from '../../store/enrolment-facts.js';
import { attendanceChart, hoursChart } from '../../web/chart.js';
import { paths } from '../../web/paths.js';
import type { CohortVisit } from './table.js';

/** Hours and attendance of a cohort as pictures, for those who would rather look than read. */
export async function show(visit: CohortVisit): Promise<void> {
  const { house, record, t, today } = visit;
  const everyone = [...(await factsOfCohort(house.db, record)).values()];
  const going = everyone.filter(({ events }) => takesPart(events, today));
  const span = { from: record.startsOn, to: record.endsOn };
  const points = meanCurve(going, span, today);
  const [first] = going;
  const asked = first ? hoursOf(first, today) : null;
  const view = {
    crumbs: [{ href: paths.coordination.cohort(record.id), label: record.name }, { label: t('desk:chart.title') }],
    hours: points && asked ? hoursChart(visit, { id: 'hours-chart', points, span, total: asked.total, required: asked.required }) : null,
    attendance: attendanceChart(visit, 'attendance-chart', attendanceCounts(everyone, today)),
  };
  await visit.page('coordination/charts', view, { title: t('desk:chart.title') });
}
