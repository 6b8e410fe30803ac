import { heldBackBy } from '../../domain/consent/effective-scope.js';
import { attendeeCount, isLed, nextCourse, suggested } from '../../domain/meeting/meeting.js';
import { mayLogMeetings, mayRemoveMeeting, mayUpload } from '../../domain/meeting/policy.js';
import type { MeetingLine, MeetingRecord } from '../../store/meeting.js';
import type { Typed } from '../../web/forms.js';
import { typedText } from '../../web/forms.js';
import { countWords } from '../../web/attendee-words.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { recordingStatus, type Status } from '../../web/recording-words.js';
import type { OwnMeeting, OwnPlace } from './scope.js';

const counts = ['citizens', 'relatives', 'network', 'professionals'] as const;

const sentenceStart = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** «1 borger, 2 pårørende og 1 fagperson». */
const whoWasThere = ({ t, fmt }: Visit<unknown>, meeting: MeetingRecord): string =>
  fmt.list(counts.filter((one) => meeting[one] > 0).map((one) => t(`meetings:counts.${one}`, { count: meeting[one] })));

const statusOf = ({ t, record }: Visit<OwnPlace>, { processing, review, erasedAt, erasedWhy }: MeetingLine): Status | null =>
  processing === null || review === null
    ? null
    : recordingStatus(
        t,
        { processing, review, erasedAt, erasedWhy },
        'trainee',
        record.enrolment?.supervisorName ?? t('recordings:state.supervisor'),
      );

function listLead({ t }: Visit<OwnPlace>, meetings: MeetingLine[]): string {
  const led = meetings.filter(isLed);
  const courses = new Set(led.map(({ course }) => course)).size;
  return led.length === 0
    ? t('meetings:list.leadNone')
    : t('meetings:list.lead', { count: led.length, courses: t('meetings:list.courses', { count: courses }) });
}

export function listView(visit: Visit<OwnPlace>, meetings: MeetingLine[]) {
  const { t, fmt, record, viewer } = visit;
  const may = mayLogMeetings(viewer, record);
  const why = record.enrolment === null ? t('meetings:list.notEnrolled') : t('meetings:list.stopped');
  return {
    notice: visit.flash(),
    lead: listLead(visit, meetings),
    why: may.ok ? null : why,
    can: { log: may.ok },
    rows: meetings.map((one) => ({
      href: paths.meetings.show(one.id),
      name: t('meetings:name', { number: one.number }),
      date: fmt.shortDate(one.onDate),
      course: one.course,
      role: t(`meetings:role.${one.role}`),
      attendees: whoWasThere(visit, one),
      recording: statusOf(visit, one),
      recordingHref: one.recordingId === null ? null : paths.recordings.show(one.recordingId),
    })),
  };
}

export type FormValues = Record<'onDate' | 'role' | 'course' | (typeof counts)[number], string>;

export const emptyValues = (role: string): FormValues => ({
  onDate: '',
  role,
  course: '',
  citizens: '1',
  relatives: '',
  network: '',
  professionals: '',
});

export const valuesOf = ({ fmt }: Visit<unknown>, meeting: MeetingRecord): FormValues => ({
  onDate: fmt.typedDate(meeting.onDate),
  role: meeting.role,
  course: meeting.course,
  citizens: String(meeting.citizens),
  relatives: String(meeting.relatives),
  network: String(meeting.network),
  professionals: String(meeting.professionals),
});

export const typedValues = (typed: Typed): FormValues =>
  Object.fromEntries(['onDate', 'role', 'course', ...counts].map((name) => [name, typedText(typed, name)])) as FormValues;

interface FormGiven {
  values: FormValues;
  courses: string[];
  /** The meeting that is changed; null for a new one. */
  meeting: MeetingRecord | null;
}

export function formView({ t }: Visit<unknown>, { values, courses, meeting }: FormGiven) {
  const title = meeting ? t('meetings:form.editTitle', { number: meeting.number }) : t('meetings:form.newTitle');
  const fresh = nextCourse(courses);
  return {
    title,
    crumbs: [
      { href: paths.meetings.list(), label: t('meetings:title') },
      { label: meeting ? t('meetings:name', { number: meeting.number }) : title },
    ],
    action: meeting ? paths.meetings.show(meeting.id) : paths.meetings.list(),
    cancel: meeting ? paths.meetings.show(meeting.id) : paths.meetings.list(),
    save: t(meeting ? 'meetings:form.saveChange' : 'meetings:form.save'),
    values,
    roles: ['leader', 'co_leader', 'participant'].map((value) => ({ value, label: t(`meetings:role.${value}`) })),
    courses: [
      ...courses.map((letter) => ({ value: letter, label: t('meetings:course', { letter }) })),
      { value: fresh, label: t('meetings:form.courseNew', { letter: fresh }) },
    ],
    counts: counts.map((name) => ({ name, label: t(`meetings:form.${name}`), value: values[name] })),
  };
}

/** What is said after a new meeting: a friendly word when it was the first, or a large one. */
export function createdWord(meeting: Parameters<typeof attendeeCount>[0], isFirst: boolean): string {
  const count = attendeeCount(meeting);
  if (count > suggested.most) return 'meetings:done.createdMany';
  return isFirst && count > suggested.first.to ? 'meetings:done.createdFirst' : 'meetings:done.created';
}

function consentLine({ t, record: { room } }: Visit<OwnMeeting>): { status: Status; text: string } {
  const held = heldBackBy(room, 'own_learning');
  const say = (kind: Status['kind'], key: string, count = 0) => ({
    status: { kind, text: t(`meetings:show.state.${kind}`) },
    text: t(`meetings:show.${key}`, countWords(t, count)),
  });
  if (room.answers.length === 0) return say('not-begun', 'consentNone');
  if (held.some(({ standing }) => standing === 'no')) return say('barred', 'consentRefused');
  return held.length > 0 ? say('missing', 'consentMissing', held.length) : say('done', 'consentAll', room.attendees.length);
}

export function showView(visit: Visit<OwnMeeting>) {
  const { t, fmt, record, viewer } = visit;
  const { meeting, room } = record;
  const name = t('meetings:name', { number: meeting.number });
  const course = t('meetings:course', { letter: meeting.course });
  const status = statusOf({ ...visit, record }, meeting);
  return {
    notice: visit.flash(),
    title: name,
    crumbs: [{ href: paths.meetings.list(), label: t('meetings:title') }, { label: name }],
    lead: sentenceStart(t('meetings:show.lead', { date: fmt.weekdayDate(meeting.onDate), course })),
    facts: [
      { term: t('meetings:show.role'), text: t(`meetings:role.${meeting.role}`) },
      { term: t('meetings:show.attendees'), text: whoWasThere(visit, meeting) },
    ],
    edit: paths.meetings.edit(meeting.id),
    consent: {
      ...consentLine(visit),
      link: {
        href: paths.meetings.answers(meeting.id),
        label: t(room.answers.length > 0 ? 'meetings:show.seeAnswers' : 'meetings:show.ask'),
      },
    },
    recording: {
      status,
      href: meeting.recordingId === null ? null : paths.recordings.show(meeting.recordingId),
      upload: mayUpload(viewer, record).ok ? paths.recordings.new(meeting.id) : null,
    },
    removal: mayRemoveMeeting(viewer, record).ok
      ? { action: paths.meetings.removal(meeting.id), label: t('meetings:show.removalAct', { number: meeting.number }) }
      : null,
  };
}
