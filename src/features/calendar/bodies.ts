import type { Reader } from '../../store/database.js';
import { listProgrammes } from '../../store/programme.js';
import { unlessChanged } from '../../store/unless-changed.js';
import type { Bodies } from '../../web/event-words.js';

/** What the programmes call their days, for the events that are shown. */
export const loadBodies = async (db: Reader, events: { versionId: number }[]): Promise<Bodies> =>
  events.length === 0
    ? new Map()
    : unlessChanged(db, 'programme bodies', async () => new Map((await listProgrammes(db)).map(({ id, body }) => [id, body])));
