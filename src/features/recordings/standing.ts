import type { Visit } from '../../web/guard.js';
import { sessionStands } from '../../web/session.js';
import type { FilmFor } from './scope.js';

/** Whether what flows may go on flowing: the session it was asked for by stands, and everything the right hangs on does. */
export function standing({ req, house, record }: Visit<FilmFor>): (sent: boolean) => Promise<boolean> {
  const stands = sessionStands(req, house);
  return async (sent) => (await stands(sent)) && record.stillAllowed();
}
