import { formatTimeOfDay } from '../../domain/calendar/time-of-day.js';
import { onlineModes, supervisionKinds } from '../../domain/supervision/kinds.js';
import { wholeSession } from '../../domain/supervision/credit.js';
import type { Visit } from '../../web/guard.js';
import type { FieldError } from '../../web/render.js';
import { sentence } from '../../web/render.js';
import type { EntryContext, EntryMemberFacts } from './entry-context.js';
import type { ReadEntry, ReadRow } from './entry-read.js';
import { fieldOf, type TypedEntry, type TypedRow } from './entry-typed.js';
import { whyNot } from './why-not.js';

type Words = Pick<Visit<unknown>, 't' | 'fmt'>;

/** The sentences that the island fills in with new figures, so that both languages live in one place. */
function islandWords({ t }: Words) {
  const count = (key: string, one: number) => t(key, { count: one }).replace(String(one), '{n}');
  return {
    duration: t('web:duration', { h: '{h}', mm: '{mm}' }),
    hour: count('web:hours', 1),
    hours: count('web:hours', 2),
    minute: count('web:minutes', 1),
    minutes: count('web:minutes', 2),
    and: t('web:and'),
    whole: t('supervision:entry.whole', { duration: '{d}' }),
    total: t('supervision:entry.total', { members: '{m}', changed: '{n}' }),
    sign: t('supervision:entry.sign', { sum: '{d}' }),
  };
}

interface Shown {
  typed: TypedEntry;
  read: ReadEntry;
  errors: FieldError[];
  /** The reader is the group's supervisor: reasons of apologies are for her alone. */
  reasons: boolean;
}

const namesOf = (enrolmentId: number) => ({
  present: fieldOf(enrolmentId, 'present'),
  from: fieldOf(enrolmentId, 'from'),
  to: fieldOf(enrolmentId, 'to'),
  remark: fieldOf(enrolmentId, 'remark'),
  online: fieldOf(enrolmentId, 'online'),
});

function errorsOf(names: ReturnType<typeof namesOf>, errors: FieldError[], t: Words['t']) {
  const of = (field: string) => {
    const found = errors.find((one) => one.field === field);
    return found && sentence(t, found.message);
  };
  return { present: of(names.present), from: of(names.from), to: of(names.to), remark: of(names.remark) };
}

/** A time that could not be read stays as it was typed. */
function timesOf(row: TypedRow, figures: ReadRow | undefined, wrong: { from?: string; to?: string }, frame: ReadEntry['frame']) {
  const shown = (part: 'from' | 'to') => (figures && !wrong[part] ? formatTimeOfDay(figures[part]) : row[part]);
  const differs = (part: 'from' | 'to', whole: number | undefined) => figures !== undefined && figures.present && figures[part] !== whole;
  return { from: shown('from'), to: shown('to'), fromChanged: differs('from', frame?.startsAt), toChanged: differs('to', frame?.endsAt) };
}

function apologyWords(apology: string | null, reasons: boolean, t: Words['t']): string | null {
  if (apology === null) return null;
  return apology !== '' && reasons ? t('supervision:entry.apologyFor', { reason: apology }) : t('supervision:entry.apologyTold');
}

function memberRow(
  { member, events, mayBeCredited, apology }: EntryMemberFacts,
  row: TypedRow,
  { read, errors, reasons }: Shown,
  words: Words,
  onDate: string,
) {
  const figures = read.rows.find(({ enrolmentId }) => enrolmentId === member.enrolmentId);
  const names = namesOf(member.enrolmentId);
  const faults = errorsOf(names, errors, words.t);
  return {
    names,
    errors: faults,
    name: member.name,
    municipality: member.municipalityName,
    apology: apologyWords(apology, reasons, words.t),
    away: mayBeCredited ? null : whyNot(member, events, onDate, words),
    present: row.present,
    ...timesOf(row, figures, faults, read.frame),
    remark: row.remark,
    online: row.online,
    changed: figures?.changed ?? false,
    minutes: figures ? words.fmt.duration(figures.minutes) : '–',
  };
}

/** The page of one session's entry. The button carries the sum one signs. */
export function entryView(context: EntryContext, shown: Shown, words: Words) {
  const { t, fmt } = words;
  const { typed, read } = shown;
  const { frame } = read;
  const counted = context.members.filter(({ mayBeCredited }) => mayBeCredited).map(({ member }) => member.enrolmentId);
  const changed = read.rows.filter(({ enrolmentId, changed: differs }) => differs && counted.includes(enrolmentId)).length;
  const whole = frame && wholeSession(frame);
  return {
    group: { id: context.group.id, name: context.group.name },
    typed,
    kinds: supervisionKinds.map((value) => ({ value, label: t(`supervision:kind.${value}`) })),
    modes: onlineModes.map((value) => ({ value, label: t(`supervision:online.${value}`) })),
    someOnline: typed.online === 'some',
    hosts: context.hosts.map(({ id, name }) => ({ value: String(id), label: name })),
    shownFrom: frame ? formatTimeOfDay(frame.startsAt) : typed.shownFrom,
    shownTo: frame ? formatTimeOfDay(frame.endsAt) : typed.shownTo,
    shownSum: String(read.sum),
    whole: whole ? t('supervision:entry.whole', { duration: fmt.durationWords(whole) }) : '',
    rows: context.members.flatMap((one) => {
      const row = typed.rows.find(({ enrolmentId }) => enrolmentId === one.member.enrolmentId);
      return row ? [memberRow(one, row, shown, words, context.onDate)] : [];
    }),
    total: t('supervision:entry.total', { members: counted.length, changed }),
    sum: frame ? fmt.duration(read.sum) : '–',
    sign: frame ? t('supervision:entry.sign', { sum: fmt.duration(read.sum) }) : t('supervision:entry.signAgain'),
    words: JSON.stringify(islandWords(words)),
  };
}
