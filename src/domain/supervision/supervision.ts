export type SessionState = 'planned' | 'draft' | 'signed' | 'cancelled';

export interface GroupFacts {
  supervisorId: number;
  /** True when the viewer coordinates the cohort. */
  coordinates: boolean;
  memberPersonIds: number[];
}
