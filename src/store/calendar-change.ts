import type { Actor } from './audit.js';
import type { Writer } from './database.js';
import { calendarChanges } from './tables.js';

/** When and where something is, as it was told. Minutes since midnight. */
export interface Placed {
  date: string;
  from: number;
  to: number;
  place: string;
}

type Of = { trainingDayId: number } | { sessionId: number };

export interface NewChange {
  of: Of;
  kind: 'moved' | 'cancelled';
  former: Placed;
  now: Placed;
  reason?: string;
  /** It was cancelled before: told even when nothing else differs. */
  heldAfterAll?: boolean;
}

const differs = (a: Placed, b: Placed) => a.date !== b.date || a.from !== b.from || a.to !== b.to || a.place !== b.place;

/** Keeps what changed, so that those concerned can be told. A change that nobody could see is none. */
export async function noteChange(tx: Writer, actor: Actor & { personId: number }, change: NewChange): Promise<void> {
  const { of, kind, former, now, reason = '', heldAfterAll = false } = change;
  if (kind === 'moved' && !heldAfterAll && !differs(former, now)) return;
  await tx.insert(calendarChanges, {
    ...of,
    kind,
    formerDate: former.date,
    formerFrom: former.from,
    formerTo: former.to,
    formerPlace: former.place,
    newDate: now.date,
    newFrom: now.from,
    newTo: now.to,
    newPlace: now.place,
    reason,
    changedBy: actor.personId,
    changedAt: actor.now.toISOString(),
  });
}

/** Somebody has read about a change and puts it aside. */
export async function markSeen(tx: Writer, actor: Actor & { personId: number }, changeId: number): Promise<void> {
  await tx.run('INSERT INTO calendar_change_seen (change_id, person_id, seen_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    changeId,
    actor.personId,
    actor.now.toISOString(),
  ]);
}
