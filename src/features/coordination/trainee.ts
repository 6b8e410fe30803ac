import { outsiderView } from '../../domain/certification/outsider-view.js';
import { rightNow } from '../../domain/certification/right-now.js';
import { hoursOf } from '../../domain/supervision/hours.js';
import { listEvents } from '../../store/enrolment.js';
import type { Visit } from '../../web/guard.js';
import { ownHoursChart } from '../../web/chart.js';
import { paths } from '../../web/paths.js';
import { firstName, requirementWords } from '../../web/requirement-words.js';
import { nowStatus, stuckRow } from '../../web/right-now-words.js';
import { seminarItems } from '../../web/seminar-words.js';
import type { Followed } from './scope.js';

type Here = Visit<Followed>;

/** Where they stand now: whose turn, on what, for how long. The coordinator's own act when there is one. */
function sheetView({ record, t, fmt, today }: Here) {
  const tools = { t, fmt, on: today };
  const now = rightNow(record.facts, today);
  const row = now.stuck ? stuckRow(tools, now, record, record.facts) : null;
  const here = row?.href === paths.coordination.trainee(record.enrolmentId);
  const mine = now.who === 'coordinator' && ['assessors', 'adjudication'].includes(now.what);
  const status = nowStatus(tools, now, record.name, record.facts);
  return {
    status: mine ? { kind: 'your-turn', text: undefined } : status,
    title: row?.title ?? t(`requirements:turn.${now.what}`),
    text: t(`coordination:who.${now.who}`, { first: firstName(record.name) }),
    action: row && !here ? row.action : undefined,
    outlined: !mine,
    mark: mine,
  };
}

function hoursView({ record, t, fmt, today }: Here) {
  const hours = hoursOf(record.facts, today);
  const words = {
    offered: fmt.durationWords(hours.offered),
    booked: fmt.durationWords(hours.booked),
    reach: fmt.durationWords(hours.reach),
    required: fmt.durationWords(hours.required),
    total: fmt.durationWords(hours.total),
  };
  const sentences = ['held', ...(hours.pace === 'met' ? [] : [hours.booked > 0 ? 'booked' : 'unbooked']), 'required'];
  return {
    group: record.groupName ?? t('coordination:hours.noGroup'),
    figure: fmt.durationWords(hours.done),
    of: t('today:hours.of', { hours: fmt.number(hours.total / 60) }),
    bar: {
      value: hours.done,
      max: hours.total,
      pace: hours.offered,
      paceLabel: t('today:hours.paceLabel', { offered: fmt.duration(hours.offered) }),
      endLabel: t('today:hours.endLabel', { hours: fmt.number(hours.total / 60) }),
    },
    text: sentences.map((key) => t(`coordination:hours.${key}`, words)).join(' '),
    href: paths.supervision.hours(record.enrolmentId),
  };
}

/** What has happened to the enrolment: begun, leave, stopped. Plans and assessments are not told here. */
async function eventRows({ house, record, t, fmt }: Here) {
  const events = (await listEvents(house.db, record.enrolmentId)).filter(({ kind }) => kind !== 'plan_done');
  return [
    { rest: t('coordination:event.enrolled'), aside: fmt.date(record.enrolledOn) },
    ...events.map(({ kind, onDate, reason }) => ({
      rest: t(`coordination:event.${kind}`),
      note: reason || undefined,
      aside: fmt.date(onDate),
    })),
  ];
}

/** One trainee as the coordinator sees them: days, hours, how many meetings, requirements and events. No content, and no reason why evidence is missing. */
export async function show(visit: Here): Promise<void> {
  const { record, t, fmt, lang, today } = visit;
  const { requirements } = outsiderView(record.facts, today);
  const led = requirements.find(({ code }) => code === 'K4')?.params ?? {};
  const reader = { own: false, name: record.name };
  const view = {
    notice: visit.flash(),
    crumbs: [{ href: paths.coordination.cohort(record.cohortId), label: record.cohortName }, { label: record.name }],
    name: record.name,
    lead: record.municipalityName,
    sheet: sheetView(visit),
    hours: hoursView(visit),
    chart: ownHoursChart(visit, record.facts, { from: record.startsOn, to: record.endsOn }, today),
    seminars: seminarItems({ t, lang, on: today }, record.facts.days, record.facts.rules.K1),
    meetings: t('coordination:meetings', {
      count: Number(led['done'] ?? 0),
      courses: t('requirements:courses', { count: Number(led['courses'] ?? 0) }),
    }),
    requirements: requirements
      .map((one) => requirementWords({ t, fmt }, one, reader, record.facts.rules))
      .map(({ status, strong, rest, origin }) => ({ status, strong, rest: status.kind === 'done' ? '' : rest, note: origin })),
    events: await eventRows(visit),
    enrolment: paths.training.enrolment(record.enrolmentId),
    account: record.accountState === 'invited' ? paths.accounts.show(record.personId) : null,
  };
  await visit.page('coordination/trainee', view, { title: record.name });
}
