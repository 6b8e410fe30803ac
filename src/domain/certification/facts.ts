import type { DayTime } from '../attendance/attendance.js';
import type { Counted } from '../supervision/quota.js';
import type { LaterRules, Rules } from './rules.js';

export interface SeatDay {
  kind: 'seminar' | 'certification' | 'other';
  code: string;
  day: number;
  onDate: string;
  presence: 'present' | 'absent' | 'made_up' | null;
  conversation: 'passed' | 'not_passed' | null;
  /** How long, where it was written down by the clock. */
  time?: DayTime | null;
  /** The date it was made up for at another cohort, where it was. */
  heldOn?: string | null;
}

export interface CaseRating {
  element: number;
  /** Null: not ratable. */
  level: number | null;
}

export interface CaseAssessor {
  personId: number;
  slot: 'A' | 'B' | 'adjudicator';
  /** Date of the assignment; left out where it is not asked by date. */
  assignedOn?: string;
  /** Date the rating was locked, or null while open. */
  lockedOn: string | null;
  ratings: CaseRating[];
}

export interface CaseFacts {
  id: number;
  attempt: number;
  route: 'film' | 'observation';
  recordingId: number | null;
  /** Minutes of the film or of the observed meeting; null when not known. */
  minutes: number | null;
  requestedOn: string;
  closedOn: string | null;
  closedWhy: 'consent_withdrawn' | 'not_ratable' | null;
  /** K9: everyone's answer covers assessment. True for a route without film, and for a film erased after the rating by its date. */
  consentValid: boolean;
  assessors: CaseAssessor[];
}

export interface DecisionFacts {
  caseId: number | null;
  decision: 'certified' | 'not_yet';
  decidedOn: string;
}

/** Everything the rules ask about one enrolment: plain facts with dates, nothing judged. */
export interface EnrolmentFacts {
  enrolmentId: number;
  personId: number;
  municipalityId: number;
  enrolledOn: string;
  /** In force at enrolment. Which rules count on a day is told by `rulesOn`. */
  rules: Rules;
  /** Versions of the same programme that came later. */
  laterRules?: LaterRules[];
  events: { kind: 'leave_started' | 'leave_ended' | 'stopped' | 'plan_done'; onDate: string }[];
  days: SeatDay[];
  /** Signed sessions of the trainee's groups while a member: what was offered. */
  offered: Counted[];
  /** Credited lines, reversals included (negative). */
  lines: Counted[];
  /** Minutes of planned sessions of the trainee's groups. */
  booked: Counted[];
  meetings: { onDate: string; led: boolean; course: string; municipalityId: number }[];
  selfAssessments: { deliveredOn: string }[];
  cases: CaseFacts[];
  decisions: DecisionFacts[];
  certificate: { issuedOn: string; withdrawnOn: string | null } | null;
}
