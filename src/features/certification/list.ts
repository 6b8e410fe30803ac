import { daysBetween, localDate } from '../../domain/calendar/dates.js';
import { mayCertify } from '../../domain/certification/independence.js';
import { certificationState } from '../../domain/certification/states.js';
import { whoseTurn } from '../../domain/certification/turn.js';
import {
  findEnrolmentFor,
  listCasesOfAssessor,
  listCasesToAssign,
  listUndecidedEnrolments,
  type CaseLine,
} from '../../store/assessment.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { listOwnEnrolments } from '../../store/enrolment.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { independenceOf } from './scope.js';

const to = paths.certification;
type Row = { status: { kind: string; text: string }; title: string; href: string; text: string; action: { label: string; href: string } };

const waits = ({ t, fmt, today }: Visit<object>, since: string) => ({
  kind: 'waiting',
  text: t('certification:waits', { days: fmt.daysWaiting(Math.max(0, daysBetween(since, today))) }),
});

const toRate = (visit: Visit<object>, lines: CaseLine[]): Row[] =>
  lines
    .filter(({ lockedAt }) => lockedAt === null)
    .map((line) => {
      const href = line.slot === 'adjudicator' ? to.adjudication(line.caseId) : to.rating(line.caseId);
      return {
        status: waits(visit, line.assignedAt?.slice(0, 10) ?? line.requestedOn),
        title: visit.t(line.slot === 'adjudicator' ? 'certification:list.adjudicate' : 'certification:list.rate', { name: line.name }),
        href,
        text: line.municipalityName,
        action: { label: visit.t('certification:act.open'), href },
      };
    });

const rated = (visit: Visit<object>, lines: CaseLine[]) =>
  lines
    .filter(({ lockedAt }) => lockedAt !== null)
    .map((line) => ({
      strong: line.name,
      href: to.case(line.caseId),
      rest: '',
      note: visit.t('certification:list.lockedOn', { date: visit.fmt.date(line.lockedAt!) }),
    }));

const toAssign = (visit: Visit<object>, lines: CaseLine[]): Row[] =>
  lines.map((line) => ({
    status: waits(visit, line.requestedOn),
    title: visit.t('certification:list.assign', { name: line.name }),
    href: to.assessors(line.caseId),
    text: line.municipalityName,
    action: { label: visit.t('certification:act.assign'), href: to.assessors(line.caseId) },
  }));

/** Cases that wait for a decision by an independent supervisor. */
async function toDecide(visit: Visit<object>): Promise<Row[]> {
  const { house, viewer, today, t } = visit;
  if (!viewer.roles.includes('supervisor')) return [];
  const ids = (await listUndecidedEnrolments(house.db)).map(({ enrolmentId }) => enrolmentId);
  const facts = await factsFor(house.db, ids);
  const rows = await Promise.all(
    [...facts].map(async ([id, one]): Promise<Row[]> => {
      const turn = whoseTurn(one, today);
      const found =
        certificationState(one, today) === 'decided' && turn.what === 'decision'
          ? await findEnrolmentFor(house.db, viewer.id, id, today)
          : null;
      if (!found || !mayCertify(viewer, independenceOf(found)).ok) return [];
      return [
        {
          status: waits(visit, turn.since ?? today),
          title: t('certification:list.decide', { name: found.name }),
          href: to.decision(id),
          text: found.municipalityName,
          action: { label: t('certification:act.decide'), href: to.decision(id) },
        },
      ];
    }),
  );
  return rows.flat();
}

/** What waits in certification for this person; a trainee goes straight to the own way. */
export async function list(visit: Visit<object>): Promise<void> {
  const { house, viewer, t, res, now } = visit;
  const own = await listOwnEnrolments(house.db, viewer.id);
  if (own[0] && !viewer.roles.includes('supervisor') && !viewer.assessor) return res.redirect(303, to.enrolment(own[0].id));
  const lines = await listCasesOfAssessor(house.db, viewer.id);
  const tasks = [
    ...toRate(visit, lines),
    ...(viewer.roles.includes('coordinator') ? toAssign(visit, await listCasesToAssign(house.db, viewer.id)) : []),
    ...(await toDecide(visit)),
  ];
  return visit.page(
    'certification/list',
    {
      flash: visit.flash(),
      tasks,
      rated: rated(visit, lines),
      rubric: to.rubric(),
      today: localDate(now),
      own: own.map(({ id, name }) => ({ href: to.enrolment(id), name })),
    },
    { title: t('certification:title') },
  );
}
