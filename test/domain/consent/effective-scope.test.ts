import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { purposes, usualPurposes, type ConsentAnswer } from '../../../src/domain/consent/consent.js';
import { effectiveScope, heldBackBy, mayAttach, permission } from '../../../src/domain/consent/effective-scope.js';
import { answered, attendee, room } from './room.js';

const erased = { erasedAt: '2026-07-09T02:00:00.000Z' };
const alive = { erasedAt: null };

describe('what a film may be used for', () => {
  test('is what everyone in the room has said yes to', () => expect([...effectiveScope(room())]).toEqual(usualPurposes));

  test('one no to one purpose closes that purpose and no other', () => {
    const { attendees, answers } = room();
    const scope = effectiveScope({ attendees, answers: [...answers, ...answered(3, 'no', ['supervision_cross_municipal'])] });
    expect([...scope]).toEqual(['own_learning', 'supervision_own_municipality', 'assessment']);
  });

  test('the uncle who came late and was not asked closes everything', () => {
    const { attendees, answers } = room();
    expect(effectiveScope({ attendees: [...attendees, attendee(4)], answers }).size).toBe(0);
  });

  test('the latest answer counts: yes, then no, then yes again', () => {
    const { attendees, answers } = room();
    const withdrawn = [...answers, ...answered(1, 'no')];
    expect(effectiveScope({ attendees, answers: withdrawn }).size).toBe(0);
    expect(effectiveScope({ attendees, answers: [...withdrawn, ...answered(1, 'yes')] }).size).toBe(4);
  });

  test('an empty room allows nothing', () => expect(effectiveScope({ attendees: [], answers: [] }).size).toBe(0));

  test('an answer to one purpose is no answer to another', () => {
    const one = attendee(1);
    expect([...effectiveScope({ attendees: [one], answers: answered(1, 'yes', ['own_learning']) })]).toEqual(['own_learning']);
  });

  const someAnswers = (ids: number[]) =>
    fc
      .array(
        fc.record({
          attendeeId: fc.constantFrom(...ids),
          purpose: fc.constantFrom(...purposes),
          answer: fc.constantFrom('yes' as const, 'no' as const),
        }),
        { maxLength: 60 },
      )
      .map((rows) => rows.map((row, index): ConsentAnswer => ({ id: index + 1, givenBy: 'self', ...row })));

  test('one more person in the room never opens anything', () => {
    fc.assert(
      fc.property(someAnswers([1, 2, 3]), (answers) => {
        const two = [attendee(1), attendee(2)];
        const before = effectiveScope({ attendees: two, answers });
        for (const purpose of effectiveScope({ attendees: [...two, attendee(3)], answers })) expect(before.has(purpose)).toBe(true);
      }),
    );
  });

  test('one more no never opens anything, and closes its own purpose', () => {
    fc.assert(
      fc.property(someAnswers([1, 2]), fc.constantFrom(...purposes), (answers, purpose) => {
        const attendees = [attendee(1), attendee(2)];
        const before = effectiveScope({ attendees, answers });
        const after = effectiveScope({
          attendees,
          answers: [...answers, { id: 1000, attendeeId: 2, givenBy: 'self', purpose, answer: 'no' }],
        });
        expect(after.has(purpose)).toBe(false);
        for (const open of after) expect(before.has(open)).toBe(true);
      }),
    );
  });

  test('it is the intersection of what each one alone allows', () => {
    fc.assert(
      fc.property(someAnswers([1, 2, 3]), (answers) => {
        const attendees = [attendee(1), attendee(2), attendee(3)];
        const alone = attendees.map((one) => effectiveScope({ attendees: [one], answers }));
        expect([...effectiveScope({ attendees, answers })]).toEqual(
          purposes.filter((purpose) => alone.every((scope) => scope.has(purpose))),
        );
      }),
    );
  });
});

describe('people under eighteen', () => {
  const child = attendee(1, { ageGroup: 'under_15', holders: 2 });
  const all = [...answered(1, 'yes'), ...answered(1, 'yes', usualPurposes, 'holder_1')];
  test('under 15 with one of two custody holders is not enough', () =>
    expect(effectiveScope({ attendees: [child], answers: all }).size).toBe(0));
  test('under 15 with both holders and their own yes is open', () =>
    expect(effectiveScope({ attendees: [child], answers: [...all, ...answered(1, 'yes', usualPurposes, 'holder_2')] }).size).toBe(4));
  test('a young person’s no wins over both holders’ yes', () => {
    const holders = [...answered(1, 'yes', usualPurposes, 'holder_1'), ...answered(1, 'yes', usualPurposes, 'holder_2')];
    expect(effectiveScope({ attendees: [child], answers: [...holders, ...answered(1, 'no')] }).size).toBe(0);
  });
  test('holders alone are not enough: the young person is asked', () => {
    const holders = [...answered(1, 'yes', usualPurposes, 'holder_1'), ...answered(1, 'yes', usualPurposes, 'holder_2')];
    expect(effectiveScope({ attendees: [child], answers: holders }).size).toBe(0);
  });
  test('a holder’s no is heard also after the number of holders was set down to one', () => {
    const one = attendee(1, { ageGroup: 'under_15', holders: 1 });
    expect(effectiveScope({ attendees: [one], answers: all }).size).toBe(4);
    expect(effectiveScope({ attendees: [one], answers: [...all, ...answered(1, 'no', usualPurposes, 'holder_2')] }).size).toBe(0);
  });
  test('under 15 with no holder noted still waits for one', () =>
    expect(effectiveScope({ attendees: [attendee(1, { ageGroup: 'under_15', holders: 0 })], answers: answered(1, 'yes') }).size).toBe(0));
  test('from 15 the young person answers alone', () =>
    expect(effectiveScope({ attendees: [attendee(1, { ageGroup: '15_to_17', holders: 2 })], answers: answered(1, 'yes') }).size).toBe(4));
});

describe('attaching a recording', () => {
  test('is open when everyone’s yes covers the leader’s own learning', () => expect(mayAttach(room())).toEqual({ ok: true }));
  test('needs no yes to anything else', () => {
    const { attendees } = room();
    const answers = attendees.flatMap(({ id }) => [
      ...answered(id, 'yes', ['own_learning']),
      ...answered(id, 'no', ['assessment', 'supervision_cross_municipal']),
    ]);
    expect(mayAttach({ attendees, answers })).toEqual({ ok: true });
  });
  test('is refused with an empty list, without the citizen, and without the leader', () => {
    const { attendees, answers } = room();
    expect(mayAttach({ attendees: [], answers })).toEqual({ ok: false, reason: 'nobody' });
    expect(mayAttach({ attendees: attendees.slice(1), answers })).toEqual({ ok: false, reason: 'noCitizen' });
    expect(mayAttach({ attendees: [attendees[0]!, attendees[2]!], answers })).toEqual({ ok: false, reason: 'noLeader' });
  });
  test('tells a no from a missing answer, and a no weighs more', () => {
    const { attendees, answers } = room();
    const late = [...attendees, attendee(4, { kind: 'professional' })];
    expect(mayAttach({ attendees: late, answers })).toEqual({ ok: false, reason: 'unanswered' });
    expect(mayAttach({ attendees: late, answers: [...answers, ...answered(3, 'no')] })).toEqual({ ok: false, reason: 'refused' });
  });
  test('who keeps a purpose closed is named', () => {
    const { attendees, answers } = room();
    const held = heldBackBy(
      { attendees: [...attendees, attendee(4)], answers: [...answers, ...answered(1, 'no', ['assessment'])] },
      'assessment',
    );
    expect(held.map(({ attendee: { id }, standing }) => [id, standing])).toEqual([
      [1, 'no'],
      [4, 'unanswered'],
    ]);
  });
});

describe('the permission of a recording', () => {
  test('is derived from the answers', () => {
    const { attendees, answers } = room();
    expect(permission({ attendees, answers }, null)).toBe('planned');
    expect(permission({ attendees, answers }, alive)).toBe('active');
    expect(permission({ attendees: [...attendees, attendee(4)], answers }, alive)).toBe('quarantined');
    expect(permission({ attendees, answers: [...answers, ...answered(1, 'no')] }, alive)).toBe('blocked');
    expect(permission({ attendees, answers }, erased)).toBe('erased');
  });
});
