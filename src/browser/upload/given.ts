import type { TypedMarks } from './cut.js';
import type { Refused } from './house.js';
import type { Words } from './page.js';

/** An upload that is half sent. */
export interface Half {
  address: string;
  bytes: number;
  percent: number;
}

export interface Given {
  film: File;
  words: Words;
  token: string;
  /** Where a new upload is begun. */
  beginAt: string;
  /** The upload that is half sent, when there is one. */
  half: Half | null;
  /** What of the film is kept, as it stands now; null when it is no time. */
  marks: () => TypedMarks | null;
}

export interface Ended {
  /** The film has arrived: the next page. */
  arrived: (address: string) => void;
  /** It had arrived before it could be deleted, and lies at this address. */
  late: (address: string) => void;
  /** Nothing more comes of it now: what is left of it on the server, if anything, and the server's no where that is why. */
  over: (sentence: string, left: Half | null, why: Refused | null) => void;
  /** What the person can press meanwhile. */
  offer: (word: 'pause' | 'goOn' | 'tryAgain') => void;
}
