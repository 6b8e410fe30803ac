import type { Router } from 'express';
import { mayChangeMeeting, mayListMeetings, mayLogMeetings, mayRemoveMeeting } from '../../domain/meeting/policy.js';
import { routesOf } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as answers from './answers.js';
import * as attendees from './attendees.js';
import * as meeting from './meeting.js';
import * as scope from './scope.js';
import * as withdrawal from './withdrawal.js';

const to = paths.meetings;

/** Network meetings a trainee logs, and what everyone in the room has answered. */
export function meetings(house: House): Router {
  const { get, post, router } = routesOf(house);
  get(to.list(), scope.place, mayListMeetings, meeting.list);
  get(to.new(), scope.place, mayLogMeetings, meeting.newForm);
  post(to.list(), scope.place, mayLogMeetings, meeting.create);
  get(to.withdrawal(':id'), scope.attendee, mayChangeMeeting, withdrawal.newForm);
  post(to.withdrawal(':id'), scope.attendee, mayChangeMeeting, withdrawal.create);
  get(to.show(':id'), scope.meeting, mayChangeMeeting, meeting.show);
  post(to.show(':id'), scope.meeting, mayChangeMeeting, meeting.update);
  get(to.edit(':id'), scope.meeting, mayChangeMeeting, meeting.editForm);
  post(to.removal(':id'), scope.meeting, mayRemoveMeeting, meeting.destroy);
  get(to.attendees(':id'), scope.meeting, mayChangeMeeting, attendees.list);
  post(to.attendees(':id'), scope.meeting, mayChangeMeeting, attendees.create);
  get(to.answers(':id'), scope.meeting, mayChangeMeeting, answers.list);
  post(to.answers(':id'), scope.meeting, mayChangeMeeting, answers.create);
  return router;
}
