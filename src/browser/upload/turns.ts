/** Thrown in a step that something else has taken the place of: a pause, a stop, or the same step begun again. */
export class LetGo extends Error {}

export interface Turns {
  /** What was going on is over. */
  next: () => void;
  /** Waits for `work` in a step. A step that wakes up in another turn than its own goes no further. */
  still: <T>(work: Promise<T>) => Promise<T>;
  /** Tells only as long as this turn lasts. */
  now: <A extends unknown[]>(tell: (...told: A) => void) => (...told: A) => void;
}

/** One thing at a time: what was begun before the last pause or stop never acts after it. */
export function turns(): Turns {
  let turn = 0;
  return {
    next: () => void (turn += 1),
    still: async (work) => {
      const own = turn;
      const result = await work.catch((error: unknown) => {
        throw own === turn ? error : new LetGo();
      });
      if (own !== turn) throw new LetGo();
      return result;
    },
    now: (tell) => {
      const own = turn;
      return (...told) => void (own === turn && tell(...told));
    },
  };
}
