/** What was played since it was last told, from the times a player ticks. Times in seconds in, whole ms out. */
export interface Played {
  /** The player plays and is at this second. */
  tick: (second: number) => void;
  /** It paused, or jumped: the stretch ends where it last was. */
  end: () => void;
  /** Everything not told yet, also of the stretch that goes on. */
  take: () => [number, number][];
  /** It could not be told: it is told next time. */
  giveBack: (stretches: [number, number][]) => void;
}

/** A player ticks at least every second, at twice the speed too. A longer way was no playing. */
const longestTick = 3;

export function played(): Played {
  let done: [number, number][] = [];
  let from: number | null = null;
  let last = 0;
  const ms = (second: number) => Math.round(second * 1000);
  const close = () => {
    if (from !== null && ms(last) > ms(from)) done.push([ms(from), ms(last)]);
    from = null;
  };
  return {
    tick: (second) => {
      if (from !== null && (second < last || second - last > longestTick)) close();
      from ??= second;
      last = second;
    },
    end: close,
    take: () => {
      const goesOn = from !== null;
      close();
      if (goesOn) from = last;
      const told = done;
      done = [];
      return told;
    },
    giveBack: (stretches) => {
      done = [...stretches, ...done];
    },
  };
}
