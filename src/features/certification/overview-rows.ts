import { daysBetween, localDate } from '../../domain/calendar/dates.js';
import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { rightNow } from '../../domain/certification/right-now.js';
import { latestCase } from '../../domain/certification/states.js';
import type { CandidateRecord, SeatLine } from '../../store/certification.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { Standing } from './standing.js';
import type { Row, Task } from './views.js';

const to = paths.certification;

/** A trainee with what the viewer may know of where they stand. */
export interface Told {
  one: CandidateRecord;
  facts: EnrolmentFacts;
  standing: Standing;
}

type Plain = Visit<Record<never, never>>;

const waits = ({ t, fmt }: Plain, days: number) => ({
  kind: 'waiting',
  text: days > 0 ? t('certification:waits', { days: fmt.daysWaiting(days) }) : t('certification:waitsToday'),
});

const place = ({ t }: Plain, { municipalityName, cohortName }: CandidateRecord) =>
  t('certification:place', { municipality: municipalityName, cohort: cohortName });

/** Assessors to choose, or a decision to take. */
export function candidateTask(visit: Plain, { one, facts, standing: { turn } }: Told): Task {
  const { t, today } = visit;
  const kind = turn.who === 'certifier' ? 'decide' : turn.what === 'adjudication' ? 'assignAdjudicator' : 'assign';
  const href = kind === 'decide' ? to.decision(one.id) : to.assessors(latestCase(facts)!.id);
  return {
    status: waits(visit, turn.since === null ? 0 : daysBetween(turn.since, today)),
    title: t(`certification:overview.${kind}`, { name: one.name }),
    text: place(visit, one),
    action: { label: t(`certification:act.${kind}`), href },
  };
}

/** A case to rate, or items to settle. */
export function seatTask(visit: Plain, seat: SeatLine): { days: number; task: Task } {
  const { t, today } = visit;
  const days = Math.max(0, daysBetween(localDate(new Date(seat.assignedAt)), today));
  const adjudicates = seat.slot === 'adjudicator';
  const begun = seat.savedAt === null ? '' : t('certification:seat.progress', { count: seat.rated });
  return {
    days,
    task: {
      status: waits(visit, days),
      title: t(`certification:overview.${adjudicates ? 'adjudicate' : 'rate'}`, { name: seat.traineeName }),
      text: [seat.cohortName, adjudicates ? '' : begun].filter(Boolean).join('. '),
      action: {
        label: t(`certification:act.${adjudicates ? 'adjudicate' : 'rate'}`),
        href: adjudicates ? to.adjudication(seat.caseId) : to.rating(seat.caseId),
      },
    },
  };
}

const rowStatus: Partial<Record<Standing['state'], string>> = {
  certified: 'done',
  expired: 'done',
  stopped: 'barred',
  revoked: 'barred',
  on_leave: 'planned',
  enrolled: 'planned',
};

/** Certified or stopped: nothing more is waited for. */
export const isOver = ({ standing: { state } }: Told): boolean => ['certified', 'expired', 'stopped', 'revoked'].includes(state);

/** One line for somebody the viewer follows: the state, and what it waits for. */
export function candidateRow(visit: Plain, told: Told): Row {
  const { one, facts, standing } = told;
  const { t, fmt, today } = visit;
  const { state } = standing;
  const now = rightNow(facts, today);
  const since = now.since === null ? '' : t('certification:since', { date: fmt.date(now.since) });
  return {
    status: { kind: rowStatus[state] ?? 'under-way', text: t(`certification:short.${state}`) },
    strong: one.name,
    href: to.enrolment(one.id),
    rest: isOver(told) ? '' : t(`requirements:turn.${now.what}`),
    note: [one.municipalityName, since].filter(Boolean).join('. '),
  };
}

/** A case the viewer has rated, or that is over. */
export function seatRow({ t, fmt }: Plain, seat: SeatLine): Row {
  return {
    status:
      seat.lockedAt === null
        ? { kind: 'barred', text: t('certification:overview.ended') }
        : { kind: 'locked', text: t('certification:seat.locked', { date: fmt.date(seat.lockedAt) }) },
    strong: seat.traineeName,
    href: to.case(seat.caseId),
    note: seat.cohortName,
  };
}
