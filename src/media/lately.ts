/** Milliseconds. What was read no longer ago than this (and at most twice this) is taken to lie in the machine's memory still. */
const stayMs = 30_000;
/** Milliseconds. A read that takes longer did not come from memory. */
const slowMs = 10;
const turns = 255;

/**
 * Which chunks of a file were read lately. They lie in the machine's own memory, and reading them again is a copy: done at once it costs less
 * than handing it to a thread and waiting for it. What must be fetched from a disk would hold everybody up, so everything else goes by threads.
 */
export class Lately {
  /** For each chunk the turn of `stayMs` in which it was read last, counted from 1 around to 255; 0 for never. */
  private readonly turnOf: Uint8Array;

  constructor(
    chunks: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.turnOf = new Uint8Array(chunks);
  }

  private turn(): number {
    return (Math.floor(this.now() / stayMs) % turns) + 1;
  }

  covers(first: number, count: number): boolean {
    const turn = this.turn();
    const before = turn === 1 ? turns : turn - 1;
    for (let chunk = first; chunk < first + count; chunk += 1)
      if (this.turnOf[chunk] !== turn && this.turnOf[chunk] !== before) return false;
    return true;
  }

  /** They were read just now, at once or, when it took 0 ms, by a thread of the machine's. */
  note(first: number, count: number, readMs: number): void {
    // As slow as a disk: the machine's memory was needed for something else, and nothing is believed any more.
    if (readMs > slowMs) this.turnOf.fill(0);
    this.turnOf.fill(this.turn(), first, first + count);
  }
}
