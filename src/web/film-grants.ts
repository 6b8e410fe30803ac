import type { RequestHandler } from 'express';
import type { Database } from '../store/database.js';
import type { House } from './house.js';
import { playsFilm } from './paths.js';
import { isForOurPage, type Sendable, send, stillAskedMs } from './send-media.js';

/** What a full answer leaves behind for the same person's next range of the same film. */
interface Grant {
  /** The database's version before the right was asked for. */
  version: number;
  sendable: Sendable;
  ends: NodeJS.Timeout;
}

interface Asked {
  name: string;
  version: number;
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
  readonly version: () => Promise<number>;

  constructor(version: NonNullable<Database['version']>) {
    this.version = shared(version);
  }

  find({ name, version }: Asked): Sendable | null {
    const grant = this.known.get(name);
    return grant?.version === version ? grant.sendable : null;
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
 * Where the database can tell that nothing was committed since the last full answer, given to the same session for the same film less
 * than a second ago, the answer is the same and is given at once. The first commit of anybody's ends every grant.
 */
export function grantedFilm({ db }: House): RequestHandler {
  if (!db.version) return (_req, _res, next) => next();
  const grants = new FilmGrants(db.version);
  return (req, res, next) => {
    const { cookie, range } = req.headers;
    if (req.method !== 'GET' || range === undefined || cookie === undefined || !playsFilm(req.url)) return next();
    const toTheRest = () => next();
    grants.version().then((version) => {
      const asked = { name: `${cookie}\n${req.url}`, version };
      const sendable = grants.find(asked);
      if (sendable && isForOurPage(req, sendable.type)) return send(req, res, sendable).catch(next);
      res.locals['leaveOpen'] = (found: Sendable) => grants.keep(asked, found);
      next();
    }, toTheRest);
  };
}
