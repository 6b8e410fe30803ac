import { daysBetween } from '../domain/calendar/dates.js';
import type { EnrolmentFacts } from '../domain/certification/facts.js';
import { hoursCurve, type CurvePoint, type Span } from '../domain/desk/curve.js';
import { hoursOf } from '../domain/supervision/hours.js';
import type { DayCount } from '../domain/desk/attendance-curve.js';
import type { Formatters } from './format.js';
import type { Language, Translate } from './language.js';

export interface ChartTools {
  t: Translate;
  fmt: Formatters;
  lang: Language;
}

/** A picture in percent of its box, so that words and lines keep their size on every screen. */
export interface LineChart {
  id: string;
  title: string;
  description: string;
  /** `points` of a polyline in a box of 100 × 100, y downwards. */
  lines: { kind: 'done' | 'offered' | 'even' | 'required'; label: string; points: string }[];
  /** Horizontal lines with their words, y in percent. */
  levels: { y: string; label: string }[];
  /** Words under the picture, x in percent. */
  marks: { x: string; label: string; anchor: 'start' | 'middle' | 'end' }[];
  table: { head: string[]; rows: string[][]; caption: string };
}

const two = (value: number): string => value.toFixed(2);
const share = (value: number, max: number): number => (max === 0 ? 0 : Math.min(100, Math.max(0, (value / max) * 100)));

const monthWord = {
  da: new Intl.DateTimeFormat('da-DK', { month: 'short', year: '2-digit', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { month: 'short', year: '2-digit', timeZone: 'UTC' }),
};

/** The first day of every sixth month within the span. */
function halfYears({ from, to }: Span): string[] {
  const [year, month] = from.split('-').map(Number) as [number, number];
  return Array.from({ length: 12 }, (_, index) => {
    const at = month - 1 + index * 6;
    return `${year + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`;
  }).filter((date) => date >= from && date <= to);
}

/** Words near the right edge would run into each other on a phone. */
const lastMark = 90;

function timeMarks({ lang }: ChartTools, span: Span): LineChart['marks'] {
  const whole = daysBetween(span.from, span.to);
  return halfYears(span)
    .map((date) => ({ x: share(daysBetween(span.from, date), whole), date }))
    .filter(({ x }) => x <= lastMark)
    .map(({ x, date }) => ({
      x: two(x),
      label: monthWord[lang].format(new Date(`${date}T12:00:00Z`)),
      anchor: x < 5 ? 'start' : 'middle',
    }));
}

/** Hours over time: what was credited, what the group held, an even pace, and what is required. A table says the same. */
export function hoursChart(
  tools: ChartTools,
  { id, points, span, total, required }: { id: string; points: CurvePoint[]; span: Span; total: number; required: number },
): LineChart {
  const { t, fmt } = tools;
  const whole = daysBetween(span.from, span.to);
  const x = (date: string) => share(daysBetween(span.from, date), whole);
  const at = (date: string, minutes: number) => `${two(x(date))},${two(100 - share(minutes, total))}`;
  const line = (of: (point: CurvePoint) => number) => [at(span.from, 0), ...points.map((point) => at(point.onDate, of(point)))].join(' ');
  const last = points.at(-1);
  const hours = (minutes: number) => fmt.number(Math.round(minutes / 6) / 10);
  const label = (kind: string) => t(`desk:chart.${kind}`);
  return {
    id,
    title: t('desk:chart.hours'),
    description: last
      ? t('desk:chart.hoursText', {
          done: fmt.durationWords(last.done),
          offered: fmt.durationWords(last.offered),
          date: fmt.typedDate(last.onDate),
        })
      : t('desk:chart.nothingYet'),
    lines: [
      { kind: 'even', label: label('even'), points: `0,100 100,0` },
      {
        kind: 'required',
        label: t('desk:chart.required', { hours: hours(required) }),
        points: `0,${two(100 - share(required, total))} 100,${two(100 - share(required, total))}`,
      },
      { kind: 'offered', label: label('offered'), points: line(({ offered }) => offered) },
      { kind: 'done', label: label('done'), points: line(({ done }) => done) },
    ],
    levels: [0, 0.2, 0.4, 0.6, 0.8, 1].map((part) => ({
      y: two(100 - part * 100),
      label: t('desk:chart.hourMark', { hours: hours(total * part) }),
    })),
    marks: timeMarks(tools, span),
    table: {
      caption: t('desk:chart.hours'),
      head: ['date', 'done', 'offered', 'even'].map((key) => t(`desk:chart.${key}`)),
      rows: points.map(({ onDate, done, offered, even }) => [
        fmt.typedDate(onDate),
        fmt.duration(done),
        fmt.duration(offered),
        fmt.duration(even),
      ]),
    },
  };
}

/** One trainee's hours over time, or null when the programme asks for none. */
export function ownHoursChart(tools: ChartTools, facts: EnrolmentFacts, span: Span, on: string): LineChart | null {
  const { total, required } = hoursOf(facts, on);
  return total === 0 ? null : hoursChart(tools, { id: 'hours-chart', points: hoursCurve(facts, span, on), span, total, required });
}

export interface BarChart {
  id: string;
  title: string;
  description: string;
  /** A column for each day; parts from below, in percent of the height. */
  columns: { x: string; width: string; parts: { kind: 'present' | 'madeUp' | 'absent' | 'unknown'; y: string; height: string }[] }[];
  legend: { kind: 'present' | 'madeUp' | 'absent' | 'unknown'; label: string }[];
  levels: { y: string; label: string }[];
  marks: LineChart['marks'];
  table: LineChart['table'];
}

const parts = ['present', 'madeUp', 'absent', 'unknown'] as const;

function stack(day: DayCount, most: number) {
  let below = 0;
  return parts.flatMap((kind) => {
    const height = share(day[kind], most);
    below += height;
    return day[kind] === 0 ? [] : [{ kind, y: two(100 - below), height: two(height) }];
  });
}

/** How many were there on each day. A table says the same. */
export function attendanceChart({ t, fmt }: ChartTools, id: string, days: DayCount[]): BarChart {
  const sum = (day: DayCount) => parts.reduce((total, part) => total + day[part], 0);
  const most = Math.max(1, ...days.map(sum));
  const slot = 100 / Math.max(1, days.length);
  const name = ({ kind, code, day }: DayCount) =>
    kind === 'certification' ? t('desk:chart.certificationDay') : t('desk:chart.seminarDay', { number: code.replace(/\D/g, ''), day });
  const short = ({ kind, code, day }: DayCount) => (kind === 'certification' ? 'C' : `${code.replace(/\D/g, '')}.${day}`);
  const there = days.reduce((total, day) => total + day.present + day.madeUp, 0);
  const all = days.reduce((total, day) => total + sum(day), 0);
  return {
    id,
    title: t('desk:chart.attendance'),
    description:
      all === 0
        ? t('desk:chart.nothingYet')
        : t('desk:chart.attendanceText', { percent: fmt.number(Math.round((there / all) * 100)), days: days.length }),
    columns: days.map((day, index) => ({ x: two(index * slot + slot * 0.18), width: two(slot * 0.64), parts: stack(day, most) })),
    legend: parts.filter((kind) => days.some((day) => day[kind] > 0)).map((kind) => ({ kind, label: t(`desk:chart.${kind}`) })),
    levels: [0, 0.5, 1].map((part) => ({ y: two(100 - part * 100), label: fmt.number(Math.round(most * part)) })),
    marks: days.map((day, index) => ({ x: two((index + 0.5) * slot), label: short(day), anchor: 'middle' as const })),
    table: {
      caption: t('desk:chart.attendance'),
      head: [t('desk:chart.day'), t('desk:chart.date'), ...parts.map((kind) => t(`desk:chart.${kind}`))],
      rows: days.map((day) => [name(day), fmt.typedDate(day.onDate), ...parts.map((kind) => fmt.number(day[kind]))]),
    },
  };
}
