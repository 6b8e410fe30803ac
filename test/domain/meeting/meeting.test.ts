import { describe, expect, test } from '@jest/globals';
import { attendeeCount, isLed, nextCourse, parseCourse } from '../../../src/domain/meeting/meeting.js';
import { mayChangeMeeting, mayLogMeetings, mayRemoveMeeting, mayUpload } from '../../../src/domain/meeting/policy.js';
import { everyRole, person } from '../person/people.js';

describe('the letter of a course', () => {
  test.each([
    ['a', 'A'],
    [' B ', 'B'],
    ['ab', 'AB'],
  ])('«%s» is kept as %s', (typed, letter) => expect(parseCourse(typed)).toBe(letter));
  test.each(['Anna', '', '1', 'A1', 'Å', 'A B', 'Forløb A'])('«%s» is no letter: names are never kept', (typed) =>
    expect(parseCourse(typed)).toBeNull(),
  );
  test('the next letter is the first unused one', () => {
    expect(nextCourse([])).toBe('A');
    expect(nextCourse(['A', 'C'])).toBe('B');
    expect(nextCourse([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'])).toBe('AA');
    expect(nextCourse([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'AA'])).toBe('AB');
  });
});

test('a meeting taken part in as participant is not led', () =>
  expect([isLed({ role: 'leader' }), isLed({ role: 'co_leader' }), isLed({ role: 'participant' })]).toEqual([true, true, false]));
test('everyone in the room is counted', () => expect(attendeeCount({ citizens: 1, relatives: 2, network: 0, professionals: 2 })).toBe(5));

describe('who logs meetings', () => {
  const enrolment = { stoppedOn: null };
  test.each(everyRole)('a %s may only as a trainee', (role) =>
    expect(mayLogMeetings(person(1, role), { enrolment }).ok).toBe(role === 'trainee'),
  );
  test('not before enrolment and not after stopping', () => {
    expect(mayLogMeetings(person(1, 'trainee'), { enrolment: null })).toEqual({ ok: false, reason: 'refusals:notEnrolled' });
    expect(mayLogMeetings(person(1, 'trainee'), { enrolment: { stoppedOn: '2026-02-01' } })).toEqual({
      ok: false,
      reason: 'refusals:trainingStopped',
    });
  });
  const bare = { leaderId: 1, recordingId: null, processing: null, erasedAt: null };
  const filmed = { ...bare, recordingId: 7, processing: 'ready' };
  test('nobody changes another’s meeting', () =>
    expect(mayChangeMeeting(person(2, 'trainee'), { meeting: bare })).toEqual({ ok: false, reason: 'refusals:notYourMeeting' }));
  test('a meeting with a film stays, and takes no second film', () => {
    for (const may of [mayRemoveMeeting, mayUpload]) {
      expect(may(person(1, 'trainee'), { meeting: bare }).ok).toBe(true);
      expect(may(person(1, 'trainee'), { meeting: filmed })).toEqual({ ok: false, reason: 'refusals:meetingHasRecording' });
    }
  });
  test('after a film that failed or was erased another can come', () => {
    expect(mayUpload(person(1, 'trainee'), { meeting: { ...filmed, processing: 'failed' } }).ok).toBe(true);
    expect(mayUpload(person(1, 'trainee'), { meeting: { ...filmed, erasedAt: '2026-05-27T02:00:00.000Z' } }).ok).toBe(true);
  });
});
