import { addDays } from '../../domain/calendar/dates.js';
import type { NextStep } from '../../domain/certification/next-step.js';
import { asIfEntered } from '../../domain/certification/right-now.js';
import { whoseTurn } from '../../domain/certification/turn.js';
import { quarantineDays } from '../../domain/recording/quarantine.js';
import { paths } from '../../web/paths.js';
import { firstName } from '../../web/requirement-words.js';
import type { Here } from './task.js';
import type { OwnJourney } from './trainee.js';
import { nearDate, weekdayOf } from '../../web/day-words.js';

type What = NextStep['what'];

const meetingOf = (journey: OwnJourney, step: NextStep) =>
  'meetingNumber' in step ? journey.meetings.find(({ number }) => number === step.meetingNumber) : undefined;

type Way = (journey: OwnJourney, step: NextStep) => string;

const toReview: Way = (_journey, step) => ('recordingId' in step ? paths.review.show(step.recordingId) : paths.meetings.list());
const toFilm: Way = (journey, step) => paths.recordings.new(meetingOf(journey, step)?.id ?? 0);
const toMeeting: Way = () => paths.meetings.new();

/** Where a step is taken; what is not here is read on the way to the certificate. */
const ways: Partial<Record<What, Way>> = {
  reflection: toReview,
  reply: toReview,
  failed_film: toFilm,
  choose_film: toFilm,
  answers: (journey, step) => paths.meetings.answers(meetingOf(journey, step)?.id ?? 0),
  self_assessment: ({ enrolmentId }) => paths.certification.selfAssessment(enrolmentId),
  evidence: ({ enrolmentId }) => paths.certification.request(enrolmentId),
  meetings: toMeeting,
  first_meeting: toMeeting,
  hours: ({ enrolmentId }) => paths.supervision.hours(enrolmentId),
  certified: ({ enrolmentId, certificateId }) =>
    certificateId === null ? paths.certification.enrolment(enrolmentId) : paths.certification.certificate(certificateId),
};

const hrefOf: Way = (journey, step) => ways[step.what]?.(journey, step) ?? paths.certification.enrolment(journey.enrolmentId);

/** The sentence that fits: some steps are said in two ways. */
function variant({ supervisorName, facts }: OwnJourney, step: NextStep): string {
  if (step.what === 'reflection' && supervisorName === null) return 'reflection_alone';
  if (step.what === 'answers' && 'film' in step && step.film) return 'answers_film';
  if (step.what === 'self_assessment' && facts.selfAssessments.length > 0) return 'self_assessment_again';
  return step.what;
}

function figures({ lang, today, t }: Here, journey: OwnJourney, step: NextStep): Record<string, string | number> {
  const meeting = meetingOf(journey, step);
  const { K4, K6 } = journey.facts.rules;
  const unanswered = 'unanswered' in step ? step.unanswered : (meeting?.unanswered ?? 0);
  return {
    number: meeting?.number ?? '',
    supervisor: journey.supervisorName === null ? t('today:yourSupervisor') : firstName(journey.supervisorName),
    count: unanswered,
    words: unanswered <= 10 && unanswered > 0 ? t(`layout:count.${unanswered}`).toLocaleLowerCase('da') : unanswered,
    since: step.since === null ? '' : weekdayOf(lang, step.since),
    date: step.since === null ? '' : nearDate(lang, step.since, today),
    erased: step.since === null ? '' : nearDate(lang, addDays(step.since, quarantineDays), today),
    led: journey.facts.meetings.filter(({ led }) => led).length,
    meetings: K4.meetings,
    courses: K4.courses,
    minutes: K6.minutes,
  };
}

const hasMeta: What[] = ['reflection', 'reply', 'failed_film'];

export interface StepWords {
  title: string;
  text: string;
  meta: string | undefined;
  action: { label: string; href: string };
}

export function stepWords(here: Here, journey: OwnJourney, step: NextStep): StepWords {
  const key = `today:step.${variant(journey, step)}`;
  const words = figures(here, journey, step);
  return {
    title: here.t(`${key}.title`, words),
    text: here.t(`${key}.text`, words),
    meta: hasMeta.includes(step.what) && step.since !== null ? here.t(`${key}.meta`, words) : undefined,
    action: { label: here.t(`${key}.action`, words), href: hrefOf(journey, step) },
  };
}

/** The sheet when nothing can be done by the trainee now: who has the turn, and what comes. */
function waitingSheet(here: Here, journey: OwnJourney) {
  const turn = whoseTurn(asIfEntered(journey.facts, here.today), here.today);
  const kinds: Record<string, string> = {
    certified: 'done',
    stopped: 'locked',
    plan_runs: 'done',
    leave: 'planned',
    first_day: 'planned',
    certification_day: 'planned',
  };
  const step: NextStep = { what: turn.what, since: turn.since };
  const key = `today:wait.${turn.what}`;
  const words = figures(here, journey, step);
  return {
    status: { kind: kinds[turn.what] ?? 'waiting', text: here.t(`${key}.status`, words) },
    title: here.t(`${key}.title`, words),
    text: here.t(`${key}.text`, words),
    meta: undefined,
    action: { label: here.t(`${key}.action`, words), href: hrefOf(journey, step) },
    outlined: true,
    mark: false,
  };
}

/** The one raised sheet: what the trainee does next. */
export function nextStepSheet(here: Here, journey: OwnJourney) {
  const [first] = journey.steps;
  if (!first || first.what === 'nothing') return waitingSheet(here, journey);
  return { ...stepWords(here, journey, first), status: { kind: 'your-turn', text: undefined }, outlined: false, mark: true };
}

/** Two at most: what comes after the one step. */
export const afterwards = (here: Here, journey: OwnJourney) =>
  journey.steps.slice(1, 3).map((step) => {
    const { title, text, meta, action } = stepWords(here, journey, step);
    return { strong: title, href: action.href, note: meta ?? text };
  });
