import { daysBetween, localDate } from '../calendar/dates.js';
import { heldBackBy, type Room } from '../consent/effective-scope.js';

/** A film that somebody in the room has not answered for is erased after this many days (our choice). */
export const quarantineDays = 7;

interface Arrivals extends Room {
  attendees: (Room['attendees'][number] & { addedAt: string })[];
}

/** Since when the film has waited for an answer, as an instant; null when no answer is missing. */
export function quarantinedSince(room: Arrivals, uploadedAt: string): string | null {
  const waiting = new Set(
    heldBackBy(room, 'own_learning')
      .filter(({ standing }) => standing === 'unanswered')
      .map(({ attendee }) => attendee.id),
  );
  if (waiting.size === 0) return null;
  const arrivals = room.attendees.filter(({ id }) => waiting.has(id)).map(({ addedAt }) => addedAt);
  return [uploadedAt, ...arrivals].sort().at(-1) ?? uploadedAt;
}

export const quarantineIsOver = (room: Arrivals, uploadedAt: string, today: string): boolean => {
  const since = quarantinedSince(room, uploadedAt);
  return since !== null && daysBetween(localDate(new Date(since)), today) >= quarantineDays;
};
