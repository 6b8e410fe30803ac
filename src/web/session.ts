import { createHash } from 'node:crypto';
import session, { Store, type SessionData } from 'express-session';
import type { Request, RequestHandler } from 'express';
import type { Database } from '../store/database.js';
import { dropSession, readSession, renewSession, startSession, touchSession } from '../store/session.js';
import type { House } from './house.js';

declare module 'express-session' {
  interface SessionData {
    personId?: number;
    startedAt?: string;
    flash?: { key: string; params?: Record<string, unknown> };
    language?: 'da' | 'en';
  }
}

const idleMs = 30 * 60_000;
const absoluteMs = 12 * 3_600_000;
const touchEveryMs = 60_000;
/** Requests under way at once whose session was read; more than a server ever has. */
const mostUnderWay = 10_000;

/** The id is never kept, only its hash: a stolen database opens no session. */
const hashed = (id: string) => createHash('sha256').update(id).digest('base64url');

/** When a session used at `now` ends, unless it is used again. */
const endOf = (now: Date, startedAt: string): string =>
  new Date(Math.min(now.getTime() + idleMs, Date.parse(startedAt) + absoluteMs)).toISOString();

/** The kept form of this request's session, to tell it from the person's others. */
export const sessionMark = (req: Request): string => hashed(req.sessionID);

/** Sessions in the database: one raw read a request, a write only when something changed or once a minute. */
class DatabaseStore extends Store {
  /** When the sessions of requests under way were last seen, so that the end of a request asks nothing that its beginning was told. */
  private readonly seen = new Map<string, string>();

  constructor(
    private readonly db: Database,
    private readonly clock: () => Date,
  ) {
    super();
  }

  override get(id: string, done: (error: unknown, data?: SessionData | null) => void): void {
    const idHash = hashed(id);
    readSession(this.db, idHash, this.clock().toISOString()).then((found) => {
      if (found === null) return done(null, null);
      if (this.seen.size >= mostUnderWay) this.seen.clear();
      this.seen.set(idHash, found.seenAt);
      done(null, JSON.parse(found.payload) as SessionData);
    }, done);
  }

  override set(id: string, data: SessionData, done?: (error?: unknown) => void): void {
    const now = this.clock();
    const startedAt = data.startedAt ?? now.toISOString();
    const passport = (data as { passport?: { user?: number } }).passport;
    const keep = data.startedAt ? renewSession : startSession;
    void keep(this.db, {
      idHash: hashed(id),
      personId: passport?.user ?? null,
      payload: JSON.stringify({ ...data, startedAt }),
      startedAt,
      seenAt: now.toISOString(),
      expiresAt: endOf(now, startedAt),
    }).then(() => done?.(), done);
  }

  override destroy(id: string, done?: (error?: unknown) => void): void {
    void dropSession(this.db, hashed(id)).then(() => done?.(), done);
  }

  override touch(id: string, data: SessionData, done?: () => void): void {
    const idHash = hashed(id);
    const now = this.clock();
    const staleBefore = new Date(now.getTime() - touchEveryMs).toISOString();
    const seenAt = this.seen.get(idHash);
    this.seen.delete(idHash);
    if (seenAt !== undefined && seenAt >= staleBefore) return done?.();
    const end = endOf(now, data.startedAt ?? now.toISOString());
    touchSession(this.db, idHash, now.toISOString(), end, staleBefore).then(
      () => done?.(),
      () => done?.(),
    );
  }
}

/**
 * Asks whether the session this request came with stands still. What is sent meanwhile is use of it, as a request is: whoever watches a film in
 * one long answer is not signed out by it.
 */
export const sessionStands = ({ sessionID }: Pick<Request, 'sessionID'>, { db, clock }: Pick<House, 'db' | 'clock'>) => {
  const idHash = hashed(sessionID);
  return async (used: boolean): Promise<boolean> => {
    const now = clock();
    const found = await readSession(db, idHash, now.toISOString());
    if (found === null) return false;
    const staleBefore = new Date(now.getTime() - touchEveryMs).toISOString();
    if (used && found.seenAt < staleBefore) {
      const { startedAt = found.seenAt } = JSON.parse(found.payload) as SessionData;
      await touchSession(db, idHash, now.toISOString(), endOf(now, startedAt), staleBefore);
    }
    return true;
  };
};

export function sessions(house: House): RequestHandler {
  const secure = house.settings.origin.startsWith('https:');
  return session({
    store: new DatabaseStore(house.db, house.clock),
    name: secure ? '__Host-polyfoni' : 'polyfoni',
    secret: house.settings.sessionSecret,
    resave: false,
    saveUninitialized: false,
    proxy: house.settings.trustProxy > 0,
    cookie: { httpOnly: true, secure, sameSite: 'lax', path: '/' },
  });
}
