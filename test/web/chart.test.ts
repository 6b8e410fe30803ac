import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../src/domain/calendar/dates.js';
import type { DayCount } from '../../src/domain/desk/attendance-curve.js';
import type { CurvePoint } from '../../src/domain/desk/curve.js';
import { attendanceChart, hoursChart, type ChartTools } from '../../src/web/chart.js';
import { translator } from '../../src/web/language.js';
import { formatFor } from '../../src/web/render.js';

const tools: ChartTools = { t: translator('da'), fmt: formatFor('da'), lang: 'da' };
const span = { from: '2024-10-01', to: '2026-09-30' };
const point = (given: Partial<CurvePoint>): CurvePoint => ({ onDate: '2025-10-01', done: 0, offered: 0, even: 0, ...given });
const draw = (points: CurvePoint[], { total = 3000, required = 2700 } = {}) =>
  hoursChart(tools, { id: 'hours', points, span, total, required });
const coordinates = (points: string) => points.split(' ').map((pair) => pair.split(',').map(Number) as [number, number]);
const lineOf = (chart: ReturnType<typeof draw>, kind: string) => coordinates(chart.lines.find((line) => line.kind === kind)!.points);

const day = (given: Partial<DayCount>): DayCount => ({
  ...{ kind: 'seminar', code: 'S1', day: 1, onDate: '2025-02-03', present: 0, madeUp: 0, absent: 0, unknown: 0 },
  ...given,
});

describe('hours over time', () => {
  test('begin at nothing on the first day; the whole is at the top, the requirement where it belongs', () => {
    const chart = draw([point({ done: 1350, offered: 1500 }), point({ onDate: '2026-09-30', done: 2700, offered: 3000 })]);
    expect(lineOf(chart, 'done')).toEqual([
      [0, 100],
      [50.07, 55],
      [100, 10],
    ]);
    expect(lineOf(chart, 'offered').at(-1)).toEqual([100, 0]);
    expect(lineOf(chart, 'required')).toEqual([
      [0, 10],
      [100, 10],
    ]);
    expect(chart.levels.map(({ y, label }) => `${y} ${label.replaceAll('\u00a0', ' ')}`)).toEqual([
      ...['100.00 0 t', '80.00 10 t', '60.00 20 t', '40.00 30 t', '20.00 40 t', '0.00 50 t'],
    ]);
  });

  test('with nothing held say so, and have no point but the beginning', () => {
    const chart = draw([]);
    expect(lineOf(chart, 'done')).toEqual([[0, 100]]);
    expect(chart.table.rows).toEqual([]);
    expect(chart.description).toBe('Der er ikke noget at vise endnu.');
  });

  test('stay inside the picture whatever is given, and the table says the same as the line', () => {
    const some = fc.array(
      fc.record({
        days: fc.integer({ min: -100, max: 1000 }),
        done: fc.integer({ min: 0, max: 9000 }),
        offered: fc.integer({ min: 0, max: 9000 }),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 6000 }), (given, total) => {
        const points = given.map(({ days, ...rest }) => point({ ...rest, onDate: addDays(span.from, days) }));
        const chart = draw(points, { total, required: total });
        for (const { points: drawn } of chart.lines)
          for (const [x, y] of coordinates(drawn)) for (const one of [x, y]) expect(one >= 0 && one <= 100).toBe(true);
        expect(chart.table.rows).toHaveLength(points.length);
        expect(chart.table.rows.map(([, done]) => done)).toEqual(points.map(({ done }) => tools.fmt.duration(done)));
      }),
    );
  });

  test('have words below that keep their order and never run over the edge', () => {
    const { marks } = draw([]);
    const xs = marks.map(({ x }) => Number(x));
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
    expect(Math.max(...xs)).toBeLessThanOrEqual(90);
    expect(marks[0]).toMatchObject({ x: '0.00', anchor: 'start' });
  });
});

describe('attendance over the days', () => {
  test('parts stand on each other from below, and only those that are there', () => {
    const chart = attendanceChart(tools, 'days', [day({ present: 3, absent: 1 }), day({ day: 2, present: 2, madeUp: 1, unknown: 1 })]);
    expect(chart.columns.map(({ parts }) => parts)).toEqual([
      [
        { kind: 'present', y: '25.00', height: '75.00' },
        { kind: 'absent', y: '0.00', height: '25.00' },
      ],
      [
        { kind: 'present', y: '50.00', height: '50.00' },
        { kind: 'madeUp', y: '25.00', height: '25.00' },
        { kind: 'unknown', y: '0.00', height: '25.00' },
      ],
    ]);
    expect(chart.description).toContain('75');
  });

  test('columns never meet, and each is as high as its share of the fullest day', () => {
    const count = fc.integer({ min: 0, max: 30 });
    const days = fc.array(fc.record({ present: count, madeUp: count, absent: count, unknown: count }), { maxLength: 20 });
    fc.assert(
      fc.property(days, (given) => {
        const { columns } = attendanceChart(
          tools,
          'days',
          given.map((one) => day(one)),
        );
        const most = Math.max(1, ...given.map((one) => one.present + one.madeUp + one.absent + one.unknown));
        for (const [index, { x, width, parts }] of columns.entries()) {
          const sum = parts.reduce((total, { height }) => total + Number(height), 0);
          const { present, madeUp, absent, unknown } = given[index]!;
          expect(Math.abs(sum - ((present + madeUp + absent + unknown) / most) * 100)).toBeLessThan(0.05);
          expect(Number(x) + Number(width)).toBeLessThanOrEqual(Number(columns[index + 1]?.x ?? 100));
        }
      }),
    );
  });

  test('of no days is no picture and no fault', () => {
    expect(attendanceChart(tools, 'days', []).columns).toEqual([]);
  });
});
