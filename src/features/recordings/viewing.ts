import { mayKnowOf } from '../../domain/recording/watch.js';
import { toldStretches } from '../../domain/viewing/stretch.js';
import { noteStretches } from '../../store/viewing.js';
import { watchable, type RecordingFor } from '../../store/recording.js';
import { badRequest, notFound } from '../../web/errors.js';
import { filmAddress } from '../../web/film-files.js';
import type { Visit } from '../../web/guard.js';
import type { WatchedFilm } from './scope.js';
import { sit } from './sittings.js';
import type { PlayingView } from './views.js';

function playingOf({ viewer }: Visit<unknown>, facts: RecordingFor): PlayingView {
  return { viewer: viewer.id, ...(watchable(viewer, facts).ok ? { open: true, ...filmAddress(facts) } : { open: false }) };
}

/** For an open player: may it go on, and is there a better file by now? Why not is told by the page it stands on. */
export function show(visit: Visit<RecordingFor>): void {
  visit.res.json(playingOf(visit, visit.record));
}

const parsed = (told: unknown): unknown => {
  try {
    return typeof told === 'string' ? JSON.parse(told) : null;
  } catch {
    return null;
  }
};

/** A player tells what was played since it last told. What was played before the right ended is kept also when it is told after. */
export async function create(visit: Visit<WatchedFilm>): Promise<void> {
  const { house, req, res, record, viewer, now } = visit;
  const { facts, sitting } = record;
  const longest = facts.recording.durationMs ?? 48 * 3_600_000;
  const stretches = toldStretches(parsed((req.body as Record<string, unknown>)['stretches']), longest);
  if (stretches === null) throw badRequest();
  const may = watchable(viewer, facts).ok;
  const id = may ? await sit(visit, facts) : sitting;
  if (id !== null && stretches.length > 0 && !(await noteStretches(house.db, now, id, stretches))) throw badRequest();
  if (!may && !mayKnowOf(facts)) throw notFound();
  res.json(playingOf(visit, facts));
}
