import type { House } from '../../web/house.js';

/** Where the blobs of this feature lie. */
export const filmPrefix = 'film/';

/** A random key made here: it tells nothing of meeting or person, and is never shown. */
export const newFilmKey = ({ media }: House): string => filmPrefix + media.incoming.newName();
