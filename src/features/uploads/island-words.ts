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
  ...['stopped', 'length', 'noPreview', 'kept', 'cutSaved', 'cutFaulty'],
] as const;

const faults = ['unreadable', 'tooLate', 'notAfter', 'tooLittle', 'outside'] as const;

type FaultWord = `mark${Capitalize<(typeof faults)[number]>}`;
export type IslandWords = Record<(typeof keys)[number] | FaultWord, string>;

const faultWord = (fault: string): string => `mark${fault.charAt(0).toUpperCase()}${fault.slice(1)}`;

export const islandWords = (t: Translate, limit: { size: string; length: string }): IslandWords =>
  Object.fromEntries([
    ...keys.map((key) => [key, key === 'tooLarge' ? t('uploads:new.tooLarge', limit) : t(`uploads:island.${key}`)]),
    ...faults.map((fault) => [faultWord(fault), t(`uploads:cut.fault.${fault}`)]),
  ]) as IslandWords;
