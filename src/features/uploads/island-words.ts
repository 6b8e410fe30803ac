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
  ...[
    'pause',
    'goOn',
    'paused',
    'lost',
    'lostEarly',
    'signedOut',
    'stillSignedOut',
    'otherPerson',
    'otherFile',
    'otherSize',
    'unreadable',
    'broken',
  ],
  ...[
    'stopped',
    'stopping',
    'stopWaits',
    'stopSignedOut',
    'tryAgain',
    'lateTitle',
    'late',
    'closedTitle',
    'retrying',
    'length',
    'noPreview',
    'kept',
    'cutSaved',
    'cutFaulty',
  ],
] as const;

const faults = ['unreadable', 'tooLate', 'notAfter', 'tooLittle', 'outside'] as const;

type FaultWord = `mark${Capitalize<(typeof faults)[number]>}`;
export type IslandWords = Record<(typeof keys)[number] | 'busy' | 'empty' | 'newTitle' | 'newLead' | FaultWord, string>;

const faultWord = (fault: string): string => `mark${fault.charAt(0).toUpperCase()}${fault.slice(1)}`;

export const islandWords = (t: Translate, limit: { size: string; length: string }, number: number): IslandWords =>
  Object.fromEntries([
    ...keys.map((key) => [key, key === 'tooLarge' ? t('uploads:new.tooLarge', limit) : t(`uploads:island.${key}`)]),
    ['busy', t('uploads:refused.busy')],
    ['empty', t('uploads:refused.empty')],
    ['newTitle', t('uploads:new.title', { number })],
    ['newLead', t('uploads:new.lead')],
    ...faults.map((fault) => [faultWord(fault), t(`uploads:cut.fault.${fault}`)]),
  ]) as IslandWords;
