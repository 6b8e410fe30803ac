import { annotationKinds, type AnnotationKind } from '../../domain/annotation/annotation.js';
import { paths } from '../../web/paths.js';

/** What the address of the page asks for. Anything that is not understood is left out. */
export interface RoomQuery {
  /** Second at which the film opens. */
  t: number | null;
  element: number | null;
  kind: AnnotationKind | null;
  /** Whose comments: a person's id. */
  whose: number | null;
  /** Page of the list, from 1. */
  list: number;
  /** The list opens at this comment. */
  at: number | null;
  /** A comment just taken away. */
  removed: number | null;
}

const digits = (value: unknown, most: number): number | null => {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : null;
  return number !== null && number <= most ? number : null;
};

const anyId = 999_999_999;

export function queryOf(typed: Record<string, unknown>): RoomQuery {
  return {
    t: digits(typed['t'], 48 * 3600),
    element: digits(typed['element'], 12) || null,
    kind: annotationKinds.find((kind) => kind === typed['kind']) ?? null,
    whose: digits(typed['whose'], anyId) || null,
    list: digits(typed['list'], 10_000) || 1,
    at: digits(typed['at'], anyId),
    removed: digits(typed['removed'], anyId),
  };
}

export const noQuery: RoomQuery = queryOf({});

/** The page with the film at this place. */
export const at = (startMs: number): RoomQuery => ({ ...noQuery, t: Math.floor(startMs / 1000) });

type Asked = Partial<Omit<RoomQuery, 'list'>> & { list?: number };

/** The page's address with these wishes; the usual ones are left out. */
export function addressOf(recordingId: number, wishes: Asked, anchor = ''): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(wishes))
    if (value !== null && value !== undefined && !(name === 'list' && value === 1)) query.set(name, String(value));
  const asked = query.toString();
  return `${paths.review.show(recordingId)}${asked && `?${asked}`}${anchor && `#${anchor}`}`;
}

/** The wishes that follow a reader from link to link. */
export const filterOf = ({ element, kind, whose, list }: RoomQuery) => ({ element, kind, whose, list });
