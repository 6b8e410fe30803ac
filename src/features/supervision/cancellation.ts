import { noteCancelledSession } from '../../store/calendar-session.js';
import { cancelSession } from '../../store/supervision.js';
import { conflict } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { SessionRecord } from './scope.js';

/** Only what is planned can be cancelled: nothing that was typed in or signed is lost this way. The group is told. */
export async function create({ house, record, viewer, actor, done }: Visit<SessionRecord>): Promise<void> {
  const cancelled = await house.db.write(async (tx) => {
    if (!(await cancelSession(tx, actor, record.session.id))) return false;
    await noteCancelledSession(tx, { ...actor, personId: viewer.id }, record.session);
    return true;
  });
  if (!cancelled) throw conflict('supervision:cancelTooLate');
  done(paths.supervision.session(record.session.id), 'supervision:flash.cancelled');
}
