import { daysBetween } from '../../domain/calendar/dates.js';
import { latestCase } from '../../domain/certification/states.js';
import type { WhoseTurn } from '../../domain/certification/turn.js';
import type { CaseRecord } from '../../store/assessment.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { firstName } from '../../web/requirement-words.js';
import type { Candidate } from './scope.js';
import type { Standing } from './standing.js';
import type { Sheet, Status } from './views.js';

const to = paths.certification;

type Act = NonNullable<Sheet['action']>;

function traineeAct({ record, t }: Visit<Candidate>, what: WhoseTurn['what']): Act | undefined {
  const acts: Partial<Record<WhoseTurn['what'], Act>> = {
    first_meeting: { label: t('certification:act.logMeeting'), href: paths.meetings.new() },
    meetings: { label: t('certification:act.logMeeting'), href: paths.meetings.new() },
    self_assessment: { label: t('certification:act.selfAssess'), href: to.selfAssessment(record.id) },
    evidence: { label: t('certification:act.request'), href: to.request(record.id) },
    plan: { label: t('certification:act.planDone'), post: to.planDone(record.id) },
  };
  return acts[what];
}

/** The assessor's own rating, when it is not locked. */
function seatAct({ viewer, t }: Visit<Candidate>, open: CaseRecord | undefined): Act | undefined {
  const seat = open?.seats.find(({ personId, lockedAt }) => personId === viewer.id && lockedAt === null);
  if (!open || !seat) return undefined;
  return seat.slot === 'adjudicator'
    ? { label: t('certification:act.adjudicate'), href: to.adjudication(open.id) }
    : { label: t('certification:act.rate'), href: to.rating(open.id) };
}

function ownAct(visit: Visit<Candidate>, { who, what }: WhoseTurn, open: CaseRecord | undefined): Act | undefined {
  const { record, t } = visit;
  const { relation } = record;
  if (relation.isTrainee && who === 'trainee') return traineeAct(visit, what);
  if (relation.coordinates && who === 'coordinator') {
    if (open && (what === 'assessors' || what === 'adjudication'))
      return { label: t(`certification:act.${what === 'assessors' ? 'assign' : 'assignAdjudicator'}`), href: to.assessors(open.id) };
    return what === 'certification_day' ? { label: t('certification:act.planDay'), href: paths.training.days(record.cohortId) } : undefined;
  }
  if (relation.mayCertify && who === 'certifier') return { label: t('certification:act.decide'), href: to.decision(record.id) };
  return who === 'assessors' || who === 'adjudicator' ? seatAct(visit, open) : undefined;
}

const quiet: Partial<Record<WhoseTurn['what'], string>> = {
  certified: 'done',
  stopped: 'barred',
  plan_runs: 'under-way',
  leave: 'planned',
  first_day: 'planned',
  certification_day: 'planned',
};

function statusOf({ record, t, fmt, today }: Visit<Candidate>, { who, what, since }: WhoseTurn, mine: boolean): Status {
  if (mine) return { kind: 'your-turn' };
  if (who === 'nobody') return { kind: quiet[what] ?? 'waiting', text: t(`certification:quiet.${what}`) };
  const waited = since === null ? 0 : daysBetween(since, today);
  const whom = t(`requirements:who.${who}`, { name: firstName(record.name) });
  return {
    kind: 'waiting',
    text: t(waited > 0 ? 'certification:withSince' : 'certification:with', { who: whom, days: fmt.daysWaiting(waited) }),
  };
}

const isOwnTurn = ({ relation }: Candidate, who: WhoseTurn['who'], act: Act | undefined): boolean =>
  (who === 'trainee' && relation.isTrainee) || (who === 'coordinator' && relation.coordinates) || (act !== undefined && who !== 'nobody');

/** Whose turn it is, what they do, and, when it is the reader, the act. */
export function sheetFor(visit: Visit<Candidate>, { turn, caseIds }: Standing, cases: CaseRecord[], certificateId: number | null): Sheet {
  const { record, t, fmt } = visit;
  const last = latestCase(record.facts);
  const open = cases.find(({ id }) => id === last?.id && caseIds.includes(id));
  const act = ownAct(visit, turn, open);
  const mine = isOwnTurn(record, turn.who, act);
  const context = record.relation.isTrainee ? 'own' : undefined;
  const words = { name: firstName(record.name), context, date: turn.since === null ? '' : fmt.date(turn.since) };
  const seesCertificate = record.relation.isTrainee || record.relation.isOwnSupervisor || record.relation.coordinates;
  const certificate =
    turn.what === 'certified' && certificateId !== null && seesCertificate
      ? { label: t('certification:act.certificate'), href: to.certificate(certificateId) }
      : undefined;
  const action = act ?? certificate;
  return {
    status: statusOf(visit, turn, mine),
    title: t(`certification:sheet.${turn.what}.title`, words),
    text: t(`certification:sheet.${turn.what}.text`, words),
    ...(action ? { action } : {}),
    mark: mine,
  };
}
