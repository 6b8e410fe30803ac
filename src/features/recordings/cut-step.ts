import type { RecordingFor } from '../../store/recording.js';
import type { Visit } from '../../web/guard.js';
import type { Step } from './views.js';

type Say = (key: string, params?: Record<string, unknown>) => string;

/** «2 min 5 s»: to the second, for what was left out. */
function exact({ t }: Visit<RecordingFor>, ms: number): string {
  const all = Math.round(ms / 1000);
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  if (minutes === 0) return t('recordings:show.exactSeconds', { seconds });
  return t(seconds === 0 ? 'recordings:show.exactMinutes' : 'recordings:show.exact', { minutes, seconds });
}

/** One of its unit, «1 min», or more: what the words around it bow to. */
const unitsOf = (ms: number): number => ([1, 60].includes(Math.round(ms / 1000)) ? 1 : 2);

const leastToldMs = 500;

/** What was left out before anybody saw the film. */
function removed(visit: Visit<RecordingFor>, say: Say, startMs: number, endMs: number): string {
  const [start, end] = [startMs >= leastToldMs, endMs >= leastToldMs];
  const key = start ? (end ? 'cutBoth' : 'cutStart') : end ? 'cutEnd' : 'cutNothing';
  return say(key, { start: exact(visit, startMs), end: exact(visit, endMs), count: start ? unitsOf(startMs) : unitsOf(endMs) });
}

/** The first step of a film of which only a part is kept; none for others. `told` and `left` say how far it is. */
export function cutStep(visit: Visit<RecordingFor>, say: Say, { told, left }: { told: string; left: string }): Step[] {
  const { uncut, cutStartMs, cutEndMs, step, progress } = visit.record.recording;
  if (uncut && step === 'cutting')
    return [{ status: { kind: 'under-way' }, strong: say('cutting'), rest: told, note: left, percent: progress, live: true }];
  if (uncut) return [{ status: { kind: 'not-begun' }, strong: say('cutFirst'), rest: say(step === 'waiting' ? 'cutAnew' : 'cutWaits') }];
  if (cutStartMs === null || cutEndMs === null) return [];
  return [{ status: { kind: 'done' }, strong: say('cut'), rest: removed(visit, say, cutStartMs, cutEndMs) }];
}
