import { effectiveScope } from '../../domain/consent/effective-scope.js';
import { purposeOfLooking } from '../../domain/consent/viewers.js';
import { sittingGapMs, sittingSince } from '../../domain/viewing/sitting.js';
import type { Database } from '../../store/database.js';
import type { RecordingFor } from '../../store/recording.js';
import { openSitting } from '../../store/viewing.js';
import type { Visit } from '../../web/guard.js';

interface Known {
  id: Promise<number>;
  at: number;
}

/** The sittings this process has seen a sign of lately: spares the database a question at every range of a film. */
const known = new WeakMap<Database, Map<string, Known>>();

const mostKnown = 2_000;

function knownOf(db: Database, now: number): Map<string, Known> {
  const here = known.get(db) ?? new Map<string, Known>();
  known.set(db, here);
  if (here.size > mostKnown) for (const [key, { at }] of here) if (now - at > sittingGapMs) here.delete(key);
  return here;
}

/** The line in the log this viewer's watching belongs to; begun when there is none. Only for someone who may watch now. */
export async function sit({ house, viewer, actor, now }: Visit<unknown>, facts: RecordingFor): Promise<number> {
  const purpose = purposeOfLooking(effectiveScope(facts.room), facts.relation);
  if (purpose === null) throw new Error('whoever may watch has a purpose');
  const { id: recordingId } = facts.recording;
  const here = knownOf(house.db, now.getTime());
  const key = `${recordingId} ${viewer.id} ${purpose}`;
  const before = here.get(key);
  if (before && now.getTime() - before.at <= sittingGapMs) {
    before.at = now.getTime();
    return before.id;
  }
  const sitting = { recordingId, viewerId: viewer.id, purpose, municipalityId: facts.meeting.municipalityId };
  const id = openSitting(house.db, actor, sitting, sittingSince(now));
  here.set(key, { id, at: now.getTime() });
  id.catch(() => here.delete(key));
  return id;
}
