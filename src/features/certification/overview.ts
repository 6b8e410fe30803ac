import { daysBetween, localDate } from '../../domain/calendar/dates.js';
import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { mayCertify } from '../../domain/certification/independence.js';
import { listIndependence } from '../../store/assessment.js';
import { listOpenProposals } from '../../store/certificate-withdrawal.js';
import {
  listAppointedCandidates,
  listCandidates,
  listOwnCandidates,
  listRatedCandidates,
  listSeatsOf,
  listSupervisedCandidates,
  type CandidateRecord,
  type SeatLine,
} from '../../store/certification.js';
import { factsFor } from '../../store/enrolment-facts.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { candidateRow, candidateTask, isOver, seatRow, seatTask, type Told } from './overview-rows.js';
import { standingFor } from './standing.js';
import { inWords, type OverviewView, type Task } from './views.js';

const to = paths.certification;
type Plain = Visit<Record<never, never>>;

const outside = {
  isTrainee: false,
  isOwnSupervisor: false,
  coordinates: false,
  managesMunicipality: false,
  isAssessor: false,
  mayCertify: false,
};

const tell = (one: CandidateRecord, facts: EnrolmentFacts, inside: boolean, today: string): Told => ({
  one,
  facts,
  standing: standingFor({ facts, relation: { ...outside, isOwnSupervisor: inside } }, today),
});

/** From the request to the decision; everyone else stands in the cohort's own table. */
const isInAssessment = ({ standing: { state } }: Told) =>
  ['ready', 'under_assessment', 'adjudication', 'decided', 'development_plan'].includes(state);

const isOpenSeat = ({ lockedAt, closedOn, decided }: SeatLine) => lockedAt === null && closedOn === null && decided === 0;

/** Rated trainees whose decision waits, and whom this supervisor may certify. */
async function toDecide(visit: Plain): Promise<Told[]> {
  const { house, viewer, today } = visit;
  if (!viewer.roles.includes('supervisor')) return [];
  const rated = await listRatedCandidates(house.db);
  const independence = await listIndependence(house.db, rated);
  const free = rated.filter((one) => mayCertify(viewer, independence.get(one.id)!).ok);
  const facts = await factsFor(
    house.db,
    free.map(({ id }) => id),
  );
  return free.map((one) => tell(one, facts.get(one.id)!, false, today)).filter(({ standing }) => standing.turn.who === 'certifier');
}

/** Proposals of others to withdraw a certificate, which this supervisor may answer. */
async function toAnswer({ house, viewer, today, t, fmt }: Plain): Promise<{ days: number; task: Task }[]> {
  if (!viewer.roles.includes('supervisor')) return [];
  const open = (await listOpenProposals(house.db)).filter(({ proposerId }) => proposerId !== viewer.id);
  const candidates = await listCandidates(
    house.db,
    open.map(({ enrolmentId }) => enrolmentId),
  );
  const independence = await listIndependence(house.db, candidates);
  return open
    .filter(({ enrolmentId }) => independence.has(enrolmentId) && mayCertify(viewer, independence.get(enrolmentId)!).ok)
    .map(({ certificateId, name, proposedAt }) => {
      const days = Math.max(0, daysBetween(localDate(new Date(proposedAt)), today));
      return {
        days,
        task: {
          status: {
            kind: 'waiting',
            text: days > 0 ? t('certification:waits', { days: fmt.daysWaiting(days) }) : t('certification:waitsToday'),
          },
          title: t('certification:withdrawal.waiting', { name }),
          action: { label: t('certification:withdrawal.waitingAct'), href: to.withdrawal(certificateId) },
        },
      };
    });
}

interface Lists {
  own: CandidateRecord[];
  supervised: CandidateRecord[];
  appointed: CandidateRecord[];
  seats: SeatLine[];
}

async function listsFor({ house, viewer, today }: Plain): Promise<Lists> {
  const { db } = house;
  const is = (role: (typeof viewer.roles)[number]) => viewer.roles.includes(role);
  return {
    own: await listOwnCandidates(db, viewer.id),
    supervised: is('supervisor') ? await listSupervisedCandidates(db, viewer.id, today) : [],
    appointed: is('coordinator') ? await listAppointedCandidates(db, viewer.id) : [],
    seats: await listSeatsOf(db, viewer.id),
  };
}

const waited = ({ since }: { since: string | null }, today: string) => (since === null ? 0 : daysBetween(since, today));

/** What waits for this person, oldest first; then everyone they follow. A trainee goes straight to their own way. */
export async function list(visit: Plain): Promise<void> {
  const { house, today, t, res } = visit;
  const { own, supervised, appointed, seats } = await listsFor(visit);
  if (own[0] && supervised.length + appointed.length + seats.length === 0) return res.redirect(303, to.enrolment(own[0].id));
  const facts = await factsFor(
    house.db,
    [...supervised, ...appointed].map(({ id }) => id),
  );
  const followed = supervised.map((one) => tell(one, facts.get(one.id)!, true, today));
  const coordinated = appointed.map((one) => tell(one, facts.get(one.id)!, false, today));
  const decisions = await toDecide(visit);
  const turns = coordinated.filter(
    ({ standing: { turn } }) => turn.who === 'coordinator' && (turn.what === 'assessors' || turn.what === 'adjudication'),
  );
  const tasks: { days: number; task: Task }[] = [
    ...(await toAnswer(visit)),
    ...seats.filter(isOpenSeat).map((seat) => seatTask(visit, seat)),
    ...[...turns, ...decisions].map((told) => ({ days: waited(told.standing.turn, today), task: candidateTask(visit, told) })),
  ];
  const rows = (told: Told[]) => [...told.filter((one) => !isOver(one)), ...told.filter(isOver)].map((one) => candidateRow(visit, one));
  const view: OverviewView = {
    notice: visit.flash(),
    lead: t('certification:overview.lead', { count: tasks.length, words: inWords(t, tasks.length) }),
    tasks: tasks.sort((a, b) => b.days - a.days).map(({ task }) => task),
    sections: [
      {
        id: 'own',
        title: t('certification:overview.own'),
        rows: own.map(({ id, cohortName }) => ({ strong: cohortName, href: to.enrolment(id) })),
      },
      { id: 'followed', title: t('certification:overview.followed'), rows: rows(followed) },
      { id: 'cohorts', title: t('certification:overview.cohorts'), rows: rows(coordinated.filter(isInAssessment)) },
      {
        id: 'rated',
        title: t('certification:overview.rated'),
        rows: seats.filter((seat) => !isOpenSeat(seat)).map((seat) => seatRow(visit, seat)),
      },
    ].filter((section) => section.rows.length > 0),
    rubric: { href: to.rubric(), label: t('certification:link.rubric') },
  };
  await visit.page('certification/overview', view, { title: t('certification:title') });
}
