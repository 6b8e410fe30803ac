import type { Ended, Given } from './given.js';
import { fingerprint, Unreadable, type Fingerprint } from './hashing.js';
import { beginning, complete, discard, freshToken, isOutage, Refused, standing, type Beginning } from './house.js';
import { marking } from './marking.js';
import { fill, size, trouble } from './page.js';
import { percentOf } from './percent.js';
import { progressTeller, type Teller } from './progress.js';
import { sending, type Sending } from './sending.js';
import { sole } from './sole.js';
import { LetGo, turns } from './turns.js';

const againMs = 8_000;

/** One film's way from the device to the server: over lost lines, pauses and sessions that end. The chosen file stays in memory. */
export class Journey {
  private readonly tell: Teller;
  private readonly alone = sole();
  private readonly turns = turns();
  private readonly still = this.turns.still;
  private readonly keepMarks: (address: string, token: string) => Promise<void>;
  private readonly beginning: Beginning;
  private token: string;
  private address: string | null;
  private print: Fingerprint | null = null;
  private pieces: Sending | null = null;
  /** What it is all for. Once it is to be deleted, nothing more is ever sent. */
  private aim: 'arrive' | 'delete' | 'nothing' = 'arrive';
  private moves = false;
  private kept = 0;
  private renewed = false;
  private again: ReturnType<typeof setTimeout> | undefined;
  private step: () => Promise<void>;

  constructor(
    private readonly given: Given,
    private readonly ended: Ended,
  ) {
    const { film, words, token, beginAt, half } = given;
    this.tell = progressTeller(film.size, words);
    this.token = token;
    this.address = half?.address ?? null;
    this.kept = half ? Math.ceil((half.bytes * half.percent) / 100) : 0;
    this.keepMarks = marking(given.marks, this.say('cutFaulty'));
    this.beginning = beginning(beginAt, film.size);
    this.step = half ? this.compare : this.start;
    window.addEventListener('online', () => {
      if (this.again !== undefined) this.go();
    });
  }

  /** Takes the step that comes next, or one that did not come through once more. */
  go(next = this.step): void {
    if (this.aim === 'nothing') return;
    this.step = next;
    this.nextTurn(true);
    next.call(this).then(
      () => (this.renewed = false),
      (error: unknown) => void this.explain(error),
    );
  }

  pauseOrGoOn(): void {
    if (this.aim === 'delete') return this.go(this.remove);
    if (!this.moves) return void this.renew(true);
    this.halt(this.say('paused'));
    // Without a line what is known stays as it is.
    this.countKept().catch(() => undefined);
  }

  stop(): void {
    this.aim = 'delete';
    this.print?.stop();
    this.go(this.remove);
  }

  /** Keeps what was changed meanwhile. What cannot be kept now is asked again at the end. */
  remark(kept: () => void): void {
    if (this.address === null || this.aim !== 'arrive') return;
    this.mark().then(kept, () => undefined);
  }

  private readonly mark = () => this.keepMarks(this.address ?? '', this.token);

  private readonly say = (word: string, values: Record<string, string | number> = {}): string => fill(this.given.words[word], values);

  /** Ends whatever is going on, so that what comes next is alone. */
  private nextTurn(moves: boolean): void {
    this.turns.next();
    this.moves = moves;
    void this.pieces?.rest();
    this.pieces = null;
    clearTimeout(this.again);
    this.again = undefined;
    this.tell.rest();
    this.ended.offer(this.aim === 'delete' ? 'tryAgain' : moves ? 'pause' : 'goOn');
    if (moves) return trouble(null);
    this.tell.sent(this.kept);
    this.alone.leave();
  }

  private halt(sentence: string, signIn = false): void {
    this.nextTurn(false);
    trouble(sentence || this.say('broken'), signIn);
  }

  private haltAwhile(sentence: string, signIn = false): void {
    this.halt(sentence, signIn);
    this.again = setTimeout(() => this.go(), againMs);
  }

  private end(sentence: string, gone: boolean, why: Refused | null = null): void {
    const { film, half } = this.given;
    this.aim = 'nothing';
    this.nextTurn(false);
    this.print?.stop();
    trouble(null);
    const left = gone || this.address === null ? null : (half ?? { address: this.address, bytes: film.size, percent: this.percentKept() });
    this.ended.over(sentence, left, why);
  }

  /** Of a piece that was cut short only the house knows how much came through. */
  private async countKept(): Promise<void> {
    if (this.address === null) return;
    const { kept, recording } = await this.still(standing(this.address));
    if (recording !== null) return;
    this.kept = kept;
    this.tell.sent(kept);
  }

  private async start(): Promise<void> {
    this.address = await this.still(this.beginning.address(this.token));
    await this.still(this.mark());
    this.takePrint(0);
    await this.send();
  }

  private async compare(): Promise<void> {
    const { film, half } = this.given;
    const percent = half?.percent ?? 0;
    if (film.size !== half?.bytes)
      return this.end(this.say('otherSize', { size: size(film.size), total: size(half?.bytes ?? 0), percent }), false);
    if (!(await this.isAlone())) return;
    const there = await this.still(standing(half.address));
    if (there.recording !== null) return this.ended.arrived(there.recording);
    this.kept = there.kept;
    await this.still(this.mark());
    const print = this.takePrint(there.kept);
    if (there.kept > 0) {
      this.tell.say(this.say('comparing'));
      if ((await this.still(print.mark)) !== there.sha256) return this.end(this.say('otherFile', { percent }), false);
      this.tell.say(this.say('resuming', { percent: this.percentKept() }));
    }
    await this.send();
  }

  private takePrint(markAt: number): Fingerprint {
    this.print?.stop();
    return (this.print = fingerprint(this.given.film, markAt, () => undefined));
  }

  private async isAlone(): Promise<boolean> {
    const address = this.address ?? '';
    if (await this.still(this.alone.take(address))) return true;
    this.halt(this.say('busy'));
    this.alone.wait(address, () => this.go());
    return false;
  }

  private async send(): Promise<void> {
    this.step = this.send;
    if (!(await this.isAlone())) return;
    const { now } = this.turns;
    this.pieces = sending(this.given.film, this.address ?? '', {
      sent: now((bytes) => this.tell.sent(bytes)),
      kept: now((bytes) => (this.kept = bytes)),
      again: now(() => this.tell.again(this.say('retrying'))),
      done: now(() => this.go(this.check)),
      unreadable: now(() => void this.explain(new Unreadable())),
      broke: now((why) => void this.explain(why)),
    });
    this.pieces.go(this.token);
  }

  private async check(): Promise<void> {
    this.tell.sent(this.given.film.size);
    this.tell.say(this.say('checking'));
    const sha256 = (await this.still(this.print?.whole ?? Promise.resolve(''))) ?? '';
    // Last of all, so that what was typed meanwhile holds.
    await this.still(this.mark());
    this.ended.arrived(await this.still(complete(this.address ?? '', sha256, this.token)));
  }

  /** Asked until it is done: also of an upload that is just being begun. */
  private async remove(): Promise<void> {
    this.tell.say(this.say('stopping'));
    this.address ??= await this.still(this.beginning.left());
    if (this.address !== null) await this.still(discard(this.address, this.token));
    this.end(this.say('stopped'), true);
  }

  /** All of it was received already: to the recording, or, where it was to be deleted, the words that it is not. */
  private async comeTo(): Promise<void> {
    const { recording } = await this.still(standing(this.address ?? ''));
    if (recording === null) return this.halt('');
    if (this.aim === 'arrive') return this.ended.arrived(recording);
    this.end('', true);
    this.ended.late(recording);
  }

  private readonly percentKept = () => percentOf(this.kept, this.given.film.size);

  /** Signed in again in another tab: the session is new, and so is its token. */
  private async renew(pressed: boolean): Promise<void> {
    try {
      this.token = await this.still(freshToken());
      this.renewed = true;
      this.go();
    } catch (error) {
      if (!(error instanceof Refused && error.status === 401)) return this.explain(error);
      if (this.aim === 'delete') return this.otherPerson();
      if (pressed) return this.halt(this.say('stillSignedOut'), true);
      this.halt(this.say('signedOut', { percent: this.percentKept() }), true);
    }
  }

  private readonly otherPerson = () =>
    this.aim === 'delete' ? this.haltAwhile(this.say('stopSignedOut'), true) : this.halt(this.say('otherPerson'), true);

  private noLine(): void {
    const percent = this.percentKept();
    this.haltAwhile(this.say(this.aim === 'delete' ? 'stopWaits' : percent > 0 ? 'lost' : 'lostEarly', { percent }));
  }

  /** What went wrong, what is kept, and what can be done. */
  private async explain(error: unknown): Promise<void> {
    if (error instanceof LetGo || this.aim === 'nothing') return;
    if (error instanceof Unreadable) return this.end(this.say('unreadable'), false);
    return this.explainAnswer(error instanceof Refused ? error : new Refused(0, ''));
  }

  private async explainAnswer(answer: Refused): Promise<void> {
    const { status, message, reason } = answer;
    if (status === 401 || (status === 403 && !this.renewed)) return this.renew(false);
    if (status === 404) return this.otherPerson();
    if (isOutage(status)) return this.noLine();
    if (message === '') return this.askWhy();
    if (answer.isFinished) return this.go(this.comeTo);
    // Between two of our own pieces nothing is written but by somebody else.
    if (reason === 'uploads:refused.offset') return this.halt(this.say('busy'));
    // Another line that still holds the upload lets go of it sooner or later.
    if (status === 423 || (status === 429 && this.aim === 'delete')) return this.haltAwhile(message);
    if (answer.passes && this.address !== null && this.aim === 'arrive') return this.halt(message);
    this.end(message, [410, 422].includes(status), answer);
  }

  /** The answer that broke the sending had no words of its own. */
  private async askWhy(): Promise<void> {
    try {
      if (this.address !== null) await this.still(standing(this.address));
      this.halt('');
    } catch (error) {
      if (!(error instanceof Refused) || error.message !== '') return this.explain(error);
      this.noLine();
    }
  }
}
