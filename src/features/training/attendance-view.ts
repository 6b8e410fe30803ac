import { attendedMinutes, formatBreaks, plannedMinutes, type DayFrame } from '../../domain/attendance/day-frame.js';
import { formatTimeOfDay } from '../../domain/calendar/time-of-day.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import type { FieldError } from '../../web/render.js';
import { sentence } from '../../web/render.js';
import type { NewAttendance } from '../../store/attendance.js';
import { choicesFor, formerNote, isMadeUpElsewhere, presenceOf, startingPoint, type DayKind, type Listed } from './attendance-lines.js';
import { sentenceStart } from './cohort-views.js';
import type { DayRecord } from './scope.js';

type Words = Pick<Visit<unknown>, 't' | 'fmt'>;

export interface Shown {
  listed: Listed[];
  kind: DayKind;
  frame: DayFrame;
  typed: Typed | null;
  /** What was typed, as far as it could be read. */
  read: NewAttendance[];
  errors: FieldError[];
}

/** «Holdets sted, på orlov den dag, afbud: grund», under a name. */
function under({ municipalityName, away, guest, apology, current }: Listed, { t }: Words): string {
  const parts = [
    municipalityName,
    ...(guest ? [t('training:attendance.guest', { cohort: guest.cohortName })] : []),
    ...(away ? [t('training:attendance.away')] : []),
    ...(apology !== null && !current
      ? [apology ? t('training:attendance.apologyFor', { reason: apology }) : t('training:attendance.apologyTold')]
      : []),
  ];
  return parts.join('. ');
}

const parts = ['presence', 'from', 'to', 'remark'] as const;

function namesAndErrors(id: number, errors: FieldError[], t: Words['t']) {
  const of = (part: string) => {
    const found = errors.find(({ field }) => field === `${part}-${id}`);
    return found && sentence(t, found.message);
  };
  return Object.fromEntries(parts.map((part) => [part, { name: `${part}-${id}`, error: of(part) }])) as Record<
    (typeof parts)[number],
    { name: string; error: string | undefined }
  >;
}

function rowOf(one: Listed, index: number, { kind, frame, typed, read, errors }: Shown, words: Words, entered: boolean) {
  const { t, fmt } = words;
  const id = one.enrolmentId;
  const start = startingPoint(one, kind, entered);
  const kept = one.current ? presenceOf(one.current, frame) : { from: frame.startsAt, to: frame.endsAt };
  const text = (name: string, otherwise: string) => (typed ? typedText(typed, `${name}-${id}`) : otherwise);
  const presence = text('presence', start.presence);
  const line = read.find(({ enrolmentId }) => enrolmentId === id);
  const times =
    line?.presence === 'present' ? presenceOf({ presentFrom: line.presentFrom ?? null, presentTo: line.presentTo ?? null }, frame) : kept;
  const there = presence === 'present';
  const minutes = there ? attendedMinutes(frame, times) : 0;
  return {
    number: index + 1,
    id,
    name: one.name,
    under: under(one, words),
    elsewhere: isMadeUpElsewhere(one) ? t('training:attendance.madeUpElsewhere') : null,
    choices: choicesFor(one, kind).map((value) => ({ value, label: t(`training:attendance.${value}`) })),
    presence,
    conversation: text('conversation', start.conversation),
    fields: namesAndErrors(id, errors, t),
    from: text('from', formatTimeOfDay(kept.from)),
    to: text('to', formatTimeOfDay(kept.to)),
    remark: text('remark', one.current?.note ?? (one.apology && presence === 'apology' ? one.apology : '')),
    changed: { from: there && times.from !== frame.startsAt, to: there && times.to !== frame.endsAt },
    minutes: presence === 'made_up' ? '–' : fmt.duration(minutes),
    differs: presence !== 'present' || minutes !== plannedMinutes(frame),
    former: formerNote(one, frame, words),
  };
}

/** What the page's script needs to keep the figures in step: the day, and the sentences in the reader's language. */
const islandOf = (frame: DayFrame, { t }: Words): string =>
  JSON.stringify({
    frame,
    duration: t('web:duration', { h: '{h}', mm: '{mm}' }),
    total: t('training:attendance.total', { people: '{p}', changed: '{n}' }),
  });

/** The whole list of a day on one page, in the order of the sign-in sheet. */
export function attendanceView(record: DayRecord, title: string, seen: number, shown: Shown, words: Words) {
  const { t, fmt } = words;
  const { listed, kind, frame } = shown;
  const entered = listed.some(({ current }) => current !== null);
  const rows = listed.map((one, index) => rowOf(one, index, shown, words, entered));
  const { day, cohort } = record;
  return {
    cohort: { id: cohort.id, name: cohort.name },
    dayId: day.id,
    name: title,
    seen: String(seen),
    date: [sentenceStart(fmt.weekdayDate(day.onDate)), day.place].filter(Boolean).join(', '),
    hours: t(frame.breaks.length > 0 ? 'training:attendance.hours' : 'training:attendance.hoursWhole', {
      from: fmt.clock(frame.startsAt),
      to: fmt.clock(frame.endsAt),
      breaks: formatBreaks(frame.breaks),
      duration: fmt.durationWords(plannedMinutes(frame)),
    }),
    conversation: kind.certification,
    entered,
    rows,
    total: t('training:attendance.total', { people: rows.length, changed: rows.filter(({ differs }) => differs).length }),
    island: kind.certification ? '' : islandOf(frame, words),
  };
}
