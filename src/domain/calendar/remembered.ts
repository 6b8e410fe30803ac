/** Asks once for the same facts and day: facts are never changed, only replaced, and a page asks many times. */
export function remembered<F extends object, T>(ask: (facts: F, on: string) => T): (facts: F, on: string) => T {
  const last = new WeakMap<F, { on: string; answer: T }>();
  return (facts, on) => {
    const known = last.get(facts);
    if (known?.on === on) return known.answer;
    const answer = ask(facts, on);
    last.set(facts, { on, answer });
    return answer;
  };
}
