export const purposes = [
  'own_learning',
  'supervision_own_municipality',
  'supervision_cross_municipal',
  'assessment',
  'calibration',
  'teaching',
] as const;
export type Purpose = (typeof purposes)[number];

/** The four everyone is asked; the other two are rare. */
export const usualPurposes: Purpose[] = ['own_learning', 'supervision_own_municipality', 'supervision_cross_municipal', 'assessment'];
export const rarePurposes: Purpose[] = ['calibration', 'teaching'];

export type AttendeeKind = 'citizen' | 'relative' | 'network' | 'professional' | 'interpreter' | 'meeting_leader' | 'meeting_participant';
export type AgeGroup = 'adult' | '15_to_17' | 'under_15';
export type GivenBy = 'self' | 'holder_1' | 'holder_2';
export type Method = 'paper' | 'tablet' | 'oral' | 'phone';

export interface Attendee {
  id: number;
  kind: AttendeeKind;
  ordinal: number;
  ageGroup: AgeGroup;
  /** Custody holders who must answer for someone under 15. */
  holders: number;
}

/** One append-only line. The last one of a person, giver and purpose is in force. */
export interface ConsentAnswer {
  id: number;
  attendeeId: number;
  givenBy: GivenBy;
  purpose: Purpose;
  answer: 'yes' | 'no';
}

/** Who must answer for an attendee: under 15 the young person and every custody holder, otherwise the person alone (our choice, after the health authorities' practice). */
export const answerers = (attendee: Pick<Attendee, 'ageGroup' | 'holders'>): GivenBy[] =>
  attendee.ageGroup !== 'under_15' ? ['self'] : (['self', 'holder_1', 'holder_2'] as const).slice(0, 1 + Math.max(1, attendee.holders));

type InForce = Map<number, Map<Purpose, Partial<Record<GivenBy, ConsentAnswer>>>>;

/** The answers in force, by attendee, purpose and giver. */
function inForce(answers: ConsentAnswer[]): InForce {
  const last: InForce = new Map();
  for (const one of answers) {
    const ofAttendee = last.get(one.attendeeId) ?? new Map<Purpose, Partial<Record<GivenBy, ConsentAnswer>>>();
    const given = ofAttendee.get(one.purpose) ?? {};
    const known = given[one.givenBy];
    if (!known || known.id < one.id) given[one.givenBy] = one;
    last.set(one.attendeeId, ofAttendee.set(one.purpose, given));
  }
  return last;
}

const found = new WeakMap<ConsentAnswer[], { of: number; last: InForce }>();

/** Answers are only ever added, and the same room is asked once for each person and purpose. */
function latest(answers: ConsentAnswer[]): InForce {
  const known = found.get(answers);
  if (known?.of === answers.length) return known.last;
  const last = inForce(answers);
  found.set(answers, { of: answers.length, last });
  return last;
}

export type Standing = 'yes' | 'no' | 'unanswered';

/** Whose no is heard: under 15 also a holder's who need not answer any more, so that correcting the number of holders opens nothing. */
const heard = (attendee: Attendee): GivenBy[] =>
  attendee.ageGroup === 'under_15' ? ['self', 'holder_1', 'holder_2'] : answerers(attendee);

/** One attendee's standing on one purpose: any no is a no, and everyone who must answer has to. */
export function standing(attendee: Attendee, answers: ConsentAnswer[], purpose: Purpose): Standing {
  const last = latest(answers).get(attendee.id)?.get(purpose);
  const given = (giver: GivenBy) => last?.[giver]?.answer;
  if (heard(attendee).some((giver) => given(giver) === 'no')) return 'no';
  return answerers(attendee).every((giver) => given(giver) === 'yes') ? 'yes' : 'unanswered';
}
