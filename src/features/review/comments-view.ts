import { mayClose, mayShare, passOf } from '../../domain/annotation/policy.js';
import { currentAt } from '../../domain/annotation/following.js';
import { formatTimecode } from '../../domain/annotation/timecode.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { firstName, type Cast } from './cast.js';
import type { LoadedComments } from './comments.js';
import { elementOptions, kindOptions } from './form-views.js';
import { addressOf, filterOf, type RoomQuery } from './query.js';
import { rowsOf, type OpenRow } from './row-view.js';
import type { ReviewedRecording } from './scope.js';
import type { CommentsView, FilterView, ListHeadView } from './views.js';

const isFiltered = ({ element, kind, whose }: RoomQuery) => element !== null || kind !== null || whose !== null;

/** Counts and acts over the list. Drafts are counted from what this viewer may see, so others' are never among them. */
export function listHeadOf(
  visit: Visit<unknown>,
  record: ReviewedRecording,
  cast: Cast,
  { visible, chosen }: Pick<LoadedComments, 'visible' | 'chosen'>,
): ListHeadView {
  const { t, viewer } = visit;
  const drafts = visible.filter(({ pass, sharedAt }) => pass === 'supervision' && sharedAt === null).length;
  const share = drafts > 0 && mayShare(viewer, record).ok;
  const close = drafts === 0 && mayClose(viewer, record).ok;
  const key = record.relation.isLeader && record.review === 'ready_for_reflection' ? 'marks' : 'count';
  return {
    title:
      chosen.length === visible.length
        ? t(`review:list.${key}`, { count: visible.length })
        : t('review:list.someOf', { some: chosen.length, count: visible.length }),
    drafts:
      drafts === 0
        ? null
        : {
            sentence: t('review:list.drafts', { count: drafts }),
            share: share
              ? { post: paths.review.sharing(record.recording.id), label: t('review:list.share', { count: drafts, name: cast.leader }) }
              : null,
          },
    closing: close ? { post: paths.review.closing(record.recording.id), label: t('review:list.close') } : null,
  };
}

/** Only those whose comments the viewer may see. */
function authorsOf({ t, viewer }: Visit<unknown>, { visible, opened }: LoadedComments): FilterView['authors'] {
  return [...new Set(visible.map(({ authorId }) => authorId))].map((id) => ({
    value: String(id),
    label: id === viewer.id ? t('review:filter.yours') : firstName(opened.names.get(id) ?? ''),
  }));
}

function filterView(visit: Visit<unknown>, record: ReviewedRecording, loaded: LoadedComments, query: RoomQuery): FilterView | null {
  const { t } = visit;
  if (loaded.visible.length === 0) return null;
  const [elements, kinds, authors] = [elementOptions(visit), kindOptions(visit), authorsOf(visit, loaded)];
  const label = (options: FilterView['elements'], value: string | number | null) =>
    value === null ? [] : options.filter((one) => one.value === String(value)).map((one) => one.label);
  const chosen = [...label(elements, query.element), ...label(kinds, query.kind), ...label(authors, query.whose)];
  return {
    action: paths.review.show(record.recording.id),
    summary: chosen.length > 0 ? chosen.join(', ') : t('review:filter.all'),
    all: isFiltered(query) ? addressOf(record.recording.id, {}, 'kommentarer') : null,
    element: String(query.element ?? ''),
    kind: query.kind ?? '',
    whose: String(query.whose ?? ''),
    elements,
    kinds,
    authors,
  };
}

function noneWords({ t }: Visit<unknown>, record: ReviewedRecording, cast: Cast, query: RoomQuery): string {
  if (isFiltered(query)) return t('review:none.filtered');
  if (record.relation.isLeader && record.review === 'ready_for_reflection') return t('review:none.marks');
  return t(passOf(record.relation) === 'supervision' ? 'review:none.supervisor' : 'review:none.nobody', { ...cast });
}

const momentsOf = ({ onPage, opened }: LoadedComments) =>
  onPage.map(({ id, startMs }) => ({ startMs, endMs: opened.words.get(id)?.endMs ?? null }));

/** The list beside the film. Assessors judge without it. */
export function commentsOf(
  visit: Visit<unknown>,
  record: ReviewedRecording,
  cast: Cast,
  loaded: LoadedComments,
  { query, open }: { query: RoomQuery; open: OpenRow | null },
): CommentsView | null {
  const { relation, recording } = record;
  if (!record.readable || !(relation.isLeader || relation.isGroupSupervisor || relation.isGroupMember)) return null;
  const current = query.t === null ? -1 : currentAt(momentsOf(loaded), query.t * 1000);
  const to = (list: number) => addressOf(recording.id, { ...filterOf(query), list }, 'kommentarer');
  const { list, lists, nextFrom, onPage } = loaded;
  return {
    head: listHeadOf(visit, record, cast, loaded),
    filter: filterView(visit, record, loaded, query),
    rows: rowsOf(visit, record, onPage, { opened: loaded.opened, query, open, current }),
    none: onPage.length === 0 ? noneWords(visit, record, cast, query) : null,
    earlier: list > 1 ? { href: to(list - 1), label: visit.t('review:list.earlier') } : null,
    later: list < lists ? { href: to(list + 1), label: visit.t('review:list.later', { time: formatTimecode(nextFrom ?? 0) }) } : null,
  };
}
