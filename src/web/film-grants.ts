import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Database, Version } from '../store/database.js';
import { placeOf } from './errors.js';
import type { House } from './house.js';
import { playsFilm } from './paths.js';
import { handOver, isForOurPage, type Sendable, send } from './send-media.js';
import { stillAskedMs } from './watch.js';

/** What a full answer leaves behind for the same person's next range of the same film. */
interface Grant {
  /** The database's version before the right was asked for. */
  version: Version;
  sendable: Sendable;
  ends: NodeJS.Timeout;
}

interface Asked {
  name: string;
  version: Version;
}

/** A full question under way, and the database's version before its first word. */
interface Question {
  version: Version;
  over: Promise<void>;
}

const mostGrants = 1_000;

/** Whoever asks while an answer is under way shares the next one: it is begun after they came. */
function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | null = null;
  return () =>
    (next ??= running.then(() => {
      next = null;
      const answer = ask();
      running = answer.catch(() => undefined);
      return answer;
    }));
}

/** Rights found a moment ago, each good for less than a second and only while nothing at all was committed since. */
class FilmGrants {
  private readonly known = new Map<string, Grant>();
  private readonly questions = new Map<string, Question>();
  readonly version: () => Promise<Version>;

  constructor(version: Database['version']) {
    this.version = shared(version);
  }

  find({ name, version }: Asked): Sendable | null {
    const grant = this.known.get(name);
    return grant?.version === version ? grant.sendable : null;
  }

  /** Whoever comes while the same is asked in full, and sees no commit since before it was, waits for its answer. */
  underWay({ name, version }: Asked): Promise<void> | null {
    const question = this.questions.get(name);
    return question?.version === version ? question.over : null;
  }

  /** A full question begins. Returns what is called when it is answered; whoever waits for it waits less than a second in any case. */
  begin({ name, version }: Asked): () => void {
    let wake = () => {};
    const question = { version, over: new Promise<void>((resolve) => (wake = resolve)) };
    const answered = () => {
      clearTimeout(late);
      if (this.questions.get(name) === question) this.questions.delete(name);
      wake();
    };
    const late = setTimeout(answered, stillAskedMs).unref();
    this.questions.set(name, question);
    return answered;
  }

  keep({ name, version }: Asked, sendable: Sendable): boolean {
    this.end(name);
    if (this.known.size >= mostGrants) return false;
    this.known.set(name, { version, sendable, ends: setTimeout(() => this.end(name), stillAskedMs).unref() });
    return true;
  }

  private end(name: string): void {
    const grant = this.known.get(name);
    if (!grant) return;
    clearTimeout(grant.ends);
    this.known.delete(name);
    grant.sendable.film.release();
  }
}

/**
 * A player asks for hundreds of ranges a minute, and for each the answers of everyone in the room, groups, roles and session are asked again.
 * Where nothing was committed since the last full answer, given to the same session for the same film less than a second ago, the answer is
 * the same and is given at once, before the pages are asked at all; of many that come together one asks. The first commit of anybody's ends
 * every grant.
 */
export function filmFirst({ db, log }: House, pages: RequestListener): RequestListener {
  const grants = new FilmGrants(db.version);
  const askInFull = (asked: Asked, res: ServerResponse): void => {
    const answered = grants.begin(asked);
    res.once('close', answered);
    handOver.set(res, (found) => {
      const kept = grants.keep(asked, found);
      answered();
      return kept;
    });
  };
  const granted = async (req: IncomingMessage, name: string): Promise<Sendable | Asked> => {
    const asked = { name, version: await grants.version() };
    if (!grants.find(asked)) await grants.underWay(asked);
    const sendable = grants.find(asked);
    return sendable && isForOurPage(req, sendable.type) ? sendable : asked;
  };
  const answer = async (req: IncomingMessage, res: ServerResponse, name: string): Promise<void> => {
    const found = await granted(req, name).catch(() => null);
    if (found && 'film' in found) return send(req, res, found);
    if (found) askInFull(found, res);
    pages(req, res);
  };
  return (req, res) => {
    const { cookie, range } = req.headers;
    if (range === undefined || cookie === undefined || req.method !== 'GET' || !playsFilm(req.url ?? '')) return pages(req, res);
    answer(req, res, `${cookie}\n${req.url}`).catch((error: unknown) => {
      log.error({ fault: placeOf(error) }, 'fault while film was sent');
      res.destroy();
    });
  };
}
