import { takesPart } from '../../domain/cohort/leave.js';
import { attendanceCounts } from '../../domain/desk/attendance-curve.js';
import { hoursCurve, meanCurve, type Span } from '../../domain/desk/curve.js';
import { hoursOf } from '../../domain/supervision/hours.js';
import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import type { FollowedCohort } from '../../store/coordination.js';
import { factsOfCohort } from '../../store/enrolment-facts.js';
import { attendanceChart, hoursChart, type ChartTools } from '../../web/chart.js';
import { paths } from '../../web/paths.js';
import type { CohortVisit } from './table.js';

const spanOf = ({ startsOn, endsOn }: Pick<FollowedCohort, 'startsOn' | 'endsOn'>): Span => ({ from: startsOn, to: endsOn });

/** One trainee's hours over time, or null when the programme asks for none. */
export function ownHoursChart(tools: ChartTools, facts: EnrolmentFacts, cohort: Pick<FollowedCohort, 'startsOn' | 'endsOn'>, on: string) {
  const { total, required } = hoursOf(facts, on);
  const span = spanOf(cohort);
  return total === 0 ? null : hoursChart(tools, { id: 'hours-chart', points: hoursCurve(facts, span, on), span, total, required });
}

/** Hours and attendance of a cohort as pictures, for those who would rather look than read. */
export async function show(visit: CohortVisit): Promise<void> {
  const { house, record, t, today } = visit;
  const everyone = [...(await factsOfCohort(house.db, record.id)).values()];
  const going = everyone.filter(({ events }) => takesPart(events, today));
  const span = spanOf(record);
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
