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
export const inForce = <L extends Pick<AttendanceLine, 'id' | 'trainingDayId'>>(lines: L[]): Map<number, L> => {
  const last = new Map<number, L>();
  for (const line of [...lines].sort((a, b) => a.id - b.id)) last.set(line.trainingDayId, line);
  return last;
};

/** How long somebody was there, and how long the day was when it was written down. */
export interface DayTime {
  minutes: number;
  planned: number;
}

/** Whether the time reaches the share of the day that is asked for, in per cent. Without a time, being there was being there all day. */
export const reachesShare = (time: DayTime | null | undefined, share: number | undefined): boolean =>
  time == null || share === undefined || time.minutes * 100 >= time.planned * share;

/** A day that counts: there long enough, or replaced by an approved task. */
export const dayCounts = (
  { presence, time }: { presence: Presence | null; time?: DayTime | null },
  { attendedShare }: { attendedShare?: number },
): boolean => presence === 'made_up' || (presence === 'present' && reachesShare(time, attendedShare));

/** Whether a day is one of those asked for: the parts the rules name, or every seminar. */
export const isAskedDay = ({ kind, code }: { kind: string; code: string }, { codes }: { codes?: string[] }): boolean =>
  codes ? codes.includes(code) : kind === 'seminar';
