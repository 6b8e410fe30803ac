import { fingerprint, Unreadable, type Fingerprint } from './hashing.js';
import type { TypedMarks } from './cut.js';
import { begin, complete, discard, freshToken, Refused, setMarks, standing } from './house.js';
import { fill, percentOf, size, trouble, type Words } from './page.js';
import { progressTeller, type Teller } from './progress.js';
import { sending, type Sending } from './sending.js';

/** An upload that is half sent. */
export interface Half {
  address: string;
  bytes: number;
  percent: number;
}

export interface Given {
  film: File;
  words: Words;
  token: string;
  /** Where a new upload is begun. */
  beginAt: string;
  /** The upload that is half sent, when there is one. */
  half: Half | null;
  /** What of the film is kept, as it stands now; null when it is no time. */
  marks: () => TypedMarks | null;
}

export interface Ended {
  /** The film has arrived: the next page. */
  arrived: (address: string) => void;
  /** Nothing more comes of it now. What is left of it on the server, if anything. */
  over: (sentence: string, left: Half | null) => void;
  /** Whether something is being sent at this moment. */
  moving: (moves: boolean) => void;
}

type Step = () => Promise<void>;

const againMs = 8_000;
const isOutage = (status: number): boolean => status === 0 || (status >= 500 && status !== 507);
/** What passes, or what the person can do something about; what was sent is kept meanwhile. */
const passes = [409, 423, 429, 507];

/** One film's way from the device to the server: over lost lines, pauses and sessions that end. The chosen file stays in memory. */
export class Journey {
  private readonly tell: Teller;
  private token: string;
  private address: string | null;
  private print: Fingerprint | null = null;
  private pieces: Sending | null = null;
  private moves = true;
  private over = false;
  private renewed = false;
  private marked: string | null = null;
  private again: ReturnType<typeof setTimeout> | undefined;
  private step: Step;

  constructor(
    private readonly given: Given,
    private readonly ended: Ended,
  ) {
    this.tell = progressTeller(given.film.size, given.words);
    this.token = given.token;
    this.address = given.half?.address ?? null;
    this.step = given.half ? this.compare : this.start;
    window.addEventListener('online', () => {
      if (!this.moves && !this.over && this.again !== undefined) this.run(this.step);
    });
    this.run(this.step);
  }

  pauseOrGoOn(): void {
    if (!this.moves) return void this.renew(true);
    void this.pieces?.rest();
    this.halt(this.given.words['paused']);
  }

  stop(): void {
    void this.pieces?.rest();
    const stopped = this.given.words['stopped'] ?? '';
    if (this.address === null) return this.end(stopped, true);
    discard(this.address, this.token).then(
      () => this.end(stopped, true),
      (error: unknown) => void this.explain(error),
    );
  }

  /** Keeps what was changed meanwhile. What cannot be kept now is asked again at the end. */
  remark(kept: () => void): void {
    if (this.address === null || this.over) return;
    this.mark().then(kept, () => undefined);
  }

  private async mark(): Promise<void> {
    const marks = this.given.marks();
    if (marks === null) throw new Refused(409, this.say('cutFaulty'));
    const words = JSON.stringify(marks);
    if (words === this.marked) return;
    await setMarks(this.address ?? '', marks, this.token).catch((error: unknown) => {
      // What is sent is kept: only the times must be corrected.
      throw error instanceof Refused && error.status === 422 ? new Refused(409, error.message) : error;
    });
    this.marked = words;
  }

  private say(word: string, values: Record<string, string | number> = {}): string {
    return fill(this.given.words[word], values);
  }

  private turn(on: boolean): void {
    this.moves = on;
    clearTimeout(this.again);
    this.again = undefined;
    this.tell.rest();
    this.ended.moving(on);
    if (on) trouble(null);
  }

  private halt(sentence: string | undefined, signIn = false): void {
    this.turn(false);
    trouble(sentence || this.say('broken'), signIn);
  }

  private end(sentence: string, gone: boolean): void {
    const { film, half } = this.given;
    this.over = true;
    this.turn(false);
    this.print?.stop();
    trouble(null);
    const left = gone || this.address === null ? null : { address: this.address, bytes: film.size, percent: this.tell.percent() };
    this.ended.over(sentence, left && half ? half : left);
  }

  private run(next: Step): void {
    if (this.over) return;
    this.step = next;
    this.turn(true);
    next.call(this).then(
      () => (this.renewed = false),
      (error: unknown) => void this.explain(error),
    );
  }

  private async start(): Promise<void> {
    const { film, beginAt } = this.given;
    this.address ??= await begin(beginAt, film.size, this.token);
    await this.mark();
    this.print = fingerprint(film, 0, () => undefined);
    this.send();
  }

  private async compare(): Promise<void> {
    const { film, half } = this.given;
    const percent = half?.percent ?? 0;
    if (film.size !== half?.bytes)
      return this.end(this.say('otherSize', { size: size(film.size), total: size(half?.bytes ?? 0), percent }), false);
    const there = await standing(this.address ?? '');
    await this.mark();
    this.print = fingerprint(film, there.kept, () => undefined);
    if (there.kept > 0) {
      this.tell.say(this.say('comparing'));
      if ((await this.print.mark) !== there.sha256) return this.end(this.say('otherFile', { percent }), false);
      this.tell.say(this.say('resuming', { percent: percentOf(there.kept, film.size) }));
    }
    this.send();
  }

  private send(): void {
    this.step = () => Promise.resolve(this.send());
    this.pieces = sending(this.given.film, this.address ?? '', {
      sent: (bytes) => this.moves && this.tell.sent(bytes),
      done: () => this.run(this.check),
      broke: (status, sentence) => void this.explain(new Refused(status, sentence)),
    });
    this.pieces.go(this.token);
  }

  private async check(): Promise<void> {
    this.tell.sent(this.given.film.size);
    this.tell.say(this.say('checking'));
    const sha256 = (await this.print?.whole) ?? '';
    // Last of all, so that what was typed meanwhile holds.
    await this.mark();
    this.ended.arrived(await complete(this.address ?? '', sha256, this.token));
  }

  /** Signed in again in another tab: the session is new, and so is its token. */
  private async renew(pressed: boolean): Promise<void> {
    try {
      this.token = await freshToken();
      this.renewed = true;
      this.run(this.step);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) return this.explain(error);
      this.halt(pressed ? this.say('stillSignedOut') : this.say('signedOut', { percent: this.tell.percent() }), true);
    }
  }

  private waitForLine(): void {
    this.halt(this.say('lost', { percent: this.tell.percent() }));
    this.again = setTimeout(() => this.run(this.step), againMs);
  }

  /** Another line that still holds the upload lets go of it sooner or later. */
  private haltFor(status: number, message: string): void {
    this.halt(message);
    if (status === 423) this.again = setTimeout(() => this.run(this.step), againMs);
  }

  /** What went wrong, what is kept, and what can be done. */
  private async explain(error: unknown): Promise<void> {
    if (this.over) return;
    if (error instanceof Unreadable) return this.end(this.say('unreadable'), false);
    const { status, message } = error instanceof Refused ? error : new Refused(0, '');
    if (status === 401 || (status === 403 && !this.renewed)) return this.renew(false);
    if (status === 404) return this.halt(this.say('otherPerson'), true);
    if (isOutage(status)) return this.waitForLine();
    if (message === '') return this.askWhy();
    if (passes.includes(status) && this.address !== null) return this.haltFor(status, message);
    this.end(message, [410, 422].includes(status));
  }

  /** The answer that broke the sending had no words of its own. */
  private async askWhy(): Promise<void> {
    try {
      if (this.address !== null) await standing(this.address);
      this.halt(undefined);
    } catch (error) {
      if (error instanceof Refused && error.message !== '') return this.explain(error);
      this.waitForLine();
    }
  }
}
