import type { CaseRecord, SeatRecord } from '../../store/assessment.js';
import type { Formatters } from '../../web/format.js';
import type { Translate } from '../../web/language.js';
import type { Link, Row, SeatView, Status } from './views.js';

interface Tools {
  t: Translate;
  fmt: Formatters;
}

export function seatStatus({ t, fmt }: Tools, seat: SeatRecord): Status {
  if (seat.lockedAt !== null) return { kind: 'locked', text: t('certification:seat.locked', { date: fmt.date(seat.lockedAt) }) };
  if (seat.savedAt !== null) return { kind: 'under-way', text: t('certification:seat.saved', { date: fmt.date(seat.savedAt) }) };
  return { kind: 'not-begun' };
}

/** An assessor by name, how far they are, and nothing of what they gave. */
export function seatView(tools: Tools, seat: SeatRecord): SeatView {
  const { t } = tools;
  const first = seat.slot !== 'adjudicator';
  return {
    name: seat.name,
    about: [t(`certification:slot.${seat.slot}`), seat.organisation].filter(Boolean).join(', '),
    status: seatStatus(tools, seat),
    progress: first ? { text: t('certification:seat.progress', { count: seat.rated }), value: seat.rated } : null,
  };
}

export interface Dated {
  /** Instant or date. */
  on: string;
  row: Row;
}

const dated = ({ fmt }: Tools, on: string, rest: string): Dated => ({ on, row: { rest, aside: fmt.date(on) } });

/** The newest first; a date alone stands before the instants of its day. */
export const newestFirst = (events: Dated[]): Row[] =>
  events
    .map((one, index) => ({ ...one, index }))
    .sort((a, b) => b.on.localeCompare(a.on) || b.index - a.index)
    .map(({ row }) => row);

interface Words {
  name: string;
  context: 'own' | undefined;
  inside: boolean;
}

/** What happened in a case, by date: who asked, who was chosen, who locked. */
export function caseEvents(tools: Tools, one: CaseRecord, words: Words, link?: Link): Dated[] {
  const { t } = tools;
  const { inside, ...who } = words;
  const events = [dated(tools, one.requestedOn, t('certification:history.requested', who))];
  for (const seat of one.seats) {
    const params = { assessor: seat.name, slot: t(`certification:slot.${seat.slot}`).toLowerCase() };
    events.push(dated(tools, seat.assignedAt, t('certification:history.assigned', params)));
    if (seat.lockedAt !== null) events.push(dated(tools, seat.lockedAt, t('certification:history.locked', params)));
  }
  if (one.closedOn !== null && one.closedWhy !== null && (inside || one.closedWhy === 'not_ratable'))
    events.push({ ...dated(tools, one.closedOn, t(`certification:history.closed.${one.closedWhy}`)), on: `${one.closedOn}T99` });
  return link ? events.map((event, index) => (index === 0 ? { ...event, row: { ...event.row, noteLink: link } } : event)) : events;
}
