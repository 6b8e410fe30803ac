import { daysBetween, localDate } from '../../domain/calendar/dates.js';
import { mayCertify } from '../../domain/certification/independence.js';
import { allMet, judge } from '../../domain/certification/judge.js';
import { whoseTurn } from '../../domain/certification/turn.js';
import { mayWatchRecording } from '../../domain/recording/watch.js';
import { creditedMinutes } from '../../domain/supervision/credit.js';
import { signBy } from '../../domain/supervision/deadline.js';
import { findRooms } from '../../store/consent.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { openTexts } from '../../store/recording-text.js';
import { listUnsigned, type SessionLine } from '../../store/supervision.js';
import { listLastReplies, listUndecidedFor, listWithSupervisor, type LastReply, type WithSupervisor } from '../../store/today.js';
import { paths } from '../../web/paths.js';
import { objectionTasks, quarterTasks } from './hours-tasks.js';
import { waits, type Here, type Task } from './task.js';
import { nearDate, possessive } from '../../web/day-words.js';

/** Late by so many days, or how long it has waited until now. */
function deadline(here: Here, onDate: string): Task['status'] {
  const late = daysBetween(signBy(onDate), here.today);
  return late > 0 ? { kind: 'missing', text: here.t('today:deadlinePassed', { count: late }) } : waits(here, onDate);
}

function sessionTask(here: Here, session: SessionLine): Task {
  const { t, fmt, lang, today } = here;
  const drafted = session.draft?.rows.filter(({ present }) => present) ?? [];
  const sum = drafted.reduce((total, { from, to }) => total + creditedMinutes(session, { presentFrom: from, presentTo: to }), 0);
  const key = session.state === 'draft' ? 'sign' : 'write';
  const typed = session.typedByName !== null && session.typedBy !== session.supervisorId;
  const text = t(`today:session.${key}.text`, {
    group: session.groupName,
    members: t('today:members', { count: drafted.length }),
    sum: fmt.durationWords(sum),
    from: fmt.clock(session.startsAt),
    to: fmt.clock(session.endsAt),
  });
  return {
    since: session.onDate,
    status: deadline(here, session.onDate),
    title: t(`today:session.${key}.title`, { date: nearDate(lang, session.onDate, today) }),
    href: paths.supervision.session(session.id),
    text: typed ? `${text} ${t('today:session.typedBy', { name: session.typedByName })}` : text,
    action: { label: t(`today:session.${key}.action`), href: paths.supervision.entry(session.id) },
  };
}

const quoteLimit = 90;
/** Stands in a sentence where somebody's own words will be. */
const quote = '\u0000';
const shortened = (text: string) => (text.length <= quoteLimit ? text : `${text.slice(0, quoteLimit).replace(/\s+\S*$/, '')} …`);

interface Quoted extends LastReply {
  text: string;
}

async function lastReplies({ house }: Here, recordingIds: number[]): Promise<Map<number, Quoted>> {
  const last = await listLastReplies(house.db, recordingIds);
  const texts = await openTexts(
    house.db,
    last.map(({ recordingId, textKept }) => ({ subject: { recordingId }, kept: textKept })),
  );
  return new Map(last.map((one, index) => [one.recordingId, { ...one, text: shortened((texts[index] ?? '').replaceAll(/\s+/g, ' ')) }]));
}

function recordingTask(here: Here, one: WithSupervisor, reply: Quoted | undefined): Task {
  const { t, fmt, lang, today } = here;
  const since = localDate(new Date(one.reviewSince));
  const key = one.review === 'in_dialogue' ? (reply ? 'read' : 'readAll') : one.review === 'reflected' ? 'watch' : 'share';
  const delivered = one.deliveredAt === null ? since : localDate(new Date(one.deliveredAt));
  return {
    since,
    status: waits(here, since),
    title: t(`today:film.${key}.title`, { whose: possessive(lang, one.leaderName), number: one.number }),
    href: paths.review.show(one.recordingId),
    // What somebody wrote is put in afterwards: sentences are remembered, and this text dies with its recording.
    text: t(`today:film.${key}.text`, {
      place: [
        one.municipalityName,
        ...(one.durationMs === null ? [] : [t('today:minutes', { count: Math.round(one.durationMs / 60_000) })]),
      ].join(', '),
      date: nearDate(lang, delivered, today),
      at: reply ? fmt.timecode(reply.startMs) : '',
      quote,
    }).replace(quote, () => reply?.text ?? ''),
    action: { label: t(`today:film.${key}.action`), href: paths.review.show(one.recordingId) },
  };
}

const asSupervisor = {
  isLeader: false,
  isGroupSupervisor: true,
  isGroupMember: false,
  isGroupMemberOfSameMunicipality: false,
  isAssignedAssessor: false,
  isAdjudicator: false,
};

/** Recordings of the own groups that wait, as far as everyone's answers let the supervisor look at this moment. */
async function recordingTasks(here: Here): Promise<Task[]> {
  const { house, viewer, today } = here;
  const lines = await listWithSupervisor(house.db, viewer.id, today);
  const rooms = await findRooms(house.db, [...new Set(lines.map(({ meetingId }) => meetingId))]);
  const open = lines.filter((recording) => {
    const room = rooms.get(recording.meetingId) ?? { attendees: [], answers: [] };
    return mayWatchRecording(viewer, { recording, relation: asSupervisor, room }).ok;
  });
  const answered = open.filter(({ review }) => review === 'in_dialogue').map(({ recordingId }) => recordingId);
  const replies = await lastReplies(here, answered);
  return open.map((one) => recordingTask(here, one, replies.get(one.recordingId)));
}

/** Trainees of others who wait for somebody independent to decide. */
async function decisionTasks(here: Here): Promise<Task[]> {
  const { house, viewer, today, t } = here;
  const lines = (await listUndecidedFor(house.db, viewer.id, today)).filter(
    ({ personId, municipalityId, own }) =>
      mayCertify(viewer, {
        traineePersonId: personId,
        traineeMunicipalityId: municipalityId,
        ownSupervisorIds: own > 0 ? [viewer.id] : [],
        formerAssessorIds: [],
        assignedIds: [],
      }).ok,
  );
  const facts = await factsFor(
    house.db,
    lines.map(({ enrolmentId }) => enrolmentId),
  );
  return lines.flatMap(({ enrolmentId, name, municipalityName }) => {
    const known = facts.get(enrolmentId)!;
    const turn = whoseTurn(known, today);
    if (turn.who !== 'certifier') return [];
    const requirements = judge(known, today);
    const rated = requirements.find(({ code }) => code === 'K7')?.state === 'met';
    if (rated && !allMet(requirements)) return [];
    const key = rated ? 'certify' : 'notYet';
    const since = turn.since ?? today;
    return [
      {
        since,
        status: waits(here, since),
        title: t(`today:decide.${key}.title`, { name }),
        href: paths.certification.enrolment(enrolmentId),
        text: t(`today:decide.${key}.text`, { place: municipalityName }),
        action: { label: t(`today:decide.${key}.action`), href: paths.certification.decision(enrolmentId) },
      },
    ];
  });
}

/** What waits for a supervisor: signatures, objections, quarters, films, and decisions on others' trainees. */
export async function supervisorTasks(here: Here): Promise<Task[]> {
  const sessions = await listUnsigned(here.house.db, { supervisorId: here.viewer.id }, here.today);
  const rest = await Promise.all([objectionTasks(here), quarterTasks(here), recordingTasks(here), decisionTasks(here)]);
  return [...sessions.map((session) => sessionTask(here, session)), ...rest.flat()];
}
