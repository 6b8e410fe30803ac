import { dayCounts } from '../../domain/attendance/attendance.js';
import { localDate } from '../../domain/calendar/dates.js';
import { judge } from '../../domain/certification/judge.js';
import { eraseOn } from '../../domain/recording/retention.js';
import { hoursOf, type Hours } from '../../domain/supervision/hours.js';
import { nearDate, weekdayOf } from '../../web/day-words.js';
import { paths } from '../../web/paths.js';
import { recordingStatus } from '../../web/recording-words.js';
import { firstName, requirementWords } from '../../web/requirement-words.js';
import { seminarItems } from '../../web/seminar-words.js';
import type { Here } from './task.js';
import type { OwnJourney, OwnMeeting } from './trainee.js';

/** What the pace is, what it comes to, and what can be done. */
function paceSentences({ t, fmt }: Here, hours: Hours): string[] {
  const gap = hours.offered - hours.done;
  const words = {
    offered: fmt.durationWords(hours.offered),
    gap: fmt.durationWords(Math.max(0, gap)),
    booked: fmt.durationWords(hours.booked),
    reach: fmt.durationWords(hours.reach),
    required: fmt.durationWords(hours.required),
    total: fmt.durationWords(hours.total),
  };
  const pace = hours.pace === 'on-track' ? (gap > 0 ? 'within' : hours.offered > 0 ? 'all' : 'none') : hours.pace;
  const outcome = hours.pace === 'met' ? [] : [hours.booked > 0 ? 'booked' : 'unbooked'];
  return [pace, ...outcome, 'required'].map((key) => t(`today:hours.${key}`, words));
}

export function hoursView(here: Here, { facts, enrolmentId, cohortName, nextSession }: OwnJourney) {
  const { t, fmt, today, lang } = here;
  const hours = hoursOf(facts, today);
  return {
    cohortName,
    figure: fmt.durationWords(hours.done),
    of: t('today:hours.of', { hours: fmt.number(hours.total / 60) }),
    bar: {
      value: hours.done,
      max: hours.total,
      pace: hours.offered,
      paceLabel: t('today:hours.paceLabel', { offered: fmt.duration(hours.offered) }),
      endLabel: t('today:hours.endLabel', { hours: fmt.number(hours.total / 60) }),
    },
    text: paceSentences(here, hours).join(' '),
    all: paths.supervision.hours(enrolmentId),
    next:
      nextSession &&
      t(nextSession.hostName ? 'today:hours.nextAt' : 'today:hours.next', {
        date: weekdayOf(lang, nextSession.onDate),
        time: fmt.clock(nextSession.startsAt),
        place: nextSession.hostName ?? '',
        group: nextSession.groupName,
      }),
  };
}

export function seminarsView({ t, lang, today }: Here, { facts }: OwnJourney) {
  const done = facts.days.filter((day) => day.kind === 'seminar' && dayCounts(day, facts.rules.K1)).length;
  return {
    text: t('today:seminar.count', { done, required: facts.rules.K1.days }),
    items: seminarItems({ t, lang, on: today }, facts.days, facts.rules.K1),
  };
}

/** The second line of a recording: its date and length, and what there is to know now. */
function recordingNote({ t, fmt, lang, today }: Here, one: OwnMeeting, certifiedOn: string | null): string {
  const at = [
    fmt.date(one.onDate),
    ...(one.durationMs === null ? [] : [t('today:minutes', { count: Math.round(one.durationMs / 60_000) })]),
  ];
  const sentences = [`${at.join(', ')}.`];
  if (one.comments > 0) sentences.push(t('today:recording.comments', { count: one.comments }));
  if (one.review === 'shared' && one.unanswered > 0) sentences.push(t('today:recording.unanswered', { count: one.unanswered }));
  if (one.erasedWhy !== null)
    sentences.push(
      t(`today:recording.erased.${one.erasedWhy}`, { date: nearDate(lang, localDate(new Date(one.erasedAt ?? one.uploadedAt!)), today) }),
    );
  else if (one.processing === 'ready' && one.comments === 0) {
    const uploaded = localDate(new Date(one.uploadedAt!));
    const end = eraseOn(uploaded, certifiedOn !== null && certifiedOn >= uploaded ? certifiedOn : null).date;
    sentences.push(
      t('today:recording.until', { date: nearDate(lang, one.eraseOn !== null && one.eraseOn < end ? one.eraseOn : end, today) }),
    );
  }
  return sentences.join(' ');
}

function statusOf({ t }: Here, one: OwnMeeting, supervisor: string) {
  if (one.erasedWhy === null && one.permission === 'quarantined') return { kind: 'missing', text: t('today:recording.answers') };
  const state = { processing: one.processing!, review: one.review!, erasedAt: one.erasedAt, erasedWhy: one.erasedWhy };
  const status = recordingStatus(t, state, 'trainee', supervisor);
  if (status.kind === 'waiting' && ['shared', 'in_dialogue'].includes(one.review!))
    return { kind: 'under-way', text: t('today:recording.inDialogue') };
  return status.kind === 'your-turn' ? { kind: status.kind, text: undefined } : status;
}

const mostShown = 4;

export function meetingsView(here: Here, { facts, meetings, supervisorName }: OwnJourney) {
  const { t } = here;
  const led = facts.meetings.filter((one) => one.led);
  const courses = new Set(led.map(({ course, municipalityId }) => `${municipalityId}/${course}`)).size;
  const supervisor = supervisorName === null ? t('today:yourSupervisor') : firstName(supervisorName);
  const recorded = meetings.filter(({ recordingId }) => recordingId !== null);
  return {
    text:
      led.length === 0
        ? t('today:meetings.none')
        : t('today:meetings.led', { count: led.length, courses: t('requirements:courses', { count: courses }) }),
    rows: recorded.slice(0, mostShown).map((one) => ({
      status: statusOf(here, one, supervisor),
      strong: t('recordings:name', { number: one.number }),
      href: paths.review.show(one.recordingId!),
      note: recordingNote(here, one, facts.certificate?.issuedOn ?? null),
    })),
    all: recorded.length > mostShown,
  };
}

export function requirementsView({ t, fmt, viewer, today }: Here, { facts, enrolmentId }: OwnJourney) {
  const rows = judge(facts, today).map((one) => requirementWords({ t, fmt }, one, { own: true, name: viewer.name }, facts.rules));
  return {
    text: t('today:requirements.text', { version: facts.rules.version }),
    rows: rows.map(({ status, strong, rest, origin }) => ({ status, strong, rest: status.kind === 'done' ? '' : rest, note: origin })),
    all: paths.certification.enrolment(enrolmentId),
  };
}
