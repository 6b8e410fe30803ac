import type { ServerResponse } from 'node:http';

/** While bytes flow the right is asked for again this often: the longest an answer is believed. */
export const stillAskedMs = 900;

/** Asks again while bytes flow, once for all answers the same full answer let through, and ends them when the right has. */
export class Watch {
  private readonly flowing = new Set<ServerResponse>();
  private asking: NodeJS.Timeout | undefined;

  constructor(private readonly stillAllowed: () => Promise<boolean>) {}

  async over(res: ServerResponse, flow: () => Promise<void>): Promise<void> {
    this.asking ??= setInterval(() => this.ask(), stillAskedMs);
    this.flowing.add(res);
    try {
      await flow();
    } finally {
      this.flowing.delete(res);
      if (this.flowing.size === 0) this.rest();
    }
  }

  private ask(): void {
    const asked = [...this.flowing];
    const end = () => asked.forEach((res) => res.destroy());
    this.stillAllowed().then((may) => may || end(), end);
  }

  private rest(): void {
    clearInterval(this.asking);
    this.asking = undefined;
  }
}
