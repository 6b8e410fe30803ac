/** Time stands still until a test moves it. */
export interface TestClock {
  now: () => Date;
  set: (iso: string) => void;
  forward: (ms: number) => void;
}

export function testClock(start: string): TestClock {
  let at = new Date(start);
  return {
    now: () => new Date(at),
    set: (iso) => {
      at = new Date(iso);
    },
    forward: (ms) => {
      at = new Date(at.getTime() + ms);
    },
  };
}
