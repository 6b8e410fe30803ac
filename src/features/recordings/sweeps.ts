import { addDays, localDate } from '../../domain/calendar/dates.js';
import { quarantineIsOver } from '../../domain/recording/quarantine.js';
import { eraseOn } from '../../domain/recording/retention.js';
import type { Catalogue } from '../../jobs/catalogue.js';
import { eraseLater } from '../../jobs/erase-later.js';
import { enqueue } from '../../jobs/queue.js';
import { findRooms, type RoomRecord } from '../../store/consent.js';
import type { ErasedWhy } from '../../store/recording.js';
import { listAging, listBlobKeys, listForgotten, listToErase, type Aging } from '../../store/recording-life.js';
import { sweepSessions } from '../../store/session.js';
import { listRunningKeys } from '../../store/upload.js';
import type { House } from '../../web/house.js';

const hourMs = 3_600_000;
const watchMs = 600_000;
/** An upload dies after a minute without a byte, so a file untouched for this long belongs to nobody. */
const abandonedMs = 15 * 60_000;

type Sweep = Exclude<Extract<keyof Catalogue, `sweep-${string}`>, 'sweep-uploads' | 'sweep-hours' | 'sweep-applications'>;

const nextRun: Record<Sweep, (now: Date) => Date> = {
  // Shortly after midnight in Denmark, summer and winter.
  'sweep-retention': (now) => new Date(`${addDays(localDate(now), 1)}T00:30:00.000Z`),
  'sweep-incoming': (now) => new Date((Math.floor(now.getTime() / hourMs) + 1) * hourMs),
  'sweep-work': (now) => new Date((Math.floor(now.getTime() / watchMs) + 1) * watchMs),
};

const plan = ({ db }: House, kind: Sweep, now: Date, runAt: Date): Promise<void> =>
  db.write((tx) => enqueue(tx, kind, {}, { now, runAt, dedupe: `${kind}:${runAt.toISOString()}` }));

/** Every sweep once when the worker starts; each then plans its own next run. */
export async function scheduleSweeps(house: House): Promise<void> {
  const now = house.clock();
  await plan(house, 'sweep-retention', now, now);
  await plan(house, 'sweep-incoming', now, now);
  await plan(house, 'sweep-work', now, now);
}

/** Planned before the work, so that a failed run never ends the series. */
export const planNext = (house: House, kind: Sweep, now: Date): Promise<void> => plan(house, kind, now, nextRun[kind](now));

function whyNow(one: Aging, room: RoomRecord | undefined, today: string): ErasedWhy | null {
  const { date, why } = eraseOn(localDate(new Date(one.uploadedAt)), one.certifiedOn);
  if (date <= today) return why;
  if (one.eraseOn <= today) return 'age';
  return room && quarantineIsOver(room, one.uploadedAt, today) ? 'unanswered' : null;
}

/** Films whose time is up, and sessions that have run out. Whatever was decided and not done is taken up again. */
export async function sweepRetention(house: House, now: Date): Promise<void> {
  const { db } = house;
  const aging = await listAging(db);
  const rooms = await findRooms(db, [...new Set(aging.map(({ meetingId }) => meetingId))]);
  const actor = { personId: null, requestId: null, now };
  for (const one of aging) {
    const why = whyNow(one, rooms.get(one.meetingId), localDate(now));
    if (why) await db.write((tx) => eraseLater(tx, actor, one.id, why));
  }
  for (const { id } of await listToErase(db))
    await db.write((tx) => enqueue(tx, 'erase-recording', { recordingId: id }, { now, dedupe: `erase-recording:${id}`, maxAttempts: 8 }));
  await sweepSessions(db, now.toISOString());
}

/** The watchdog: a recording in a passing state that no job will move, since a worker died between two steps, gets its job again. */
export async function sweepWork({ db, log }: House, now: Date): Promise<void> {
  for (const { id, processing } of await listForgotten(db)) {
    log.error({ processing }, 'a recording was forgotten on its way; taken up again');
    const kind = processing === 'ready' ? 'steady-recording' : 'process-recording';
    await db.write((tx) => enqueue(tx, kind, { recordingId: id }, { now, dedupe: `${kind}:${id}` }));
  }
}

/** Keys without a recording, and since when (ms): left by a process that died between file and row, or just about to get their row. */
export type Strays = Map<string, number>;

/** Files that came half-way in, and film that no recording has named for a while. Returns the strays to look at next time. */
export async function sweepIncoming({ db, media }: House, before: Strays, now: Date): Promise<Strays> {
  await media.blobs.sweepUnfinished(hourMs);
  const found: string[] = [];
  for await (const key of media.blobs.list('')) found.push(key);
  // In this order: a film that becomes a recording meanwhile is in the second.
  const named = new Set([...(await listRunningKeys(db)), ...(await listBlobKeys(db))]);
  const strays: Strays = new Map(found.filter((key) => !named.has(key)).map((key) => [key, before.get(key) ?? now.getTime()]));
  for (const [key, since] of strays) if (now.getTime() - since >= abandonedMs) await media.blobs.remove(key);
  return strays;
}
