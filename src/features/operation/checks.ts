import type { Disk, Standstill } from '../../media/index.js';
import type { KeyState, QueueState, UnderWayState } from '../../store/operation.js';
import type { Visit } from '../../web/guard.js';
import type { Check } from './views.js';

/** What can be told of the system at one moment. */
export interface Standing {
  queue: QueueState;
  disk: Disk;
  standstill: Standstill | null;
  keys: KeyState;
  underWay: UnderWayState;
}

/** A job that could have begun this long ago, with nobody working: the worker is not there. */
const waitsTooLongMs = 10 * 60_000;
/** With less than this left, or a twentieth of the disk, no film of two hours fits beside its versions (our choice). */
const littleBytes = 20 * 1024 ** 3;

type Say = (key: string, params?: Record<string, unknown>) => string;

const saying =
  ({ t }: Visit<unknown>): Say =>
  (key, params) =>
    t(`operation:${key}`, params);

function queueCheck(visit: Visit<unknown>, { queue }: Standing): Check {
  const say = saying(visit);
  const waitedMs = queue.oldestDue === null ? 0 : visit.now.getTime() - Date.parse(queue.oldestDue);
  const stands = queue.running === 0 && waitedMs > waitsTooLongMs;
  const parts = [
    ...(queue.due > 0
      ? [say('queue.due', { count: queue.due, age: visit.fmt.durationWords(Math.max(0, Math.floor(waitedMs / 60_000))) })]
      : []),
    ...(queue.running > 0 ? [say('queue.running', { count: queue.running })] : []),
    ...(queue.lost > 0 ? [say('queue.lost', { count: queue.lost })] : []),
    ...(queue.planned > 0 ? [say('queue.planned', { count: queue.planned })] : []),
  ];
  const kind = stands ? 'missing' : queue.running > 0 ? 'under-way' : queue.due > 0 ? 'waiting' : 'done';
  return {
    status: { kind, ...(kind === 'done' ? { text: say('well') } : {}) },
    strong: say('queue.title'),
    rest: stands ? say('queue.stands') : queue.due + queue.running + queue.lost === 0 ? say('queue.empty') : '',
    note: parts.join(' '),
  };
}

function filmCheck(visit: Visit<unknown>, { standstill }: Standing): Check {
  const say = saying(visit);
  if (standstill === null) return { status: { kind: 'done', text: say('well') }, strong: say('film.title'), rest: say('film.ready') };
  return { status: { kind: 'missing' }, strong: say('film.title'), rest: say(`film.${standstill}`), note: say('film.waits') };
}

function diskCheck(visit: Visit<unknown>, { disk }: Standing): Check {
  const say = saying(visit);
  const little = disk.freeBytes < littleBytes || disk.freeBytes * 20 < disk.totalBytes;
  return {
    status: little ? { kind: 'missing' } : { kind: 'done', text: say('well') },
    strong: say('disk.title'),
    rest: say('disk.free', { free: visit.fmt.bytes(disk.freeBytes), total: visit.fmt.bytes(disk.totalBytes) }),
    ...(little ? { note: say('disk.little') } : {}),
  };
}

function keyCheck(visit: Visit<unknown>, { keys }: Standing): Check {
  const say = saying(visit);
  if (keys.broken) return { status: { kind: 'missing' }, strong: say('keys.title'), rest: say('keys.broken') };
  const older = keys.older > 0;
  return {
    status: older ? { kind: 'under-way' } : { kind: 'done', text: say('well') },
    strong: say('keys.title'),
    rest: say('keys.inUse', { version: keys.version }),
    ...(older ? { note: say('keys.older', { count: keys.older }) } : {}),
  };
}

function underWayCheck(visit: Visit<unknown>, { underWay: { count, keptBytes, totalBytes } }: Standing): Check {
  const say = saying(visit);
  const sizes = { kept: visit.fmt.bytes(keptBytes), total: visit.fmt.bytes(totalBytes) };
  return {
    status: count > 0 ? { kind: 'under-way' } : { kind: 'done', text: say('well') },
    strong: say('underWay.title'),
    rest: count > 0 ? say('underWay.some', { count, ...sizes }) : say('underWay.none'),
  };
}

export const checksOf = (visit: Visit<unknown>, standing: Standing): Check[] =>
  [queueCheck, filmCheck, underWayCheck, diskCheck, keyCheck].map((check) => check(visit, standing));
