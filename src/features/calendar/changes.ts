import type { CalendarEvent } from '../../store/calendar.js';
import { markSeen } from '../../store/calendar-change.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';

/** A change that has been read is put aside; the calendar itself still shows it. */
export async function seen({ house, record, viewer, actor, done }: Visit<CalendarEvent>): Promise<void> {
  const { changeId } = record;
  if (changeId !== null) await house.db.write((tx) => markSeen(tx, { ...actor, personId: viewer.id }, changeId));
  done(paths.today());
}
