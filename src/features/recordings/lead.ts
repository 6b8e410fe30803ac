import { addDays, localDate } from '../../domain/calendar/dates.js';
import { quarantineDays, quarantinedSince } from '../../domain/recording/quarantine.js';
import { hasReflected } from '../../domain/recording/review-states.js';
import { watchable, type RecordingFor } from '../../store/recording.js';
import type { Visit } from '../../web/guard.js';
import { msLeft, type Stage } from './stage.js';

type Say = (key: string, params?: Record<string, unknown>) => string;

function quarantined({ fmt, record: { recording, room } }: Visit<RecordingFor>, say: Say): string {
  const since = quarantinedSince(room, recording.uploadedAt) ?? recording.uploadedAt;
  return say('lead.quarantined', { date: fmt.date(addDays(localDate(new Date(since)), quarantineDays)) });
}

function processing({ fmt, now, record, viewer }: Visit<RecordingFor>, say: Say): string {
  if (!record.relation.isLeader) return say('lead.processingOther');
  if (record.recording.uncut) return say('lead.processingCut');
  if (watchable(viewer, record).ok) return say('lead.processingPlays');
  const left = msLeft(record, now);
  return left === null ? say('lead.processing') : say('lead.processingUntil', { time: fmt.time(new Date(now.getTime() + left)) });
}

function ready({ viewer, record: { recording, relation } }: Visit<RecordingFor>, say: Say): string {
  if (viewer.filmHold) return say('lead.hold');
  if (relation.isLeader) return say(hasReflected(recording.review) ? 'lead.ready' : 'lead.reflect');
  if (relation.isAssignedAssessor || relation.isAdjudicator) return say('lead.assess');
  if (!hasReflected(recording.review)) return say('lead.waitForReflection');
  return say(relation.isGroupSupervisor ? 'lead.watch' : 'lead.ready');
}

/** The sentence under the heading: what has happened and what comes next. */
export function lead(visit: Visit<RecordingFor>, stage: Stage): string {
  const { t, fmt, record, now } = visit;
  const { recording, relation, meeting } = record;
  const say: Say = (key, params) => t(`recordings:show.${key}`, { name: meeting.leaderName, ...params });
  const sentences: Record<Stage, () => string> = {
    erased: () => say(`erased.${recording.erasedWhy ?? 'age'}`, { date: fmt.date(localDate(new Date(recording.erasedAt ?? now))) }),
    failed: () => t(`recordings:refusal.${recording.refusal ?? 'gave-up'}`),
    blocked: () => say(relation.isLeader && recording.erasedWhy !== 'removed' ? 'lead.blocked' : 'lead.blockedOther'),
    quarantined: () => quarantined(visit, say),
    processing: () => processing(visit, say),
    ready: () => ready(visit, say),
  };
  return sentences[stage]();
}
