import { describe, expect, test } from '@jest/globals';
import { canBeEvidence, reviewStates } from '../../../src/domain/recording/recording.js';
import { quarantinedSince, quarantineIsOver } from '../../../src/domain/recording/quarantine.js';
import { eraseOn } from '../../../src/domain/recording/retention.js';
import { afterStep, hasReflected, steps, turnOf } from '../../../src/domain/recording/review-states.js';
import { answered, attendee, room } from '../consent/room.js';

describe('evidence', () => {
  test('45 minutes to the millisecond is evidence, one less is practice', () =>
    expect([canBeEvidence(45 * 60_000), canBeEvidence(45 * 60_000 - 1), canBeEvidence(38 * 60_000), canBeEvidence(null)]).toEqual([
      true,
      false,
      false,
      false,
    ]));
});

describe('the date of erasure', () => {
  test('is 180 days after the upload', () => expect(eraseOn('2025-11-12', null)).toEqual({ date: '2026-05-11', why: 'age' }));
  test('is 30 days after the certificate when that is earlier', () =>
    expect(eraseOn('2026-05-13', '2026-06-09')).toEqual({ date: '2026-07-09', why: 'certified' }));
  test('a late certificate never lengthens it', () =>
    expect(eraseOn('2025-11-12', '2026-06-09')).toEqual({ date: '2026-05-11', why: 'age' }));
});

describe('a film somebody has not answered for', () => {
  const arrivals = () => {
    const { attendees, answers } = room();
    return { attendees: attendees.map((one) => ({ ...one, addedAt: '2026-05-28T10:00:00.000Z' })), answers };
  };
  const uncle = { ...attendee(9), addedAt: '2026-05-29T10:00:00.000Z' };
  test('waits from the upload, or from when the person was written down later', () => {
    const { attendees, answers } = arrivals();
    expect(quarantinedSince({ attendees, answers }, '2026-05-28T12:00:00.000Z')).toBeNull();
    expect(quarantinedSince({ attendees: [...attendees, uncle], answers }, '2026-05-28T12:00:00.000Z')).toBe('2026-05-29T10:00:00.000Z');
  });
  test('is over after seven days and not a day before', () => {
    const { attendees, answers } = arrivals();
    const late = { attendees: [...attendees, uncle], answers };
    expect([
      quarantineIsOver(late, '2026-05-28T12:00:00.000Z', '2026-06-04'),
      quarantineIsOver(late, '2026-05-28T12:00:00.000Z', '2026-06-05'),
    ]).toEqual([false, true]);
    expect(quarantineIsOver({ ...late, answers: [...answers, ...answered(9, 'yes')] }, '2026-05-28T12:00:00.000Z', '2026-06-30')).toBe(
      false,
    );
  });
});

describe('the life of a review', () => {
  test('runs from draft to closed', () => {
    expect(afterStep('made_playable', 'draft')).toBe('ready_for_reflection');
    expect(afterStep('reflect', 'ready_for_reflection')).toBe('reflected');
    expect(afterStep('open', 'reflected')).toBe('with_supervisor');
    expect(afterStep('share', 'with_supervisor')).toBe('shared');
    expect(afterStep('reply', 'shared')).toBe('in_dialogue');
    expect(afterStep('close', 'in_dialogue')).toBe('closed');
  });
  test('nothing is shared before the reflection, in any state', () => {
    for (const state of reviewStates) if (!hasReflected(state)) expect(afterStep('share', state)).toBeNull();
  });
  test('a reflection is delivered once', () =>
    expect(reviewStates.filter((state) => afterStep('reflect', state) !== null)).toEqual(['ready_for_reflection']));
  test('nothing happens in a closed review', () => expect(Object.values(steps).some(({ from }) => from.includes('closed'))).toBe(false));
  test('in every state it is one person’s turn, or nobody’s', () =>
    expect(reviewStates.map(turnOf)).toEqual(['nobody', 'trainee', 'supervisor', 'supervisor', 'trainee', 'supervisor', 'nobody']));
});
