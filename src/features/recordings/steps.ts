import { localDate } from '../../domain/calendar/dates.js';
import { hasReflected } from '../../domain/recording/review-states.js';
import type { RecordingFor } from '../../store/recording.js';
import type { Visit } from '../../web/guard.js';
import { cutStep } from './cut-step.js';
import { isMaking, isSmoothing, msLeft, type Stage } from './stage.js';
import type { Step } from './views.js';

type Say = (key: string, params?: Record<string, unknown>) => string;

const saying =
  ({ t, record }: Visit<RecordingFor>): Say =>
  (key, params) =>
    t(`recordings:show.steps.${key}`, { name: record.meeting.leaderName, ...params });

/** «Kl. 14.02» today, with the date on other days. */
const whenWords = ({ t, fmt, today }: Visit<RecordingFor>, at: string): string =>
  localDate(new Date(at)) === today ? t('recordings:show.steps.at', { time: fmt.time(at) }) : fmt.moment(at);

function received(visit: Visit<RecordingFor>, say: Say): Step {
  const { recording, relation } = visit.record;
  const own = recording.processing === 'ready' ? 'receivedText' : 'receivedKeep';
  const rest = say(relation.isLeader && recording.processing !== 'failed' ? own : 'receivedOther');
  return { status: { kind: 'done' }, strong: say('received'), rest, note: whenWords(visit, recording.uploadedAt) };
}

function measured(visit: Visit<RecordingFor>, say: Say): Step {
  const { durationMs, hasPicture, missingMs, uncut } = visit.record.recording;
  if (uncut) return { status: { kind: 'not-begun' }, strong: say('measuring'), rest: say('measuringText') };
  if (durationMs === null) return { status: { kind: 'under-way' }, strong: say('measuring'), rest: say('measuringText') };
  const rest = say(hasPicture ? 'measuredText' : 'soundText', { length: visit.fmt.filmLength(durationMs) });
  const note = missingMs ? say('damaged', { length: visit.fmt.filmLength(missingMs) }) : undefined;
  return { status: { kind: 'done' }, strong: say('measured'), rest, note };
}

/** Whole minutes left, in words; empty before the speed is known. */
export function leftWords(visit: Visit<RecordingFor>): string {
  const left = msLeft(visit.record, visit.now);
  return left === null ? '' : saying(visit)('left', { count: Math.ceil(left / 60_000) });
}

export const toldWords = (visit: Visit<RecordingFor>): string => {
  const { recording } = visit.record;
  if (recording.uncut && recording.progress === 0) return saying(visit)(recording.step === 'cutting' ? 'cutText' : 'queued');
  if (!isMaking(recording)) return saying(visit)(recording.step === 'looking' ? 'looking' : 'queued');
  return saying(visit)('percent', { percent: recording.progress });
};

function making(visit: Visit<RecordingFor>, say: Say): Step {
  const { processing, progress, readyAt, step, uncut } = visit.record.recording;
  if (processing === 'ready')
    return { status: { kind: 'done' }, strong: say('made'), rest: '', note: readyAt === null ? undefined : whenWords(visit, readyAt) };
  const strong = say(step === 'copying' ? 'copying' : 'making');
  if (uncut) return { status: { kind: 'not-begun' }, strong, rest: '' };
  const kind = processing === 'processing' ? 'under-way' : 'not-begun';
  return { status: { kind }, strong, rest: toldWords(visit), note: leftWords(visit), percent: progress, live: true };
}

/** The film can be watched; the version that is smooth on every screen comes by itself. */
function smoothing(visit: Visit<RecordingFor>, say: Say): Step[] {
  const { recording } = visit.record;
  if (!isSmoothing(recording)) return [];
  const under = recording.step === 'steadying';
  const rest = under ? say('percent', { percent: recording.progress }) : say('queued');
  return [
    {
      status: { kind: under ? 'under-way' : 'not-begun' },
      strong: say('smoothing'),
      rest: `${say('smoothingText')} ${rest}`,
      note: leftWords(visit),
    },
  ];
}

function reflection(visit: Visit<RecordingFor>, say: Say): Step {
  const { recording, relation } = visit.record;
  if (hasReflected(recording.review)) return { status: { kind: 'done' }, strong: say('reflected'), rest: '' };
  const other = relation.isLeader ? '' : 'Other';
  const turn = relation.isLeader ? 'your-turn' : 'waiting';
  const strong = say(`reflection${other}`);
  return { status: { kind: recording.processing === 'ready' ? turn : 'not-begun' }, strong, rest: say(`reflection${other}Text`) };
}

/** The film's way in order, with the time of what is done. */
export function stepsOf(visit: Visit<RecordingFor>, stage: Stage): Step[] {
  const say = saying(visit);
  if (stage === 'failed')
    return [received(visit, say), { status: { kind: 'missing', text: say('stopped') }, strong: say('refused'), rest: '' }];
  const cut = cutStep(visit, say, { told: toldWords(visit), left: leftWords(visit) });
  return [received(visit, say), ...cut, measured(visit, say), making(visit, say), ...smoothing(visit, say), reflection(visit, say)];
}
