import { changeMeeting, createMeeting, listCourses, listMeetingsOf, removeMeeting } from '../../store/meeting.js';
import { conflict, refused } from '../../web/errors.js';
import { typedOf } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { parseMeeting, withoutCpr, type MeetingBounds } from './forms.js';
import { createdWord, emptyValues, formView, listView, showView, typedValues, valuesOf, type FormValues } from './meeting-views.js';
import type { OwnMeeting, OwnPlace } from './scope.js';

export async function list(visit: Visit<OwnPlace>): Promise<void> {
  const meetings = await listMeetingsOf(visit.house.db, visit.viewer.id);
  await visit.page('meetings/list', listView(visit, meetings), { title: visit.t('meetings:title') });
}

export const show = (visit: Visit<OwnMeeting>): Promise<void> => {
  const view = showView(visit);
  return visit.page('meetings/show', view, { title: view.title });
};

async function showForm(visit: Visit<OwnPlace | OwnMeeting>, values: FormValues, errors: FieldError[] = []): Promise<void> {
  const { house, record } = visit;
  const meeting = 'meeting' in record ? record.meeting : null;
  const courses = record.enrolment ? await listCourses(house.db, record.enrolment.id) : [];
  const view = formView(visit, { values, courses, meeting });
  await visit.page('meetings/form', view, { title: view.title, errors, status: errors.length > 0 ? 422 : 200 });
}

export const newForm = (visit: Visit<OwnPlace>): Promise<void> => showForm(visit, emptyValues('leader'));

export const editForm = (visit: Visit<OwnMeeting>): Promise<void> => showForm(visit, valuesOf(visit, visit.record.meeting));

async function boundsOf({
  house,
  today,
  fmt,
  record: { enrolment },
}: Visit<OwnPlace>): Promise<MeetingBounds & { enrolment: NonNullable<OwnPlace['enrolment']> }> {
  if (enrolment === null) throw refused('refusals:notEnrolled');
  const courses = await listCourses(house.db, enrolment.id);
  return { enrolment, today, courses, enrolledOn: enrolment.enrolledOn, enrolledOnWords: fmt.date(enrolment.enrolledOn) };
}

export async function create(visit: Visit<OwnPlace>): Promise<void> {
  const { house, req, viewer, actor } = visit;
  const { enrolment, ...bounds } = await boundsOf(visit);
  const form = parseMeeting(req.body, bounds);
  if (!form.ok) return showForm(visit, typedValues(withoutCpr(typedOf(req.body))), form.errors);
  const owner = { leaderId: viewer.id, enrolmentId: enrolment.id, municipalityId: enrolment.municipalityId };
  const id = await house.db.write((tx) => createMeeting(tx, actor, owner, form.values));
  visit.done(paths.meetings.show(id), createdWord(form.values, bounds.courses.length === 0));
}

export async function update(visit: Visit<OwnMeeting>): Promise<void> {
  const { house, req, actor, record } = visit;
  const form = parseMeeting(req.body, await boundsOf(visit));
  if (!form.ok) return showForm(visit, typedValues(withoutCpr(typedOf(req.body))), form.errors);
  await house.db.write((tx) => changeMeeting(tx, actor, record.meeting, form.values));
  visit.done(paths.meetings.show(record.meeting.id), 'meetings:done.updated');
}

export async function destroy({ house, actor, record, done }: Visit<OwnMeeting>): Promise<void> {
  const removed = await house.db.write((tx) => removeMeeting(tx, actor, record.meeting));
  if (!removed) throw conflict('refusals:meetingHasRecording');
  done(paths.meetings.list(), 'meetings:done.removed');
}
