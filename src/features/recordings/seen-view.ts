import { mergeStretches, playedMs } from '../../domain/viewing/stretch.js';
import type { RecordingFor } from '../../store/recording.js';
import { listViewings, type Viewing } from '../../store/viewing.js';
import type { Visit } from '../../web/guard.js';
import type { Row, SeenView } from './views.js';

const mostShown = 60;
const mostStretches = 6;

type Say = (key: string, params?: Record<string, unknown>) => string;

function rowOf(visit: Visit<RecordingFor>, say: Say, { name, purpose, startedAt, stretches }: Viewing): Row {
  const { fmt } = visit;
  const moment = fmt.moment(startedAt);
  const parts = mergeStretches(stretches);
  const shown = parts
    .slice(0, mostStretches)
    .map(({ fromMs, toMs }) => say('stretch', { from: fmt.timecode(fromMs), to: fmt.timecode(toMs) }));
  const more = parts.length > mostStretches ? [say('more', { count: parts.length - mostStretches })] : [];
  const played = { moment, stretches: fmt.list([...shown, ...more]), length: fmt.filmLength(playedMs(parts)) };
  return { strong: name, rest: say(`purpose.${purpose}`), note: parts.length > 0 ? say('played', played) : say('opened', { moment }) };
}

/** «Hvem har set filmen»: for the one who led the meeting and nobody else. Null for others, and before there is anything to tell. */
export async function seenOf(visit: Visit<RecordingFor>): Promise<SeenView | null> {
  const { house, record, t, fmt } = visit;
  const { recording, relation } = record;
  if (!relation.isLeader) return null;
  const { others, count, own } = await listViewings(house.db, recording.id, recording.ownerId, mostShown);
  if (count === 0 && own.count === 0 && recording.processing !== 'ready') return null;
  const say: Say = (key, params) => t(`recordings:show.seen.${key}`, params);
  const ownRow = { strong: say('own'), rest: say('ownTimes', { count: own.count }) };
  return {
    text: say('text'),
    none: others.length === 0 && own.count === 0 ? say('none') : null,
    rows: [
      ...others.map((one) => rowOf(visit, say, one)),
      ...(own.lastAt === null ? [] : [{ ...ownRow, note: say('ownLast', { moment: fmt.moment(own.lastAt) }) }]),
    ],
    older: count > others.length ? say('older', { shown: others.length, count }) : null,
  };
}
