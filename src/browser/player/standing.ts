import { keepPlace, type MoveTo } from './place.js';
import type { Words } from './words.js';

/** `viewer`: whose session asked. */
type Answer = { viewer: number } & ({ open: true; src: string; mark: string } | { open: false });
type Heard = Answer | 'gone' | 'signed-out' | null;

const askEveryMs = 10_000;
const tryAgainMs = 4_000;
/** A film that stands still this long although it should play is asked about at once. */
const stuckMs = 2_000;
/** How long it is told that a better file has come. */
const toldMs = 10_000;
const mostTries = 30;

/** The server's answer in one word, or null when none came. */
async function heard(answer: Response): Promise<Heard> {
  if (answer.type === 'opaqueredirect') return 'signed-out';
  if (answer.status === 404) return 'gone';
  if (!answer.ok) return null;
  return ((await answer.json().catch(() => null)) as Answer | null) ?? null;
}

const asked = async (address: string): Promise<Heard> => {
  const answer = await fetch(address, { headers: { Accept: 'application/json' }, redirect: 'manual' }).catch(() => null);
  return answer && heard(answer);
};

export interface Standing {
  /** What the server answered to something else it was told. */
  take: (answer: Response) => void;
}

export type Ending = 'closed' | 'gone' | 'signed-out';

export interface Told {
  say: (sentence: string) => void;
  /** Takes it back when it still stands there. */
  unsay: (sentence: string) => void;
  end: (why: Ending) => void;
}

class Watched {
  private readonly address: string;
  private readonly viewer: number;
  private readonly moveTo: MoveTo;
  private mark: string;
  private askedAt = performance.now();
  /** The film stopped by a fault of its own. */
  private failed = false;
  /** The last question got no answer. */
  private lost = false;
  private tries = 0;
  private over = false;

  constructor(
    root: HTMLElement,
    private readonly film: HTMLVideoElement,
    private readonly words: Words,
    private readonly told: Told,
  ) {
    this.address = root.dataset['playing'] ?? '';
    this.viewer = Number(root.dataset['viewer']);
    this.moveTo = keepPlace(film);
    this.mark = new URL(film.src).searchParams.get('v') ?? '';
  }

  async ask(): Promise<void> {
    this.askedAt = performance.now();
    this.take(await asked(this.address));
  }

  heardNow(): void {
    this.askedAt = performance.now();
  }

  take(now: Heard): void {
    if (this.over) return;
    if (now === null) return this.away();
    const ending = this.endingOf(now);
    if (ending !== null) {
      this.over = true;
      return this.told.end(ending);
    }
    if (typeof now !== 'string' && now.open) this.goOn(now);
  }

  stopped(): void {
    if (this.over || !this.film.getAttribute('src')) return;
    this.failed = true;
    this.tries += 1;
    setTimeout(() => void this.ask(), this.tries > 1 ? tryAgainMs : 0);
  }

  plays(): void {
    this.tries = 0;
  }

  /** Once a second, and when the film waits for more. */
  look(afterMs = askEveryMs): void {
    if (this.over || this.failed || (this.film.paused && !this.lost)) return;
    if (performance.now() - this.askedAt >= (this.lost ? tryAgainMs : afterMs)) void this.ask();
  }

  get isStuck(): boolean {
    return this.film.readyState < this.film.HAVE_FUTURE_DATA;
  }

  private endingOf(now: Exclude<Heard, null>): Ending | null {
    if (typeof now === 'string') return now;
    if (now.viewer !== this.viewer) return 'signed-out';
    return now.open ? null : 'closed';
  }

  private away(): void {
    this.lost = true;
    if (this.failed) this.tries += 1;
    if (this.tries >= mostTries) return this.told.say(this.words.broken);
    this.told.say(this.words.away);
    if (this.failed) setTimeout(() => void this.ask(), tryAgainMs);
  }

  private goOn({ src, mark }: { src: string; mark: string }): void {
    const { words, told } = this;
    const broken = this.failed || (this.lost && this.isStuck);
    if (this.lost) told.unsay(words.away);
    this.lost = false;
    if (mark !== this.mark) {
      this.mark = mark;
      told.say(words.better);
      setTimeout(() => told.unsay(words.better), toldMs);
    } else if (!broken) return;
    if (this.tries >= mostTries) return told.say(words.broken);
    this.failed = false;
    this.moveTo(src);
  }
}

/**
 * Asks whether the film may still be seen while it plays and whenever it stops by itself: a right that ends stops the film and is told in words;
 * a better file takes the place of the one that plays; a lost connection is told, and waited out.
 */
export function keepStanding(root: HTMLElement, film: HTMLVideoElement, words: Words, told: Told): Standing {
  const watched = new Watched(root, film, words, told);
  film.addEventListener('error', () => watched.stopped());
  film.addEventListener('waiting', () => {
    setTimeout(() => {
      if (watched.isStuck) watched.look(stuckMs);
    }, stuckMs);
  });
  film.addEventListener('playing', () => watched.plays());
  film.addEventListener('play', () => watched.look());
  setInterval(() => watched.look(), 1_000);
  return {
    take: (answer) => {
      watched.heardNow();
      void heard(answer).then((now) => now !== null && watched.take(now));
    },
  };
}
