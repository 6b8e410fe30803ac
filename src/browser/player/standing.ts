import type { Words } from './words.js';

type Answer = { open: true; src: string; mark: string } | { open: false };
type Heard = Answer | 'gone' | 'signed-out' | null;

const askEveryMs = 10_000;
const tryAgainMs = 4_000;
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

/** The same place of the same film from another address, playing or not as before. */
function swap(film: HTMLVideoElement, src: string): void {
  const { currentTime, paused, playbackRate } = film;
  film.src = src;
  const settle = () => {
    film.currentTime = currentTime;
    film.playbackRate = playbackRate;
    if (!paused) void film.play().catch(() => undefined);
  };
  film.addEventListener('loadedmetadata', settle, { once: true });
}

/**
 * Asks whether the film may still be seen while it plays and whenever it stops by itself: a right that ends stops the film and is told in words;
 * a better file takes the place of the one that plays; a lost connection is waited out.
 */
export function keepStanding(
  root: HTMLElement,
  film: HTMLVideoElement,
  words: Words,
  { say, end }: { say: (sentence: string) => void; end: (why: 'closed' | 'gone' | 'signed-out') => void },
): Standing {
  const address = root.dataset['playing'] ?? '';
  let mark = new URL(film.src).searchParams.get('v') ?? '';
  let askedAt = performance.now();
  let failed = false;
  let tries = 0;
  let over = false;

  const act = (now: Heard) => {
    if (over) return;
    if (now === null) return again();
    if (now === 'gone' || now === 'signed-out' || !now.open) {
      over = true;
      return end(typeof now === 'string' ? now : 'closed');
    }
    if (now.mark !== mark) {
      mark = now.mark;
      say(words.better);
    } else if (!failed) return;
    if (tries >= mostTries) return say(words.broken);
    failed = false;
    swap(film, now.src);
  };
  const ask = async () => {
    askedAt = performance.now();
    act(await asked(address));
  };
  const again = () => {
    if (!failed) return;
    say(words.away);
    tries += 1;
    if (tries < mostTries) setTimeout(() => void ask(), tryAgainMs);
    else say(words.broken);
  };
  film.addEventListener('error', () => {
    if (over || !film.getAttribute('src')) return;
    failed = true;
    tries += 1;
    setTimeout(() => void ask(), tries > 1 ? tryAgainMs : 0);
  });
  film.addEventListener('playing', () => (tries = 0));
  film.addEventListener('play', () => {
    if (performance.now() - askedAt > askEveryMs) void ask();
  });
  setInterval(() => {
    if (!over && !film.paused && !failed && performance.now() - askedAt >= askEveryMs) void ask();
  }, 1_000);
  return {
    take: (answer) => {
      askedAt = performance.now();
      void heard(answer).then((now) => now !== null && act(now));
    },
  };
}
