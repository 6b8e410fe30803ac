import { daysBetween } from '../../domain/calendar/dates.js';
import { signBy } from '../../domain/supervision/deadline.js';
import type { OnlineMode, SupervisionKind } from '../../domain/supervision/kinds.js';
import type { SessionOf } from '../../store/supervision.js';
import type { Visit } from '../../web/guard.js';

export type Words = Pick<Visit<unknown>, 't' | 'fmt' | 'today'>;

export interface Status {
  kind: 'your-turn' | 'done' | 'under-way' | 'not-begun' | 'waiting' | 'planned' | 'missing' | 'barred' | 'locked';
  text?: string;
}

export const sentenceStart = (text: string): string => text.charAt(0).toLocaleUpperCase('da') + text.slice(1);

/** Held sessions on a page before the rest is one link away. */
export const shownHeld = 12;

export const asksForAll = ({ req }: Pick<Visit<unknown>, 'req'>): boolean => req.query['all'] === '1';

/** Sentences after each other, each with one full stop between. */
export const inARow = (parts: string[]): string =>
  parts
    .filter(Boolean)
    .map((part, index, all) => (index === all.length - 1 || /[.?!]$/.test(part) ? part : `${part}.`))
    .join(' ');

/** «kl. 9.00–15.00 i Birkesund». */
export function timeAndPlace(session: Pick<SessionOf, 'startsAt' | 'endsAt' | 'hostName'>, { t, fmt }: Pick<Words, 't' | 'fmt'>): string {
  const time = t('supervision:time', { from: fmt.clock(session.startsAt), to: fmt.clock(session.endsAt) });
  return session.hostName ? t('supervision:timeAndPlace', { time, place: session.hostName }) : time;
}

/** «live ved et netværksmøde, online»; nothing for the group in one room. */
export function kindWords({ kind, online }: { kind: SupervisionKind; online: OnlineMode | boolean }, { t }: Pick<Words, 't'>): string {
  const apart = online === true || online === 'everyone' ? 'everyone' : online === 'some' ? 'some' : null;
  return [...(kind === 'group' ? [] : [t(`supervision:kindIn.${kind}`)]), ...(apart ? [t(`supervision:onlineIn.${apart}`)] : [])].join(
    ', ',
  );
}

export const isHeld = (session: SessionOf, today: string): boolean => session.onDate <= today;
/** Held but not written in, or written in but not signed. */
export const waitsForSignature = (session: SessionOf, today: string): boolean =>
  (session.state === 'draft' || session.state === 'planned') && isHeld(session, today);

/** Whose turn a session is, for the one who reads. */
export function sessionStatus(session: SessionOf, viewerSigns: boolean, { t, fmt, today }: Words): Status {
  if (session.state === 'signed') return { kind: 'done', text: t('supervision:state.signed') };
  if (session.state === 'cancelled') return { kind: 'barred', text: t('supervision:state.cancelled') };
  if (!waitsForSignature(session, today)) return { kind: 'planned' };
  if (viewerSigns) return { kind: 'your-turn' };
  const days = fmt.daysWaiting(daysBetween(session.onDate, today));
  return { kind: 'waiting', text: t('supervision:state.with', { name: session.supervisorName, days }) };
}

/** «Underskriv senest 3. februar», or that the date has passed. */
export function deadlineNote(session: SessionOf, { t, fmt, today }: Words): string {
  const by = signBy(session.onDate);
  return t(by < today ? 'supervision:deadline.passed' : 'supervision:deadline.before', { date: fmt.date(by) });
}
