import { onLeave, type EnrolmentEvent } from '../../domain/cohort/leave.js';
import { isForEveryone } from '../../domain/supervision/kinds.js';
import { wholeSession } from '../../domain/supervision/credit.js';
import type { Pace } from '../../domain/supervision/pace.js';
import type { SessionOf } from '../../store/supervision.js';
import type { LineRecord } from '../../store/supervision-line.js';
import type { ObjectionRecord } from '../../store/supervision-objection.js';
import { paths } from '../../web/paths.js';
import type { Status, Words } from './views.js';
import { inARow, isHeld, kindWords, sentenceStart, timeAndPlace, waitsForSignature } from './views.js';
import { bySession, correctionNotes, creditWords, type MemberLines } from './line-views.js';
import { objectionLink, objectionNotes, withoutContent } from './objection-words.js';

/** What the programme asks; null where it asks for no number of hours. */
export type HoursRule = { offeredMinutes: number; requiredMinutes: number } | null;

const paceKind: Record<Pace, Status['kind']> = { met: 'done', 'on-track': 'under-way', behind: 'missing', 'cannot-reach': 'missing' };

export const paceStatus = (pace: Pace | null | undefined, { t }: Pick<Words, 't'>): Status | null =>
  pace ? { kind: paceKind[pace], text: t(`supervision:paceWord.${pace}`) } : null;

/** What a trainee's sessions are told from. */
export interface Told {
  lines: LineRecord[];
  events: EnrolmentEvent[];
  objections: ObjectionRecord[];
  /** Sessions the trainee has sent an apology for; null for any other reader. */
  apologised: Set<number> | null;
  /** The reader is the trainee. */
  own: boolean;
  /** The reader may see what was written about an objection. */
  content: boolean;
  certified: boolean;
}

/** The trainee's own word beforehand, where it can still be given or taken back. */
function apologyLink(session: SessionOf, apologised: Set<number> | null, { t, today }: Words) {
  if (apologised === null || session.state !== 'planned' || session.onDate < today) return undefined;
  const key = apologised.has(session.id) ? 'apologised' : 'apologise';
  return { href: paths.calendar.sessionApology(session.id), label: t(`supervision:own.${key}`) };
}

function notSignedRow(session: SessionOf, words: Words) {
  const { t, today } = words;
  if (session.state === 'cancelled')
    return { status: { kind: 'barred' as const, text: t('supervision:state.cancelled') }, note: t('supervision:hours.cancelled') };
  if (!waitsForSignature(session, today)) return { status: { kind: 'planned' as const } };
  return {
    status: { kind: 'waiting' as const, text: t('supervision:state.waiting') },
    note: t('supervision:state.waitsFor', { name: session.supervisorName }),
  };
}

function creditedRow(session: SessionOf, credited: MemberLines, told: Told, words: Words) {
  const { t, fmt } = words;
  const objections = told.objections.filter(({ sessionId }) => sessionId === session.id);
  const shown = told.content ? credited : withoutContent(credited, objections, t);
  const { current } = shown;
  const open = objections.some(({ state }) => state === 'open');
  const status = open
    ? { kind: 'waiting' as const, text: t('supervision:objection.status') }
    : { kind: current.minutes > 0 ? ('done' as const) : ('missing' as const), text: fmt.duration(current.minutes) };
  const partly = open || current.minutes < wholeSession(session);
  const notes = [partly ? creditWords(current, words) : '', shown.former.length === 0 ? current.reason : ''];
  const all = [...notes, ...correctionNotes(shown, words), ...objectionNotes(objections, session.supervisorName, told.content, words)];
  const noteLink = told.own && !told.certified ? objectionLink(current, objections, words) : undefined;
  return { status, note: inARow(all) || undefined, noteLink };
}

function sessionRow(session: SessionOf, credited: MemberLines | undefined, told: Told, words: Words) {
  const { t, fmt } = words;
  const rest = [timeAndPlace(session, words), kindWords(credited?.current ?? session, words)].filter(Boolean).join(', ');
  const row = { strong: sentenceStart(fmt.weekdayDate(session.onDate)), rest };
  if (session.state !== 'signed')
    return { ...row, ...notSignedRow(session, words), noteLink: apologyLink(session, told.apologised, words) };
  if (credited) return { ...row, ...creditedRow(session, credited, told, words) };
  if (onLeave(told.events, session.onDate)) return { ...row, status: { kind: 'planned' as const, text: t('supervision:away.leave') } };
  return { ...row, status: { kind: 'done' as const, text: t('supervision:state.signed') }, note: t('supervision:hours.notListed') };
}

/** The trainee's sessions: those to come in order, those held with the latest first. Other kinds than the group's only where they were there. */
export function sessionRows(sessions: SessionOf[], told: Told, words: Words) {
  const credited = new Map(bySession(told.lines).map((one) => [one.current.sessionId, one]));
  const own = sessions.filter(({ id, kind }) => isForEveryone(kind) || credited.has(id));
  const row = (session: SessionOf) => sessionRow(session, credited.get(session.id), told, words);
  return {
    held: own
      .filter((session) => isHeld(session, words.today))
      .reverse()
      .map(row),
    coming: own.filter((session) => !isHeld(session, words.today)).map(row),
  };
}
