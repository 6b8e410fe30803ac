import type { Translate } from '../../web/language.js';

/** Sentences the page's script says; numbers are put in by it, so they stand in single braces. */
const keys = [
  ...[
    'none',
    'tooLarge',
    'sending',
    'stay',
    'percent',
    'sent',
    'speed',
    'left',
    'leftOne',
    'soon',
    'hours',
    'comparing',
    'resuming',
    'checking',
  ],
  ...['pause', 'goOn', 'paused', 'lost', 'signedOut', 'stillSignedOut', 'otherPerson', 'otherFile', 'otherSize', 'unreadable', 'broken'],
  ...['stopped', 'length', 'noPreview'],
] as const;

export type IslandWords = Record<(typeof keys)[number], string>;

export const islandWords = (t: Translate, limit: { size: string; length: string }): IslandWords =>
  Object.fromEntries(
    keys.map((key) => [key, key === 'tooLarge' ? t('uploads:new.tooLarge', limit) : t(`uploads:island.${key}`)]),
  ) as IslandWords;
