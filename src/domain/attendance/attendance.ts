export type Presence = 'present' | 'absent' | 'made_up';

/** One append-only line; the last one for a day and a person is in force. */
export interface AttendanceLine {
  id: number;
  trainingDayId: number;
  enrolmentId: number;
  presence: Presence;
  conversation: 'passed' | 'not_passed' | null;
}

/** The lines in force, keyed by training day. */
export const inForce = (lines: AttendanceLine[]): Map<number, AttendanceLine> => {
  const last = new Map<number, AttendanceLine>();
  for (const line of [...lines].sort((a, b) => a.id - b.id)) last.set(line.trainingDayId, line);
  return last;
};
