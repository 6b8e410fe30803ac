import type { EnrolmentFacts } from './facts.js';
import { missingBeforeRequest } from './judge.js';
import { firstMeetingNudgeDays, whoseTurn, type WhoseTurn } from './turn.js';
import { turnOf } from '../recording/review-states.js';
import type { Processing, Review } from '../recording/recording.js';
import { daysBetween } from '../calendar/dates.js';
import { factsOn } from './on-date.js';

/** A recording of the trainee's own that is not erased. */
export interface OwnRecording {
  recordingId: number;
  meetingNumber: number;
  processing: Processing;
  review: Review;
  /** Date since when the review has stood here. */
  since: string;
}

export type NextStep =
  | { what: 'failed_film' | 'reflection' | 'reply'; since: string; recordingId: number; meetingNumber: number }
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

/** What the trainee can do now, the oldest recording first; the first one is the one next step. */
export function nextSteps(all: EnrolmentFacts, recordings: OwnRecording[], on: string): NextStep[] {
  const turn = whoseTurn(all, on);
  const films = recordings.flatMap(ofRecording).sort((a, b) => (a.since ?? '').localeCompare(b.since ?? ''));
  const path: NextStep[] =
    turn.who === 'trainee' ? [{ what: turn.what, since: turn.since }] : turn.what === 'plan_runs' ? meanwhile(all, on) : [];
  const soon = path.some(({ what }) => what === 'first_meeting') ? [] : firstMeetingSoon(factsOn(all, on), on);
  const steps = [...films, ...soon, ...path];
  return steps.length > 0 ? steps : [{ what: 'nothing', since: null }];
}
