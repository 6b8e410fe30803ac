import { localDate } from '../../domain/calendar/dates.js';
import { findAttendeeMeeting, findRoom, type AttendeeRecord, type RoomRecord } from '../../store/consent.js';
import { findMeeting, findMeetingEnrolment, type MeetingEnrolment, type MeetingLine } from '../../store/meeting.js';
import { idOf, type Scope } from '../../web/guard.js';

export interface OwnPlace {
  enrolment: MeetingEnrolment | null;
}

export interface OwnMeeting {
  meeting: MeetingLine;
  room: RoomRecord;
  enrolment: MeetingEnrolment;
}

export interface OwnAttendee extends OwnMeeting {
  attendee: AttendeeRecord;
}

export const place: Scope<OwnPlace> = async (viewer, _params, { db }, now) => ({
  enrolment: await findMeetingEnrolment(db, viewer.id, localDate(now)),
});

/** Meetings are their leader's alone; to everyone else they do not exist. */
export const meeting: Scope<OwnMeeting> = async (viewer, params, { db }, now) => {
  const id = idOf(params);
  const found = id === null ? null : await findMeeting(db, id);
  if (found === null || found.leaderId !== viewer.id) return null;
  const enrolment = await findMeetingEnrolment(db, viewer.id, localDate(now), found.enrolmentId);
  return enrolment && { meeting: found, room: await findRoom(db, found.id), enrolment };
};

export const attendee: Scope<OwnAttendee> = async (viewer, params, house, now) => {
  const id = idOf(params);
  const meetingId = id === null ? null : await findAttendeeMeeting(house.db, id);
  const own = meetingId === null ? null : await meeting(viewer, { id: String(meetingId) }, house, now);
  const found = own?.room.attendees.find((one) => one.id === id);
  return own && found ? { ...own, attendee: found } : null;
};
