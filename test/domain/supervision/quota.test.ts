import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  countedOf,
  limitOf,
  loggedOf,
  noSums,
  ourQuotas,
  reckon,
  sumsOf,
  type Counted,
  type Sums,
} from '../../../src/domain/supervision/quota.js';

const whole = { offeredMinutes: 3000, quotas: ourQuotas };
const of = (given: Partial<Sums>): Sums => ({ ...noSums(), ...given });
const onSite = (minutes: number) => ({ onSite: minutes, online: 0 });

describe('what counts of logged minutes', () => {
  test('a fifth live, a tenth one to one, half online, of 3000 minutes', () =>
    expect([limitOf(whole, 'live'), limitOf(whole, 'individual'), limitOf(whole, 'online')]).toEqual([600, 300, 1500]));
  test('600 minutes live count, and the 601st does not', () => {
    expect(countedOf(of({ live: onSite(600) }), whole)).toBe(600);
    expect(reckon(of({ live: onSite(605) }), whole)).toMatchObject({ counted: 600, over: { live: 5 } });
  });
  test('300 minutes one to one count, and no more', () => expect(countedOf(of({ individual: onSite(420) }), whole)).toBe(300));
  test('peer supervision is written down and never counts', () => {
    const sums = of({ peer: onSite(240), group: onSite(300) });
    expect([countedOf(sums, whole), loggedOf(sums)]).toEqual([300, 540]);
    expect(countedOf(sums, null)).toBe(300);
  });
  test('1500 minutes online count, of all kinds together', () =>
    expect(reckon(of({ group: { onSite: 0, online: 1600 }, live: { onSite: 0, online: 100 } }), whole)).toMatchObject({
      counted: 1500,
      over: { online: 200 },
    }));
  test('what is too much live is taken from the online minutes first', () =>
    expect(countedOf(of({ live: { onSite: 500, online: 300 }, group: { onSite: 0, online: 1400 } }), whole)).toBe(2000));
  test('a version without quotas lets everything count but peer supervision', () =>
    expect(countedOf(of({ live: onSite(2000), peer: onSite(60) }), { offeredMinutes: 3000 })).toBe(2000));
  test('a quota inside another is a share of that one’s minutes', () => {
    const inner = { offeredMinutes: 3000, quotas: [ourQuotas[0]!, { code: 'live' as const, percent: 20, within: 'online' as const }] };
    expect(limitOf(inner, 'live')).toBe(300);
  });
  test('two quotas inside each other end', () =>
    expect(
      limitOf(
        {
          offeredMinutes: 1000,
          quotas: [
            { code: 'live', percent: 50, within: 'individual' },
            { code: 'individual', percent: 50, within: 'live' },
          ],
        },
        'live',
      ),
    ).toBe(250));
});

const line: fc.Arbitrary<Counted> = fc.record({
  onDate: fc.constant('2025-03-03'),
  minutes: fc.integer({ min: 0, max: 96 }).map((fives) => fives * 5),
  kind: fc.constantFrom('group', 'live', 'individual', 'peer'),
  online: fc.boolean(),
});

describe('counting, whatever was written', () => {
  test('the order of the lines makes no difference, and a line more never gives less', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), line, (lines, more) => {
        const counted = countedOf(sumsOf(lines), whole);
        expect(countedOf(sumsOf([...lines].reverse()), whole)).toBe(counted);
        expect(countedOf(sumsOf([...lines, more]), whole)).toBeGreaterThanOrEqual(counted);
      }),
    );
  });
  test('counted and over come to everything that was logged, and no limit is passed', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const sums = sumsOf(lines);
        const { counted, over } = reckon(sums, whole);
        expect(counted + Object.values(over).reduce((sum, one) => sum + one, 0)).toBe(loggedOf(sums));
        expect(counted).toBeLessThanOrEqual(sums.group.onSite + 600 + 300 + 1500);
      }),
    );
  });
});
