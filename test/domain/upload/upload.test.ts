import { describe, expect, test } from '@jest/globals';
import { endsForGood, percentKept, sweptAt, uploadQuota, whyNotBegin, whyStopped } from '../../../src/domain/upload/upload.js';

const nothing = { running: 0, runningBytes: 0, startedInADay: 0 };
const max = 16 * 1024 ** 3;

describe('beginning an upload', () => {
  test('a film of one byte and one of exactly the limit may begin', () => {
    expect(whyNotBegin(nothing, 1, max)).toBeNull();
    expect(whyNotBegin(nothing, max, max)).toBeNull();
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%s bytes is no film', (bytes) => {
    expect(whyNotBegin(nothing, bytes, max)).toBe('empty');
  });

  test('one byte over the limit is too large', () => {
    expect(whyNotBegin(nothing, max + 1, max)).toBe('tooLarge');
  });

  test('three under way is the most, and the third may still begin', () => {
    expect(whyNotBegin({ ...nothing, running: uploadQuota.running - 1 }, 1, max)).toBeNull();
    expect(whyNotBegin({ ...nothing, running: uploadQuota.running }, 1, max)).toBe('tooManyRunning');
  });

  test('bytes under way are counted as announced', () => {
    expect(whyNotBegin({ ...nothing, runningBytes: uploadQuota.runningBytes - 10 }, 10, max)).toBeNull();
    expect(whyNotBegin({ ...nothing, runningBytes: uploadQuota.runningBytes - 10 }, 11, max)).toBe('tooManyBytes');
  });

  test('a house that takes larger films than the quota takes one of them', () => {
    const large = uploadQuota.runningBytes * 2;
    expect(whyNotBegin(nothing, large, large)).toBeNull();
  });

  test('thirty in a day is the most', () => {
    expect(whyNotBegin({ ...nothing, startedInADay: uploadQuota.startedInADay }, 1, max)).toBe('tooManyToday');
  });
});

const attendee = (id: number, kind: 'citizen' | 'meeting_leader') => ({
  id,
  kind,
  ordinal: 1,
  ageGroup: 'adult' as const,
  holders: 0 as const,
});
const people = [attendee(1, 'citizen'), attendee(2, 'meeting_leader')];
const answer = (attendeeId: number, given: 'yes' | 'no', recordedAt = '2026-09-01T10:00:00.000Z') => ({
  attendeeId,
  givenBy: 'self' as const,
  purpose: 'own_learning' as const,
  answer: given,
  answeredOn: '2026-09-01',
  recordedAt,
  id: attendeeId,
});
const yes = { attendees: people, answers: [answer(1, 'yes'), answer(2, 'yes')] };

describe('one more byte', () => {
  test('is taken while everyone in the room has said yes', () => {
    expect(whyStopped({ state: 'running', room: yes, hasRecording: false })).toBeNull();
  });

  test.each(['discarded', 'expired', 'finished'] as const)('is not taken when the upload is %s', (state) => {
    expect(whyStopped({ state, room: yes, hasRecording: false })).toBe(state);
  });

  test('is not taken when the meeting is gone, and nothing is kept', () => {
    const why = whyStopped({ state: 'running', room: null, hasRecording: false });
    expect(why).toBe('meetingGone');
    expect(endsForGood(why)).toBe(true);
  });

  test('is not taken when one has said no, and nothing is kept', () => {
    const why = whyStopped({
      state: 'running',
      room: { attendees: people, answers: [answer(1, 'yes'), answer(2, 'no')] },
      hasRecording: false,
    });
    expect(why).toBe('refused');
    expect(endsForGood(why)).toBe(true);
  });

  test('tells of the no, also when the no has thrown away what came', () => {
    const room = { attendees: people, answers: [answer(1, 'yes'), answer(2, 'no')] };
    expect(whyStopped({ state: 'discarded', room, hasRecording: false })).toBe('refused');
    expect(whyStopped({ state: 'discarded', room: null, hasRecording: false })).toBe('meetingGone');
    expect(whyStopped({ state: 'finished', room, hasRecording: true })).toBe('finished');
  });

  test('waits for one who has not answered, and what came is kept', () => {
    const why = whyStopped({ state: 'running', room: { attendees: people, answers: [answer(1, 'yes')] }, hasRecording: false });
    expect(why).toBe('unanswered');
    expect(endsForGood(why)).toBe(false);
  });

  test('is not taken when the meeting has a film already', () => {
    expect(whyStopped({ state: 'running', room: yes, hasRecording: true })).toBe('hasRecording');
  });
});

test('an upload is thrown away seven days after its last byte', () => {
  expect(sweptAt('2026-09-01T10:00:00.000Z').toISOString()).toBe('2026-09-08T10:00:00.000Z');
});

test('percent is never 100 before the last byte', () => {
  expect(percentKept(0, 7)).toBe(0);
  expect(percentKept(63, 100)).toBe(63);
  expect(percentKept(max - 1, max)).toBe(99);
  expect(percentKept(max, max)).toBe(100);
});
