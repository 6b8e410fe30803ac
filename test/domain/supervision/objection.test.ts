import { describe, expect, test } from '@jest/globals';
import { mayAnswer, mayObject, objectBy } from '../../../src/domain/supervision/objection.js';
import { person } from '../person/people.js';

const anne = person(1, 'trainee');
const line = { traineeId: 1, recordedAt: '2025-02-25T15:00:00.000Z', inForce: true, objected: false, certified: false };
const on = (date: string) => new Date(`${date}T10:00:00.000Z`);

describe('objecting to one’s own hours', () => {
  test('within fourteen days of the signature, the last day too', () => {
    expect(objectBy(line.recordedAt)).toBe('2025-03-11');
    expect(mayObject(anne, line, on('2025-03-11')).ok).toBe(true);
    expect(mayObject(anne, line, on('2025-03-12'))).toEqual({ ok: false, reason: 'refusals:objectionTooLate' });
  });
  test('a signature late in the evening counts from its Danish date', () =>
    expect(objectBy('2025-02-25T23:30:00.000Z')).toBe('2025-03-12'));
  test('nobody objects for somebody else', () => expect(mayObject(person(2, 'trainee'), line, on('2025-03-01')).ok).toBe(false));
  test('once to each line, never to one that was replaced, never after certification', () => {
    expect(mayObject(anne, { ...line, objected: true }, on('2025-03-01'))).toEqual({ ok: false, reason: 'refusals:objectedAlready' });
    expect(mayObject(anne, { ...line, inForce: false }, on('2025-03-01'))).toEqual({ ok: false, reason: 'refusals:lineReplaced' });
    expect(mayObject(anne, { ...line, certified: true }, on('2025-03-01'))).toEqual({ ok: false, reason: 'refusals:lockedByCertificate' });
  });
});

describe('answering', () => {
  const objection = { supervisorId: 10, coordinates: false, memberPersonIds: [1], state: 'open' as const };
  test('is the group’s supervisor’s, once', () => {
    expect(mayAnswer(person(10, 'supervisor'), objection).ok).toBe(true);
    expect(mayAnswer(person(10, 'supervisor'), { ...objection, state: 'stands' })).toEqual({
      ok: false,
      reason: 'refusals:objectionAnswered',
    });
  });
  test('is neither a coordinator’s nor the trainee’s', () => {
    expect(mayAnswer(person(20, 'coordinator'), { ...objection, coordinates: true }).ok).toBe(false);
    expect(mayAnswer(person(1, 'trainee', 'supervisor'), { ...objection, supervisorId: 1 }).ok).toBe(false);
  });
});
