export type MeetingRole = 'leader' | 'co_leader' | 'participant';

export interface NetworkMeeting {
  id: number;
  leaderId: number;
  enrolmentId: number;
  municipalityId: number;
  number: number;
  onDate: string;
  role: MeetingRole;
  /** The trainee's own letter for the citizen's course: A, B, C … never a name. */
  course: string;
  citizens: number;
  relatives: number;
  network: number;
  professionals: number;
}

/** «man kan være op til 10 deltagere på et netværksmøde, men her kan man vælge at starte ud med 3-5 deltagere» (2024). */
export const suggested = { first: { from: 3, to: 5 }, most: 10 };

/** One or two letters, A to Z; null otherwise. */
export const parseCourse = (typed: string): string | null => (/^[A-Za-z]{1,2}$/.test(typed.trim()) ? typed.trim().toUpperCase() : null);

export const attendeeCount = (meeting: Pick<NetworkMeeting, 'citizens' | 'relatives' | 'network' | 'professionals'>): number =>
  meeting.citizens + meeting.relatives + meeting.network + meeting.professionals;

/** Led: as leader or co-leader. */
export const isLed = (meeting: Pick<NetworkMeeting, 'role'>): boolean => meeting.role !== 'participant';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** The next unused letter of a trainee's courses: A … Z, then AA, AB … */
export const nextCourse = (used: string[]): string =>
  [...letters, ...letters.flatMap((first) => letters.map((second) => first + second))].find((one) => !used.includes(one)) ?? '';
