import { mayAnnotate } from '../../domain/annotation/policy.js';
import { findAnnotation } from '../../store/annotation.js';
import { paths } from '../../web/paths.js';
import type { Visit } from '../../web/guard.js';
import type { FieldError } from '../../web/render.js';
import { castOf } from './cast.js';
import { loadComments } from './comments.js';
import { commentsOf } from './comments-view.js';
import { composerOf, type Returned } from './form-views.js';
import { headOf, titleOf } from './head-view.js';
import { noQuery, type RoomQuery } from './query.js';
import { reflectionOf, type ReturnedReflection } from './reflection-view.js';
import type { OpenRow } from './row-view.js';
import type { ReviewedRecording } from './scope.js';
import { stageOf } from './stage-view.js';
import type { RoomView } from './views.js';

/** What the page shows beside the record itself: an open form, or one that came back. */
export interface RoomOptions {
  query?: RoomQuery;
  open?: OpenRow;
  composer?: Returned;
  reflection?: ReturnedReflection;
  status?: number;
}

async function undoOf({ house, t, viewer }: Visit<unknown>, record: ReviewedRecording, removed: number | null): Promise<RoomView['undo']> {
  if (removed === null || !mayAnnotate(viewer, record).ok) return null;
  const gone = await findAnnotation(house.db, removed);
  if (!gone || gone.authorId !== viewer.id || gone.recordingId !== record.recording.id || gone.removedAt === null) return null;
  return { post: paths.review.restoration(gone.id), sentence: t('review:removed') };
}

const errorsOf = ({ composer, open, reflection }: RoomOptions): FieldError[] => [
  ...(composer?.errors ?? []),
  ...(open?.returned?.errors ?? []).map(({ field, message }) => ({
    field: open?.form === 'reply' ? `reply-${open.id}` : `${field}-${open?.id ?? ''}`,
    message,
  })),
  ...(reflection?.errors ?? []).map(({ message }) => ({ field: 'reflection', message })),
];

/** The whole page, for reading or with a form that came back. */
export async function showRoom(visit: Visit<unknown>, record: ReviewedRecording, options: RoomOptions = {}): Promise<void> {
  const { house, t, viewer } = visit;
  const asked = options.query ?? noQuery;
  const query = options.open ? { ...asked, at: options.open.id } : asked;
  const [cast, loaded] = await Promise.all([castOf(visit, record), loadComments(house.db, viewer.id, record, query)]);
  const [stage, reflection, undo] = await Promise.all([
    stageOf(visit, record, cast, query.t),
    reflectionOf(visit, record, cast, options.reflection ?? null),
    undoOf(visit, record, query.removed),
  ]);
  const view: RoomView = {
    head: headOf(visit, record, cast),
    flash: visit.flash(),
    undo,
    stage,
    reflection,
    composer: mayAnnotate(viewer, record).ok ? composerOf(visit, record, query.t, options.composer ?? null) : null,
    comments: commentsOf(visit, record, cast, loaded, { query, open: options.open ?? null }),
    words: {
      leave: t('review:island.leave'),
      now: t('review:now'),
      on: t('review:island.on'),
      off: t('review:island.off'),
      here: t('review:island.here'),
      broken: t('review:island.broken'),
      signIn: t('review:island.signIn'),
      otherPerson: t('review:island.otherPerson'),
    },
    viewerId: viewer.id,
  };
  await visit.page('review/room', view, {
    status: options.status ?? 200,
    title: `${titleOf(visit, record)}, ${record.meeting.leaderName}`,
    layout: 'room',
    errors: errorsOf(options),
    scripts: ['review'],
  });
}
