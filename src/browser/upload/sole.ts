/** One sender of a film at a time in this browser: two that send the same film only cut each other off. */
export interface Sole {
  /** Whether nobody else here is sending it. Browsers without locks leave that to the server. */
  take: (address: string) => Promise<boolean>;
  /** Tells when the one who sends it is done. */
  wait: (address: string, freed: () => void) => void;
  leave: () => void;
}

export function sole(): Sole {
  let holds = false;
  let free: () => void = () => undefined;
  let left: Promise<unknown> | null = null;
  let waiting: AbortController | null = null;

  const ask = (name: string): Promise<boolean> =>
    new Promise((answer) => {
      left = navigator.locks.request(name, { ifAvailable: true }, (lock) => {
        answer(lock !== null);
        return lock === null ? undefined : new Promise<void>((resolve) => (free = resolve));
      });
    });

  return {
    take: async (address) => {
      waiting?.abort();
      if (holds || !('locks' in navigator)) return true;
      await left;
      return (holds = await ask(address));
    },
    wait: (address, freed) => {
      waiting = new AbortController();
      // It is let go of again at once: whoever waited takes it as everybody does.
      navigator.locks.request(address, { signal: waiting.signal }, () => undefined).then(freed, () => undefined);
    },
    leave: () => {
      waiting?.abort();
      holds = false;
      free();
    },
  };
}
