export type SessionState = 'planned' | 'draft' | 'signed' | 'cancelled';

/** One supervision of a group. Times are minutes since midnight in Denmark. */
export interface SupervisionSession {
  id: number;
  groupId: number;
  state: SessionState;
  onDate: string;
  startsAt: number;
  endsAt: number;
  breakMinutes: number;
}

/** An append-only line: minutes credited to one member, or the reversal of an earlier line (negative). */
export interface SupervisionLine {
  id: number;
  sessionId: number;
  enrolmentId: number;
  onDate: string;
  presentFrom: number;
  presentTo: number;
  minutes: number;
  reversesId: number | null;
}

export interface GroupFacts {
  supervisorId: number;
  /** True when the viewer coordinates the cohort. */
  coordinates: boolean;
  memberPersonIds: number[];
}
