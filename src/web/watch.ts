import type { ServerResponse } from 'node:http';

/** While bytes flow the right is asked for again this often: the longest an answer is believed. */
export const stillAskedMs = 900;

const sentBy = ({ socket }: ServerResponse): number => socket?.bytesWritten ?? 0;

/** Asks again while bytes flow, once for all answers the same full answer let through, and ends them when the right has. */
export class Watch {
  /** The bytes that had left by each answer's connection when it was last looked at. */
  private readonly flowing = new Map<ServerResponse, number>();
  private asking: NodeJS.Timeout | undefined;

  /** `stillAllowed` is told whether anything was sent since it was asked before. */
  constructor(private readonly stillAllowed: (sent: boolean) => Promise<boolean>) {}

  async over(res: ServerResponse, flow: () => Promise<void>): Promise<void> {
    this.asking ??= setInterval(() => this.ask(), stillAskedMs);
    this.flowing.set(res, sentBy(res));
    try {
      await flow();
    } finally {
      this.flowing.delete(res);
      if (this.flowing.size === 0) this.rest();
    }
  }

  private ask(): void {
    const asked = [...this.flowing.keys()];
    const sent = asked.filter((res) => sentBy(res) !== this.flowing.get(res));
    for (const res of sent) this.flowing.set(res, sentBy(res));
    const end = () => asked.forEach((res) => res.destroy());
    this.stillAllowed(sent.length > 0).then((may) => may || end(), end);
  }

  private rest(): void {
    clearInterval(this.asking);
    this.asking = undefined;
  }
}
