import type { Moment } from '../annotation/timecode.js';
import type { NotRatableReason } from './rubric.js';

/** What a rating cites: moments of the film, the whole meeting (only for a 1), or words from the notes of an observed meeting. */
export interface Cited {
  moments: Moment[];
  wholeMeeting: boolean;
  /** Clock time or quote from the observation notes, kept with the note. */
  quoted: boolean;
}

export interface ElementRating extends Cited {
  element: number;
  level: number | null;
  notRatable: NotRatableReason | null;
  note: string;
}

/** A clock time («10.40») or somebody's words in quotation marks. */
const citesNotes = (note: string): boolean => /(?<!\d)([01]?\d|2[0-3])[.:][0-5]\d(?!\d)|«[^»]+»|“[^”]+”|"[^"]+"/u.test(note);

export type RatingFault = 'level' | 'moment' | 'note' | 'both';

/**
 * What one element still lacks before the rating can be locked (our choice): a level or a reason; at least one moment for each level, a 1 may
 * cite the whole meeting, an observed meeting cites a clock time or a quote; a 1, 2 or 5 also takes a comment.
 */
export function ratingFaults(rating: ElementRating, route: 'film' | 'observation'): RatingFault[] {
  if (rating.level !== null && rating.notRatable !== null) return ['both'];
  if (rating.notRatable !== null) return [];
  if (rating.level === null) return ['level'];
  const cites =
    route === 'observation'
      ? rating.quoted || citesNotes(rating.note)
      : rating.moments.length > 0 || (rating.level === 1 && rating.wholeMeeting);
  return [
    ...(cites ? [] : ['moment' as const]),
    ...([1, 2, 5].includes(rating.level) && rating.note.trim() === '' ? ['note' as const] : []),
  ];
}
