import type { CaseAssessor, CaseFacts, EnrolmentFacts, SeatDay } from '../../../src/domain/certification/facts.js';
import { meetingLeaderRules } from '../../../src/domain/certification/rules.js';

export const seminarDates = [
  '2025-02-03',
  '2025-02-04',
  '2025-04-07',
  '2025-04-08',
  '2025-06-16',
  '2025-06-17',
  '2025-09-15',
  '2025-09-16',
];
export const sessionDates = [
  ...['2025-02-25', '2025-04-29', '2025-05-27', '2025-08-26', '2025-10-07'],
  ...['2025-11-18', '2026-01-20', '2026-02-24', '2026-03-24', '2026-04-28'],
];

export const levels = (text: string): number[] => text.split(' ').map(Number);

export const assessor = (
  slot: CaseAssessor['slot'],
  given: number[],
  lockedOn: string | null,
  personId = { A: 71, B: 72, adjudicator: 73 }[slot],
): CaseAssessor => ({
  personId,
  slot,
  lockedOn,
  ratings: given.map((level, index) => ({ element: index + 1, level: level === 0 ? null : level })),
});

/** A case on a film of an hour, rated and locked by two unless told otherwise. */
export const filmCase = (given: Partial<CaseFacts> = {}): CaseFacts => ({
  id: 1,
  attempt: 1,
  route: 'film',
  recordingId: 11,
  minutes: 60,
  requestedOn: '2026-05-28',
  closedOn: null,
  closedWhy: null,
  consentValid: true,
  assessors: [
    assessor('A', levels('4 4 4 4 4 4 4 4 4 4 4 4'), '2026-06-03'),
    assessor('B', levels('4 4 4 4 4 4 4 4 4 4 4 4'), '2026-06-04'),
  ],
  ...given,
});

const seminarDays = (): SeatDay[] =>
  seminarDates.map((onDate, index) => ({
    kind: 'seminar',
    code: `S${Math.floor(index / 2) + 1}`,
    day: (index % 2) + 1,
    onDate,
    presence: 'present',
    conversation: null,
  }));

export const certificationDay = (onDate: string, given: Partial<SeatDay> = {}): SeatDay => ({
  kind: 'certification',
  code: 'C1',
  day: 1,
  onDate,
  presence: null,
  conversation: null,
  ...given,
});

/** Minutes spread over the ten sessions: whole sessions first, what is left in the last. */
export const linesOf = (minutes: number): EnrolmentFacts['lines'] =>
  sessionDates
    .map((onDate, index) => ({ onDate, minutes: Math.max(0, Math.min(300, minutes - index * 300)) }))
    .filter((line) => line.minutes > 0);

export const meetingsLed = (count: number, courses = 'ABC'): EnrolmentFacts['meetings'] =>
  Array.from({ length: count }, (_, index) => ({
    onDate: `2025-${String(3 + Math.floor(index / 3)).padStart(2, '0')}-${String(10 + index).padStart(2, '0')}`,
    led: true,
    course: courses[index % courses.length]!,
    municipalityId: 1,
  }));

/** A trainee who lacks only the assessment, unless told otherwise. */
export const trainee = (given: Partial<EnrolmentFacts> = {}): EnrolmentFacts => ({
  enrolmentId: 1,
  personId: 5,
  municipalityId: 1,
  enrolledOn: '2025-01-06',
  rules: meetingLeaderRules,
  events: [],
  days: [...seminarDays(), certificationDay('2026-06-09', { presence: 'present', conversation: 'passed' })],
  offered: sessionDates.map((onDate) => ({ onDate, minutes: 300 })),
  lines: linesOf(3000),
  booked: [],
  meetings: meetingsLed(12),
  selfAssessments: [{ deliveredOn: '2025-04-02' }, { deliveredOn: '2026-03-12' }],
  cases: [],
  decisions: [],
  certificate: null,
  ...given,
});
