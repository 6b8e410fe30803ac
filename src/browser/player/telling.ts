import { mostStretches } from '../../domain/viewing/stretch.js';
import { renewToken } from '../token.js';
import { played } from './played.js';

const tellEveryMs = 30_000;

/** What was told is kept, or never will be: it asks for too much, or is about what is gone. All else is told again. */
const isSettled = ({ ok, status }: Response): boolean => ok || [400, 404, 410].includes(status);

/** Tells the server what was played: every half minute, at each pause, and when the page is left. `answered` gets the server's answer. */
export function tellPlayed(root: HTMLElement, film: HTMLVideoElement, answered: (answer: Response) => void): void {
  const address = root.dataset['viewing'] ?? '';
  const parts = played();

  const bodyOf = (stretches: [number, number][]) => {
    const token = root.querySelector<HTMLInputElement>('[name="_csrf"]')?.value ?? '';
    return new URLSearchParams({ _csrf: token, stretches: JSON.stringify(stretches) });
  };
  const tell = async (isAgain = false): Promise<void> => {
    const stretches = parts.take();
    if (stretches.length === 0) return;
    for (let at = 0; at < stretches.length; at += mostStretches) {
      const some = stretches.slice(at, at + mostStretches);
      try {
        const answer = await fetch(address, {
          method: 'POST',
          body: bodyOf(some),
          headers: { Accept: 'application/json' },
          redirect: 'manual',
          keepalive: true,
        });
        if (answer.status === 403 && !isAgain && (await renewToken()) === 'same') {
          parts.giveBack(stretches.slice(at));
          return await tell(true);
        }
        if (!isSettled(answer)) parts.giveBack(some);
        answered(answer);
      } catch {
        parts.giveBack(some);
      }
    }
  };
  const leave = () => {
    const stretches = parts.take().slice(-mostStretches);
    if (stretches.length > 0 && !navigator.sendBeacon(address, bodyOf(stretches))) parts.giveBack(stretches);
  };

  film.addEventListener('timeupdate', () => {
    if (!film.paused && !film.seeking) parts.tick(film.currentTime);
  });
  film.addEventListener('seeking', parts.end);
  film.addEventListener('pause', () => {
    parts.tick(film.currentTime);
    parts.end();
    void tell();
  });
  setInterval(() => void tell(), tellEveryMs);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave();
  });
  window.addEventListener('pagehide', leave);
}
