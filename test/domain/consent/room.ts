import type { Room } from '../../../src/domain/consent/effective-scope.js';
import { usualPurposes, type Attendee, type ConsentAnswer, type GivenBy, type Purpose } from '../../../src/domain/consent/consent.js';

let answerId = 0;

export const attendee = (id: number, given: Partial<Attendee> = {}): Attendee => ({
  id,
  kind: 'relative',
  ordinal: id,
  ageGroup: 'adult',
  holders: 0,
  ...given,
});

export const answered = (
  attendeeId: number,
  answer: 'yes' | 'no',
  purposes: readonly Purpose[] = usualPurposes,
  givenBy: GivenBy = 'self',
): ConsentAnswer[] => purposes.map((purpose) => ({ id: (answerId += 1), attendeeId, givenBy, purpose, answer }));

/** Citizen, leader and an uncle, who have all said yes to the four usual purposes. */
export const room = (): Room => {
  const attendees = [attendee(1, { kind: 'citizen' }), attendee(2, { kind: 'meeting_leader' }), attendee(3)];
  return { attendees, answers: attendees.flatMap(({ id }) => answered(id, 'yes')) };
};
