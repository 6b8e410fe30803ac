import { describe, expect, test } from '@jest/globals';
import { entryFaults, type EntryFrame, type EntryMember } from '../../../src/domain/supervision/entry.js';

const today = '2026-01-20';
const frame: EntryFrame = { onDate: '2026-01-20', startsAt: 540, endsAt: 900, breakMinutes: 60 };
const member = (given: Partial<EntryMember> = {}): EntryMember => ({
  enrolmentId: 1,
  present: true,
  presentFrom: 540,
  presentTo: 900,
  mayBeCredited: true,
  others: [],
  ...given,
});
const reasons = (change: Partial<EntryFrame>, ...members: EntryMember[]) =>
  entryFaults({ ...frame, ...change }, members, today).map(({ reason }) => reason);

describe('what keeps a session from being signed', () => {
  test('nothing, when everything is in order', () => expect(reasons({}, member())).toEqual([]));
  test('a date that has not come', () => expect(reasons({ onDate: '2026-01-21' })).toEqual(['refusals:sessionInFuture']));
  test('an end before the start', () => expect(reasons({ endsAt: 540 })).toEqual(['refusals:endBeforeStart']));
  test('an end before the start is told once, not once a member', () =>
    expect(reasons({ endsAt: 500 }, member(), member({ enrolmentId: 2 }))).toEqual(['refusals:endBeforeStart']));
  test('breaks as long as the session', () => expect(reasons({ breakMinutes: 360 })).toEqual(['refusals:breakTooLong']));
  test('a member on leave, stopped or not in the group that day', () =>
    expect(reasons({}, member({ mayBeCredited: false }))).toEqual(['refusals:memberNotThen']));
  test('nobody who was absent is asked about', () => expect(reasons({}, member({ present: false, mayBeCredited: false }))).toEqual([]));
  test('leaving before coming', () =>
    expect(reasons({}, member({ presentFrom: 700, presentTo: 690 }))).toEqual(['refusals:leftBeforeCame']));
  test('presence outside the session', () => expect(reasons({}, member({ presentTo: 905 }))).toEqual(['refusals:outsideSession']));
  test('presence that overlaps another session the same day', () =>
    expect(reasons({}, member({ others: [{ presentFrom: 880, presentTo: 1000, minutes: 100 }] }))).toEqual(['refusals:overlap']));
  test('a session that begins when the other ends does not overlap', () =>
    expect(reasons({}, member({ others: [{ presentFrom: 900, presentTo: 1080, minutes: 180 }] }))).toEqual([]));
  test('more than eight hours in one day', () =>
    expect(reasons({}, member({ others: [{ presentFrom: 900, presentTo: 1085, minutes: 185 }] }))).toEqual(['refusals:overDailyCap']));
  test('the fault names the member it belongs to', () =>
    expect(entryFaults(frame, [member(), member({ enrolmentId: 9, mayBeCredited: false })], today)).toEqual([
      { field: 'member', enrolmentId: 9, reason: 'refusals:memberNotThen' },
    ]));
});
