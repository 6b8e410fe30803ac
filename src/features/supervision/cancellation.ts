import { cancelSession } from '../../store/supervision.js';
import { conflict } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { SessionRecord } from './scope.js';

/** Only what is planned can be cancelled: nothing that was typed in or signed is lost this way. */
export async function create({ house, record, actor, done }: Visit<SessionRecord>): Promise<void> {
  const cancelled = await house.db.write((tx) => cancelSession(tx, actor, record.session.id));
  if (!cancelled) throw conflict('supervision:cancelTooLate');
  done(paths.supervision.session(record.session.id), 'supervision:flash.cancelled');
}
