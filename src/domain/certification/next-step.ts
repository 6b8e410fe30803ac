import type { EnrolmentFacts } from './facts.js';
import { missingBeforeRequest } from './judge.js';
import { firstMeetingNudgeDays, whoseTurn, type WhoseTurn } from './turn.js';
import { turnOf } from '../recording/review-states.js';
import type { Processing, Review } from '../recording/recording.js';
import { daysBetween } from '../calendar/dates.js';
import { factsOn } from './on-date.js';
import { asks } from './rules.js';
import { certificationState, type CertificationState } from './states.js';

/** A recording of the trainee's own that is not erased. */
export interface OwnRecording {
  recordingId: number;
  meetingNumber: number;
  processing: Processing;
  review: Review;
  /** Date since when the review has stood here. */
  since: string;
}

/** A meeting of the trainee's own where somebody in the room has not answered, or where everyone said yes and no film is there yet. */
export interface OwnRoom {
  meetingId: number;
  meetingNumber: number;
  /** People who have not answered. */
  unanswered: number;
  /** A film is there already and waits for the answers: it is erased if they do not come. */
  film: boolean;
  /** Date since when the room has stood so. */
  since: string;
}

export type NextStep =
  | { what: 'failed_film' | 'reflection' | 'reply'; since: string; recordingId: number; meetingNumber: number }
  | { what: 'answers' | 'choose_film'; since: string; meetingId: number; meetingNumber: number; unanswered: number; film: boolean }
  | { what: WhoseTurn['what']; since: string | null }
  | { what: 'nothing'; since: null };

const ofRecording = ({ recordingId, meetingNumber, processing, review, since }: OwnRecording): NextStep[] => {
  if (processing === 'failed') return [{ what: 'failed_film', since, recordingId, meetingNumber }];
  if (processing !== 'ready' || turnOf(review) !== 'trainee') return [];
  return [{ what: review === 'shared' ? 'reply' : 'reflection', since, recordingId, meetingNumber }];
};

/** First meeting within three weeks of seminar 1: «hurtigt i gang» (2024); the figure is our choice. */
const firstMeetingSoon = (facts: EnrolmentFacts, on: string): NextStep[] => {
  const seminar1 = facts.days.filter(({ code, presence }) => code === 'S1' && presence === 'present').at(-1)?.onDate;
  if (!seminar1 || facts.meetings.some(({ led }) => led) || daysBetween(seminar1, on) < firstMeetingNudgeDays[0]) return [];
  return [{ what: 'first_meeting', since: seminar1 }];
};

/** While the plan runs: the first self-assessment, then meetings until there are enough. */
const meanwhile = (all: EnrolmentFacts, on: string): NextStep[] => {
  const missing = missingBeforeRequest(all, on).map(({ code }) => code);
  const first = factsOn(all, on).selfAssessments.length === 0;
  if (first && missing.includes('K5')) return [{ what: 'self_assessment', since: null }];
  return missing.includes('K4') ? [{ what: 'meetings', since: null }] : [];
};

/** The first self-assessment is wanted before seminar 2, and told for as long as it is not there (our choice). */
const selfFirst = (facts: EnrolmentFacts): NextStep[] =>
  asks(facts.rules, 'K5') &&
  facts.selfAssessments.length === 0 &&
  facts.days.some(({ kind, presence }) => kind === 'seminar' && presence === 'present')
    ? [{ what: 'self_assessment', since: null }]
    : [];

const ofRoom = (room: OwnRoom): NextStep => ({ what: room.unanswered > 0 ? 'answers' : 'choose_film', ...room });
const bySince = (a: NextStep, b: NextStep) => (a.since ?? '').localeCompare(b.since ?? '');
const over: CertificationState[] = ['certified', 'expired', 'stopped', 'revoked', 'on_leave'];

/**
 * What the trainee can do now; the first one is the one next step. Recordings come first, the oldest first; then rooms whose answers or
 * film are missing, a film that waits for them before the others; then the way to the certificate.
 */
export function nextSteps(all: EnrolmentFacts, recordings: OwnRecording[], on: string, rooms: OwnRoom[] = []): NextStep[] {
  const turn = whoseTurn(all, on);
  const facts = factsOn(all, on);
  const films = recordings.flatMap(ofRecording).sort(bySince);
  const waiting = [...rooms].sort((a, b) => Number(b.film) - Number(a.film) || a.since.localeCompare(b.since)).map(ofRoom);
  const path: NextStep[] =
    turn.who === 'trainee' ? [{ what: turn.what, since: turn.since }] : turn.what === 'plan_runs' ? meanwhile(all, on) : [];
  const early = over.includes(certificationState(all, on)) ? [] : [...firstMeetingSoon(facts, on), ...selfFirst(facts)];
  const way = [...path.filter(({ what }) => what === 'first_meeting'), ...early, ...path];
  const once = way.filter(({ what }, index) => way.findIndex((step) => step.what === what) === index);
  const steps = [...films, ...waiting, ...once];
  return steps.length > 0 ? steps : [{ what: 'nothing', since: null }];
}
