import type { Person } from '../person/person.js';
import { no, yes, type Verdict } from '../verdict.js';

/** Meetings are logged by the trainee alone, while they are in training. */
export function mayLogMeetings(person: Person, { enrolment }: { enrolment: { stoppedOn: string | null } | null }): Verdict {
  if (!person.roles.includes('trainee')) return no('refusals:onlyTraineesLogMeetings');
  if (enrolment === null) return no('refusals:notEnrolled');
  return enrolment.stoppedOn === null ? yes : no('refusals:trainingStopped');
}

export interface LoggedMeeting {
  meeting: { leaderId: number; recordingId: number | null; processing: string | null; erasedAt: string | null };
}

const livingRecording = ({ meeting }: LoggedMeeting): boolean =>
  meeting.recordingId !== null && meeting.processing !== 'failed' && meeting.erasedAt === null;

export const mayChangeMeeting = (person: Person, { meeting }: LoggedMeeting): Verdict =>
  meeting.leaderId === person.id ? yes : no('refusals:notYourMeeting');

/** A meeting with a film stays until the film is erased, so that the answers it rests on stay too. */
export function mayRemoveMeeting(person: Person, record: LoggedMeeting): Verdict {
  const change = mayChangeMeeting(person, record);
  return change.ok && livingRecording(record) ? no('refusals:meetingHasRecording') : change;
}

/** One living recording a meeting. The answers are asked separately, so that the page can say who is missing. */
export function mayUpload(person: Person, record: LoggedMeeting): Verdict {
  const change = mayChangeMeeting(person, record);
  return change.ok && livingRecording(record) ? no('refusals:meetingHasRecording') : change;
}

export const mayListMeetings = (person: Person): Verdict =>
  person.roles.includes('trainee') ? yes : no('refusals:onlyTraineesLogMeetings');
