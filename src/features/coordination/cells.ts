import type { Formatters } from '../../web/format.js';
import type { Translate } from '../../web/language.js';
import { nowStatus, type StatusWords } from '../../web/right-now-words.js';
import type { TableRow } from './rows.js';
import type { Cell } from './spreadsheet.js';

export interface Tools {
  t: Translate;
  fmt: Formatters;
  on: string;
}

/** A thin bar in percent of its cell. */
export interface Bar {
  done: string;
  pace: string | null;
}

const percent = (value: number, max: number): string => Math.min(100, Math.max(0, (value / max) * 100)).toFixed(1);

/** What stands in a row, in words; bars are pictures of the same figures. */
export interface RowCells {
  now: StatusWords;
  days: string;
  supervision: string;
  supervisionBar: Bar;
  meetings: string;
  meetingsBar: Bar;
  selfAssessment: string;
  evidence: string;
  rating: string;
  certificationDay: string;
}

function ratingWord({ t }: Tools, { seen, now }: TableRow): string {
  const { state, sentenceKey } = seen.K7;
  if (state === 'waiting' && now.what === 'assessors') return t('coordination:rating.unassigned');
  const variant = sentenceKey.slice(sentenceKey.lastIndexOf('.') + 1);
  const known = ['met', 'waiting', 'adjudication', 'development_plan', 'missing'];
  return t(`coordination:rating.${known.includes(variant) ? variant : 'not_begun'}`);
}

function dayWord({ t, fmt }: Tools, { seen: { K8 } }: TableRow): string {
  if (K8.state === 'planned') return fmt.shortDate(String(K8.params['date']));
  return t(`coordination:certificationDayState.${K8.sentenceKey.endsWith('.conversation') ? 'conversation' : K8.state}`);
}

const outOf = (t: Translate, done: unknown, required: unknown) =>
  required === 0 ? '–' : t('coordination:outOf', { done, required }).replaceAll(' ', '\u00a0');

export function rowCells(tools: Tools, row: TableRow): RowCells {
  const { t, fmt } = tools;
  const { seen, hours } = row;
  const { K1, K4, K5, K6 } = seen;
  return {
    now: nowStatus(tools, row.now, row.name, row.facts),
    days: outOf(t, K1.params['done'], K1.params['required']),
    supervision: fmt.duration(hours.done),
    supervisionBar: { done: percent(hours.done, hours.total), pace: percent(hours.offered, hours.total) },
    meetings: outOf(t, K4.params['done'], K4.params['required']),
    meetingsBar: { done: percent(Number(K4.params['done']), Number(K4.params['required'])), pace: null },
    selfAssessment: outOf(t, K5.params['done'], K5.params['required']),
    evidence: t(K6.state === 'met' ? 'coordination:evidence.met' : 'coordination:evidence.missing'),
    rating: ratingWord(tools, row),
    certificationDay: dayWord(tools, row),
  };
}

/** A row for a spreadsheet: figures as figures. */
export function sheetCells(tools: Tools, row: TableRow): Cell[] {
  const cells = rowCells(tools, row);
  const figure = (value: unknown) => Number(value ?? 0);
  const { K1, K4, K5 } = row.seen;
  return [
    row.name,
    row.municipalityName,
    cells.now.said,
    figure(K1.params['done']),
    row.hours.done,
    figure(K4.params['done']),
    figure(K5.params['done']),
    cells.evidence,
    cells.rating,
    cells.certificationDay,
  ];
}
