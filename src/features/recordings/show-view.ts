import { mayRemoveRecording } from '../../domain/recording/policy.js';
import { canBeEvidence } from '../../domain/recording/recording.js';
import { hasReflected } from '../../domain/recording/review-states.js';
import { mayKnowState } from '../../domain/recording/watch.js';
import { watchable, type RecordingFor, type Watcher } from '../../store/recording.js';
import { countWords } from '../../web/attendee-words.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { lead } from './lead.js';
import { markOf, stageOf, type Stage } from './stage.js';
import { stepsOf } from './steps.js';
import type { Link, SeenView, ShowView } from './views.js';
import { whoRows } from './who-may-watch.js';

function action(visit: Visit<RecordingFor>, stage: Stage): Link | null {
  const { t, record, viewer } = visit;
  const { recording, relation, meeting } = record;
  const say = (name: string) => t(`recordings:show.act.${name}`);
  if (stage === 'failed' && relation.isLeader) return { href: paths.recordings.new(meeting.id), label: say('again') };
  if (stage === 'quarantined' && relation.isLeader) return { href: paths.meetings.answers(meeting.id), label: say('answers') };
  if (stage === 'processing' && watchable(viewer, record).ok) return { href: paths.review.show(recording.id), label: say('watchNow') };
  if (stage !== 'ready' || !watchable(viewer, record).ok) return { href: paths.today(), label: say('today') };
  if (relation.isLeader && !hasReflected(recording.review)) return { href: paths.review.show(recording.id), label: say('reflect') };
  const comments = relation.isGroupSupervisor && recording.review !== 'closed';
  return { href: paths.review.show(recording.id), label: say(comments ? 'watch' : 'open') };
}

const length = ({ fmt, record: { recording } }: Visit<RecordingFor>): string =>
  recording.durationMs === null ? '' : fmt.filmLength(recording.durationMs);

function whoOf(visit: Visit<RecordingFor>, stage: Stage, watchers: Watcher[]): ShowView['who'] {
  const { t, record } = visit;
  if (!mayKnowState(record) || !['processing', 'ready', 'quarantined', 'blocked'].includes(stage)) return null;
  // It waits for its erasure: nobody sees it any more, whatever was answered.
  if (record.recording.erasedWhy !== null) return null;
  const text = t('recordings:show.who.text', countWords(t, record.room.attendees.length));
  return { title: t('recordings:show.who.title'), text, rows: whoRows({ visit, watchers }) };
}

export function showView(
  visit: Visit<RecordingFor>,
  watchers: Watcher[],
  seen: SeenView | null,
  standstill: string | null,
): Omit<ShowView, 'phone'> {
  const { t, fmt, record, viewer } = visit;
  const { recording, relation, meeting } = record;
  const stage = stageOf(record);
  const own = relation.isLeader;
  const name = t('recordings:name', { number: meeting.number });
  const says = t('recordings:show.meta', { date: fmt.date(meeting.onDate), length: length(visit) });
  const practice = recording.durationMs !== null && !canBeEvidence(recording.durationMs) && ['processing', 'ready'].includes(stage);
  return {
    notice: visit.flash(),
    standstill: standstill === null ? null : t(`recordings:standstill.${standstill}`),
    crumbs: [
      own ? { href: paths.meetings.list(), label: t('meetings:title') } : { href: paths.recordings.list(), label: t('recordings:title') },
      { label: name },
    ],
    title: t(`recordings:show.title.${stage}`),
    lead: lead(visit, stage),
    action: action(visit, stage),
    meeting: {
      title: own ? name : `${name}, ${meeting.leaderName}`,
      text: recording.durationMs === null ? fmt.date(meeting.onDate) : says,
    },
    steps: stage === 'erased' ? [] : stepsOf(visit, stage),
    again: stage === 'processing' ? { href: paths.recordings.show(recording.id), label: t('recordings:show.steps.again') } : null,
    waiting: ['processing', 'blocked'].includes(stage) ? { href: paths.recordings.status(recording.id), mark: markOf(record) } : null,
    practice: practice ? t('recordings:show.practice.text', { length: length(visit) }) : null,
    who: whoOf(visit, stage, watchers),
    seen,
    erasure: ['processing', 'ready', 'quarantined'].includes(stage)
      ? {
          date: t('recordings:show.erasure.date', { date: fmt.weekdayDate(recording.eraseOn) }),
          text: t(`recordings:show.erasure.text${own ? '' : 'Other'}`),
        }
      : null,
    erasedText: stage === 'erased' ? t('recordings:show.erasedText') : null,
    removal: mayRemoveRecording(viewer, record).ok
      ? { action: paths.recordings.removal(recording.id), label: t('recordings:show.removal.act', { number: meeting.number }) }
      : null,
  };
}
