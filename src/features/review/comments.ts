import { maySee } from '../../domain/annotation/policy.js';
import { listAuthors, listOutlines, openAnnotations, type AnnotationOutline, type AnnotationWords } from '../../store/annotation.js';
import type { Database } from '../../store/database.js';
import { listReplies, type ReplyRecord } from '../../store/reply.js';
import type { RoomQuery } from './query.js';
import type { ReviewedRecording } from './scope.js';

/** At most so many rows a page: the list, not the film, is what makes the page heavy. */
const pageSize = 60;

export interface LoadedComments {
  /** All the viewer may see. */
  visible: AnnotationOutline[];
  /** Those of them that the filter lets through. */
  chosen: AnnotationOutline[];
  /** Those of them on this page of the list. */
  onPage: AnnotationOutline[];
  list: number;
  lists: number;
  /** Start of the next page, when there is one. */
  nextFrom: number | null;
  opened: Opened;
}

/** Words, replies and names of the comments that are drawn. */
export interface Opened {
  words: Map<number, AnnotationWords>;
  replies: Map<number, ReplyRecord[]>;
  names: Map<number, string>;
}

/** Everything of the recording that this viewer may see; others' drafts are left out before anything is counted. */
export const visibleTo = async (db: Database, viewerId: number, record: ReviewedRecording): Promise<AnnotationOutline[]> =>
  record.readable ? (await listOutlines(db, record.recording.id)).filter((one) => maySee(viewerId, record, one)) : [];

const passes =
  ({ element, kind, whose }: RoomQuery) =>
  (one: AnnotationOutline): boolean =>
    (element === null || one.element === element) && (kind === null || one.kind === kind) && (whose === null || one.authorId === whose);

export async function openAll(db: Database, recordingId: number, comments: Pick<AnnotationOutline, 'id'>[]): Promise<Opened> {
  const ids = comments.map(({ id }) => id);
  const [words, replies, names] = await Promise.all([
    openAnnotations(db, recordingId, ids),
    listReplies(db, recordingId, ids),
    listAuthors(db, recordingId),
  ]);
  return { words, replies, names };
}

/** One page of the list: the one asked for, or the one that holds the comment `query.at`. */
export async function loadComments(db: Database, viewerId: number, record: ReviewedRecording, query: RoomQuery): Promise<LoadedComments> {
  const visible = await visibleTo(db, viewerId, record);
  const chosen = visible.filter(passes(query));
  const lists = Math.max(1, Math.ceil(chosen.length / pageSize));
  const place = chosen.findIndex(({ id }) => id === query.at);
  const list = place >= 0 ? Math.floor(place / pageSize) + 1 : Math.min(query.list, lists);
  const onPage = chosen.slice((list - 1) * pageSize, list * pageSize);
  const nextFrom = chosen[list * pageSize]?.startMs ?? null;
  return { visible, chosen, onPage, list, lists, nextFrom, opened: await openAll(db, record.recording.id, onPage) };
}
