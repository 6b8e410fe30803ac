import type { Rules } from '../../domain/certification/rules.js';
import { onLeave, type EnrolmentEvent } from '../../domain/cohort/leave.js';
import { wholeSession } from '../../domain/supervision/credit.js';
import type { Pace } from '../../domain/supervision/pace.js';
import type { SessionLine } from '../../store/supervision.js';
import type { LineRecord } from '../../store/supervision-line.js';
import type { Status, Words } from './views.js';
import { isHeld, kindWords, sentenceStart, timeAndPlace, waitsForSignature } from './views.js';
import { byMember, correctionNotes, presenceWords } from './line-views.js';

export type HoursRule = Rules['K2'] | null;

const paceKind: Record<Pace, Status['kind']> = { met: 'done', 'on-track': 'under-way', behind: 'missing', 'cannot-reach': 'missing' };

export const paceStatus = (pace: Pace | null | undefined, { t }: Pick<Words, 't'>): Status | null =>
  pace ? { kind: paceKind[pace], text: t(`supervision:paceWord.${pace}`) } : null;

function sessionRow(session: SessionLine, lines: LineRecord[], events: EnrolmentEvent[], words: Words) {
  const { t, fmt, today } = words;
  const own = byMember(lines.filter(({ sessionId }) => sessionId === session.id))[0];
  const kind = kindWords(own ? own.current : session, words);
  const row = {
    strong: sentenceStart(fmt.weekdayDate(session.onDate)),
    rest: [timeAndPlace(session, words), kind].filter(Boolean).join(', '),
  };
  if (session.state === 'cancelled')
    return { ...row, status: { kind: 'barred' as const, text: t('supervision:state.cancelled') }, note: t('supervision:hours.cancelled') };
  if (session.state !== 'signed')
    return waitsForSignature(session, today)
      ? {
          ...row,
          status: { kind: 'waiting' as const, text: t('supervision:state.waiting') },
          note: t('supervision:state.waitsFor', { name: session.supervisorName }),
        }
      : { ...row, status: { kind: 'planned' as const } };
  if (!own && onLeave(events, session.onDate)) return { ...row, status: { kind: 'planned' as const, text: t('supervision:away.leave') } };
  if (!own)
    return { ...row, status: { kind: 'done' as const, text: t('supervision:state.signed') }, note: t('supervision:hours.notListed') };
  const status = { kind: own.current.minutes > 0 ? ('done' as const) : ('missing' as const), text: fmt.duration(own.current.minutes) };
  const partly = own.current.minutes < wholeSession(session);
  const notes = [...(partly ? [presenceWords(own.current, words)] : []), ...(own.former.length === 0 ? [own.current.reason] : [])];
  return {
    ...row,
    status,
    note: [notes.filter(Boolean).join('. '), ...correctionNotes(own, words)].filter(Boolean).join('. ') || undefined,
  };
}

/** The trainee's sessions: those to come in order, those held with the latest first. */
export function sessionRows(sessions: SessionLine[], lines: LineRecord[], events: EnrolmentEvent[], words: Words) {
  const row = (session: SessionLine) => sessionRow(session, lines, events, words);
  return {
    held: sessions
      .filter((session) => isHeld(session, words.today))
      .reverse()
      .map(row),
    coming: sessions.filter((session) => !isHeld(session, words.today)).map(row),
  };
}
