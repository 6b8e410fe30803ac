/** Sentences of the player, in the page's language. The server writes them into `data-words`. */
export interface Words {
  play: string;
  pause: string;
  soundOn: string;
  soundOff: string;
  full: string;
  leaveFull: string;
  /** «{time} af {length}», read out by the slider. */
  at: string;
  stopped: string;
  gone: string;
  signedOut: string;
  signIn: string;
  away: string;
  broken: string;
  better: string;
}

export const wordsOf = (root: HTMLElement): Words => JSON.parse(root.dataset['words'] ?? '{}') as Words;
