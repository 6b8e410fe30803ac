import type { EnrolmentEvent } from '../../domain/cohort/leave.js';
import { takesPart } from '../../domain/cohort/leave.js';
import type { SessionLine } from '../../store/supervision.js';
import type { GroupLine, MemberLine } from '../../store/supervision-group.js';
import { lastQuarter, quarterOf } from '../../domain/supervision/attestation.js';
import { paths } from '../../web/paths.js';
import { quarterWords } from '../../web/quarter-words.js';
import type { SupervisionTotal } from '../../store/supervision-total.js';
import { inHours } from './hours-figure.js';
import { paceStatus, type HoursRule } from './hours-views.js';
import { deadlineNote, isHeld, kindWords, sentenceStart, sessionStatus, timeAndPlace, waitsForSignature, type Words } from './views.js';
import { whyNot } from './why-not.js';

interface GroupPage {
  group: GroupLine;
  members: MemberLine[];
  hours: (enrolmentId: number) => { events: EnrolmentEvent[]; total: SupervisionTotal | null };
  sessions: SessionLine[];
  ungrouped: { enrolmentId: number; name: string; municipalityName: string }[];
  rule: HoursRule;
  can: { plan: boolean; sign: boolean };
}

function memberRow(member: MemberLine, { hours: of, rule }: GroupPage, words: Words) {
  const { fmt, today } = words;
  const { events, total } = of(member.enrolmentId);
  const done = total?.countedMinutes ?? 0;
  const away = member.certifiedOn !== null || !takesPart(events, today);
  return {
    href: paths.supervision.hours(member.enrolmentId),
    name: member.name,
    municipality: member.municipalityName,
    status: away
      ? { kind: member.certifiedOn ? 'done' : 'planned', text: whyNot(member, events, today, words) }
      : paceStatus(total?.pace, words),
    hours: fmt.duration(done),
    bar: rule && { value: done, max: rule.offeredMinutes, pace: total?.offeredMinutes || undefined },
    reach: !away && total && total.bookedMinutes > 0 ? fmt.duration(total.reachMinutes) : '',
  };
}

const sessionHref = (session: SessionLine, waits: boolean) =>
  waits ? paths.supervision.entry(session.id) : paths.supervision.session(session.id);

function sessionRow(session: SessionLine, can: GroupPage['can'], words: Words) {
  const { t, fmt, today } = words;
  const waits = waitsForSignature(session, today);
  const typed = session.state === 'draft' && session.typedBy !== session.supervisorId ? session.typedByName : null;
  const notes = [
    sentenceStart([timeAndPlace(session, words), kindWords(session, words)].filter(Boolean).join(', ')),
    ...(session.state === 'signed' ? [t('supervision:group.sum', { sum: fmt.duration(session.minutes) })] : []),
    ...(typed ? [t('supervision:state.typedBy', { name: typed })] : []),
    ...(waits ? [deadlineNote(session, words)] : []),
  ];
  return {
    status: sessionStatus(session, can.sign, words),
    strong: sentenceStart(fmt.weekdayDate(session.onDate)),
    href: sessionHref(session, waits && can.sign),
    note: notes.join('. '),
  };
}

/** The quarters of the sessions shown that are over: everyone's hours in each. */
function quarterLinks({ group, sessions }: GroupPage, words: Words) {
  const signed = sessions.filter(({ state }) => state === 'signed').map(({ onDate }) => quarterOf(onDate));
  const over = [...new Set(signed)].filter((quarter) => quarter <= lastQuarter(words.today));
  return over
    .sort()
    .reverse()
    .map((quarter) => ({ strong: sentenceStart(quarterWords(quarter, words)), href: paths.supervision.groupQuarter(group.id, quarter) }));
}

/** The one filled button: the oldest session that waits for the viewer, else a new one. */
function act({ group, sessions, can }: GroupPage, { t, fmt, today }: Words) {
  if (!can.plan) return null;
  const waiting = can.sign ? sessions.find((session) => waitsForSignature(session, today)) : undefined;
  if (waiting)
    return { label: t('supervision:group.writeThat', { date: fmt.date(waiting.onDate) }), href: paths.supervision.entry(waiting.id) };
  return { label: t('supervision:group.write'), href: paths.supervision.newSession(group.id) };
}

export function groupView(words: Words, given: GroupPage) {
  const { t } = words;
  const { group, members, sessions, ungrouped } = given;
  return {
    id: group.id,
    name: group.name,
    lead: t('supervision:group.lead', { cohort: group.cohortName, name: group.supervisorName }),
    act: act(given, words),
    paceNote: given.rule
      ? t('supervision:group.paceNote', {
          offered: inHours(given.rule.offeredMinutes, words),
          required: inHours(given.rule.requiredMinutes, words),
        })
      : '',
    members: members.map((member) => memberRow(member, given, words)),
    held: sessions
      .filter((session) => isHeld(session, words.today))
      .reverse()
      .map((session) => sessionRow(session, given.can, words)),
    coming: sessions.filter((session) => !isHeld(session, words.today)).map((session) => sessionRow(session, given.can, words)),
    quarters: quarterLinks(given, words),
    ungrouped: ungrouped.map(({ enrolmentId, name, municipalityName }) => ({
      value: String(enrolmentId),
      label: `${name}, ${municipalityName}`,
    })),
  };
}
