import { localDate } from '../../domain/calendar/dates.js';
import { judge } from '../../domain/certification/judge.js';
import { outsiderView } from '../../domain/certification/outsider-view.js';
import { seesEvidence } from '../../domain/certification/policy.js';
import { certificationState } from '../../domain/certification/states.js';
import { whoseTurn, type WhoseTurn } from '../../domain/certification/turn.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { requirementRows } from './requirement-rows.js';
import type { Enrolment } from './scope.js';

const to = paths.certification;

/** The viewer's own next act on this page, if there is one. */
function actionFor({ record, t }: Visit<Enrolment>, turn: WhoseTurn): { label: string; href: string } | null {
  const { relation, facts, id } = record;
  const open = facts.cases.at(-1);
  if (relation.isTrainee) {
    if (turn.what === 'self_assessment') return { label: t('certification:act.selfAssess'), href: to.selfAssessment(id) };
    if (turn.what === 'evidence') return { label: t('certification:act.request'), href: to.request(id) };
    if (turn.what === 'meetings' || turn.what === 'first_meeting')
      return { label: t('certification:act.logMeeting'), href: paths.meetings.new() };
  }
  if (relation.coordinates && open && (turn.what === 'assessors' || (turn.what === 'adjudication' && turn.who === 'coordinator')))
    return { label: t('certification:act.assign'), href: to.assessors(open.id) };
  if (relation.mayCertify && turn.what === 'decision') return { label: t('certification:act.decide'), href: to.decision(id) };
  return null;
}

const caseLines = ({ record, t, fmt }: Visit<Enrolment>) =>
  record.facts.cases.map((one) => ({
    strong: t('certification:case.attempt', { attempt: one.attempt }),
    href: to.case(one.id),
    rest: t('certification:case.requested', { date: fmt.date(one.requestedOn) }),
    note: one.closedWhy ? t(`certification:case.closed.${one.closedWhy}`) : '',
  }));

/** One trainee's way to the certificate. Those outside the evidence learn only whether it is there. */
export const show = (visit: Visit<Enrolment>): Promise<void> => {
  const { record, t, fmt, now, flash } = visit;
  const today = localDate(now);
  const inside = seesEvidence(record.relation) || record.relation.mayCertify;
  const seen = inside
    ? { state: certificationState(record.facts, today), requirements: judge(record.facts, today), turn: whoseTurn(record.facts, today) }
    : outsiderView(record.facts, today);
  const mine = record.relation.isTrainee;
  const lastDecision = record.facts.decisions.at(-1);
  return visit.page(
    'certification/enrolment',
    {
      flash: flash(),
      crumbs: [{ href: to.index(), label: t('certification:title') }, { label: record.name }],
      name: record.name,
      lead: t(`certification:state.${seen.state}`, { name: record.name }),
      place: t('certification:place', { municipality: record.municipalityName, cohort: record.cohortName }),
      turn: {
        title: t(`requirements:turn.${seen.turn.what}`),
        who:
          mine && seen.turn.who === 'trainee' ? t('certification:who.you') : t(`certification:who.${seen.turn.who}`, { name: record.name }),
        since: seen.turn.since ? t('certification:since', { date: fmt.date(seen.turn.since) }) : '',
        isMine: mine && seen.turn.who === 'trainee',
        action: actionFor(visit, seen.turn),
      },
      requirements: requirementRows(seen.requirements, t, fmt),
      rules: t('certification:rules', { version: record.rulesVersion }),
      cases: inside || record.relation.isTrainee ? caseLines(visit) : [],
      certificate: record.certificateId === null ? null : to.certificate(record.certificateId),
      plan: mine && seen.state === 'development_plan' ? { action: to.planDone(record.id) } : null,
      nextSteps: null as string | null,
      selfAssessment: mine && !record.facts.certificate ? to.selfAssessment(record.id) : null,
      selfCount: record.facts.selfAssessments.length,
      decided: lastDecision ? fmt.date(lastDecision.decidedOn) : null,
    },
    { title: t('certification:pageTitle', { name: record.name }) },
  );
};
