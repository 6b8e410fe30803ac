import type { Visit } from '../../web/guard.js';
import { queryOf } from './query.js';
import { showRoom } from './room.js';
import type { ReviewedRecording } from './scope.js';

export const show = (visit: Visit<ReviewedRecording>): Promise<void> =>
  showRoom(visit, visit.record, { query: queryOf(visit.req.query as Record<string, unknown>) });
