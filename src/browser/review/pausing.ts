/** What is asked of the film. */
export interface Playing {
  paused: boolean;
  currentTime: number;
  play: () => Promise<void>;
  pause: () => void;
}

export interface Pausing {
  /** The page stops the film, because somebody writes. */
  hold: () => void;
  /** Goes on from a little before, if it was the page that stopped it. */
  release: () => void;
  /** The person plays it themselves: the page has nothing to take back. */
  taken: () => void;
}

const backSeconds = 2;
/** Closer than this the playhead has not been moved by hand. */
const sameSeconds = 0.5;

/** Three states: playing, paused by the person, paused by the page. Only the last one is ended by the page. */
export function pausing(film: Playing): Pausing {
  let heldAt: number | null = null;
  return {
    hold: () => {
      if (film.paused) return;
      heldAt = film.currentTime;
      film.pause();
    },
    release: () => {
      if (heldAt === null) return;
      if (Math.abs(film.currentTime - heldAt) < sameSeconds) film.currentTime = Math.max(0, heldAt - backSeconds);
      heldAt = null;
      void film.play().catch(() => undefined);
    },
    taken: () => {
      heldAt = null;
    },
  };
}
