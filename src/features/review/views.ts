import type { AnnotationKind } from '../../domain/annotation/annotation.js';
import type { PlayerView } from '../../web/player-view.js';

interface Link {
  href: string;
  label: string;
}

interface Option {
  value: string;
  label: string;
}

/** The fields of a comment, new or standing. Ids of the controls end in `suffix`. */
export interface FieldsView {
  suffix: string;
  from: string;
  to: string;
  element: string;
  kind: string;
  text: string;
  elements: Option[];
  kinds: Option[];
  errors: Record<string, string>;
}

export interface ComposerView {
  title: string;
  action: string;
  clientKey: string;
  fields: FieldsView;
  /** There is a film to set times by. */
  hasFilm: boolean;
  /** Nothing more important stands on the page. */
  filled: boolean;
}

export interface EditView {
  action: string;
  removal: string;
  cancel: string;
  version: number;
  fields: FieldsView;
  /** What another window kept meanwhile. */
  standing: string | null;
}

export interface ReplyFormView {
  action: string;
  cancel: string;
  clientKey: string;
  text: string;
  error: string | undefined;
}

export interface RowView {
  id: number;
  startMs: number;
  endMs: number | null;
  time: string;
  /** Opens the film there, when there is one. */
  href: string | null;
  kind: { kind: AnnotationKind; text: string } | null;
  element: string | null;
  paragraph: string;
  by: string;
  isDraft: boolean;
  isNow: boolean;
  former: string | null;
  replies: { by: string; paragraph: string }[];
  /** Addresses of what this viewer may do with it. */
  can: { edit: string | null; reply: string | null; share: string | null };
  editForm: EditView | null;
  replyForm: ReplyFormView | null;
}

export interface FilterView {
  action: string;
  summary: string;
  /** All comments again, while something is left out. */
  all: string | null;
  element: string;
  kind: string;
  whose: string;
  elements: Option[];
  kinds: Option[];
  authors: Option[];
}

export interface ListHeadView {
  title: string;
  /** The viewer's own drafts, which nobody else is told of. */
  drafts: { sentence: string; share: { post: string; label: string } | null } | null;
  closing: { post: string; label: string } | null;
}

export interface CommentsView {
  head: ListHeadView;
  filter: FilterView | null;
  rows: RowView[];
  none: string | null;
  earlier: Link | null;
  later: Link | null;
}

export interface StageView {
  player: PlayerView | null;
  none: { title: string; text: string; link: Link | null } | null;
  practice: string | null;
}

export type ReflectionView =
  | { mode: 'write'; action: string; text: string; seen: string; error: string | undefined; standing: string | null; saved: string | null }
  | { mode: 'read'; title: string; paragraph: string; delivered: string };

export interface HeadView {
  crumbs: Link[];
  title: string;
  status: { kind: string; text?: string };
  turn: string;
  meta: string;
  metaLink?: Link;
  links: Link[];
}

export interface RoomView {
  head: HeadView;
  flash: string | null;
  undo: { post: string; sentence: string } | null;
  stage: StageView;
  reflection: ReflectionView | null;
  composer: ComposerView | null;
  comments: CommentsView | null;
  /** Sentences of the island. */
  words: Record<'leave' | 'now' | 'on' | 'off' | 'here' | 'broken' | 'signIn' | 'otherPerson', string>;
  /** The page's own person: another who signs in beside it sends nothing of theirs. */
  viewerId: number;
}
