import { hash, verify } from '@node-rs/argon2';
import type { Request, RequestHandler } from 'express';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Person } from '../domain/person/person.js';
import { signInName } from '../domain/person/sign-in-name.js';
import { resealSecret } from '../store/account.js';
import type { Actor } from '../store/audit.js';
import { findIdentity, findViewer } from '../store/person.js';
import type { RowOf } from '../store/table.js';
import type { identities } from '../store/tables.js';
import type { House } from './house.js';
import { beginWithToken } from './security.js';

/** argon2id, 19 MiB, two passes: the written parameters of every new secret. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** How a secret sealed with today's parameters begins; one that begins otherwise is sealed again at sign-in. */
const costMark = '$argon2id$v=19$m=19456,t=2,p=1$';

export const sealSecret = (secret: string): Promise<string> => hash(secret.normalize('NFC'), cost);

/** Verified against when no such person exists, so that the answer takes as long. */
const nobody = await sealSecret('no such person');

/** Takes the same time whether there is a secret or not. */
const matches = async (secretHash: string | null | undefined, secret: string): Promise<boolean> => {
  const same = await verify(secretHash ?? nobody, secret.normalize('NFC')).catch(() => false);
  return same && typeof secretHash === 'string';
};

/** Longer is no name and no passphrase of ours. */
const longest = { subject: 200, secret: 1000 };

export type SignInResult = { person: Person } | { refused: 'wrong' | 'later' };

const quarter = 15 * 60;
/** Seconds to wait after «later», for Retry-After. */
export const laterSeconds = quarter;

/**
 * Guesses are counted for the name from one address, for the address, and for the name from everywhere. Any limit answers «later» without
 * looking anything up; what an address may no longer try does not count against the name, so that nobody can shut another out.
 */
const limits = () => {
  const byName = new RateLimiterMemory({ points: 40, duration: quarter });
  const byPair = new RateLimiterMemory({ points: 8, duration: quarter });
  const byAddress = new RateLimiterMemory({ points: 60, duration: quarter });
  const asks = new RateLimiterMemory({ points: 10, duration: 3600 });
  const pair = (name: string, address: string) => `${name} ${address}`;
  return {
    guess: async (name: string, address: string) => {
      await byPair.consume(pair(name, address));
      await byAddress.consume(address);
      await byName.consume(name);
    },
    /** A right guess counts for nothing: a whole cohort may sign in from one address. */
    right: (name: string, address: string) =>
      Promise.all([byPair.delete(pair(name, address)), byName.delete(name), byAddress.reward(address)]),
    ask: (address: string) => asks.consume(address),
  };
};

const within = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => true,
    () => false,
  );
const actorOf = (house: House, req: Request, personId: number): Actor & { personId: number } => ({
  personId,
  requestId: typeof req.id === 'string' ? req.id : null,
  now: house.clock(),
});
const addressOf = (req: Request) => req.ip ?? 'unknown';

type Limits = ReturnType<typeof limits>;
type Guessed = { identity: RowOf<typeof identities> } | { refused: 'wrong' | 'later' };

async function guess(house: House, limit: Limits, req: Request, subject: string, secret: string): Promise<Guessed> {
  const name = signInName(subject).slice(0, longest.subject);
  if (!(await within(limit.guess(name, addressOf(req))))) return { refused: 'later' };
  const identity = subject.length > longest.subject ? null : await findIdentity(house.db, 'local', name);
  const right = await matches(identity?.secretHash, secret.slice(0, longest.secret));
  if (!identity || !right || secret.length > longest.secret) return { refused: 'wrong' };
  return { identity };
}

async function attempt(house: House, limit: Limits, req: Request, subject: string, secret: string): Promise<SignInResult> {
  const guessed = await guess(house, limit, req, subject, secret);
  if ('refused' in guessed) return guessed;
  const { personId, secretHash } = guessed.identity;
  const person = await findViewer(house.db, personId);
  if (!person) return { refused: 'wrong' };
  await limit.right(guessed.identity.subject, addressOf(req));
  if (!secretHash?.startsWith(costMark)) await resealSecret(house.db, actorOf(house, req, personId), await sealSecret(secret));
  return { person };
}

/** The ways to sign in, in the order they are offered. LTI and municipal sign-in are added here. */
const strategies = (house: House, limit: Limits) => [
  {
    name: 'local',
    strategy: new LocalStrategy(
      { usernameField: 'subject', passwordField: 'secret', passReqToCallback: true },
      (req: Request, subject, secret, done) => {
        attempt(house, limit, req, String(subject), String(secret)).then(
          (result) => ('person' in result ? done(null, result.person) : done(null, false, { message: result.refused })),
          done,
        );
      },
    ),
  },
];

export interface SignIn {
  middleware: RequestHandler;
  /** Tries the local strategy with the posted form. */
  local: (req: Request) => Promise<SignInResult>;
  /** Is this the person's passphrase? Counted like a sign-in. */
  confirms: (req: Request, subject: string, secret: string) => Promise<'right' | 'wrong' | 'later'>;
  /** False when this address has asked too often for an account to be opened again. */
  mayAsk: (req: Request) => Promise<boolean>;
}

export function signInWith(house: House): SignIn {
  const auth = new passport.Passport();
  const limit = limits();
  for (const { name, strategy } of strategies(house, limit)) auth.use(name, strategy);
  auth.serializeUser((person, done) => done(null, (person as Person).id));
  auth.deserializeUser((id: number, done) => {
    findViewer(house.db, id).then((person) => done(null, (person as Express.User | null) ?? false), done);
  });
  const restore = auth.authenticate('session') as RequestHandler;
  return {
    middleware: (req, res, next) =>
      restore(req, res, (error?: unknown) => {
        if (error) return next(error);
        if (req.user) res.locals['viewer'] = req.user;
        next();
      }),
    local: (req) =>
      new Promise((resolve, reject) => {
        const answer = (error: unknown, user: unknown, told?: { message?: string }) => {
          if (error) reject(error instanceof Error ? error : new Error('sign-in failed'));
          else if (user) resolve({ person: user as Person });
          else resolve({ refused: told?.message === 'later' ? 'later' : 'wrong' });
        };
        (auth.authenticate('local', answer) as RequestHandler)(req, {} as never, reject);
      }),
    confirms: async (req, subject, secret) => {
      const guessed = await guess(house, limit, req, subject, secret);
      if ('refused' in guessed) return guessed.refused;
      await limit.right(guessed.identity.subject, addressOf(req));
      return 'right';
    },
    mayAsk: (req) => within(limit.ask(addressOf(req))),
  };
}

/** Signs the person in: passport gives the session a new id, and it gets a token of its own. */
export const enter = (req: Request, person: Person): Promise<void> =>
  new Promise((resolve, reject) =>
    req.logIn(person as Express.User, (error: unknown) => {
      if (error) return reject(error as Error);
      beginWithToken(req);
      resolve();
    }),
  );

/** Ends the session for good. The visitor gets a new, empty one that remembers nothing but the language. */
export const leave = (req: Request): Promise<void> =>
  new Promise((resolve, reject) => {
    const { language } = req.session;
    req.session.regenerate((error: unknown) => {
      if (error) return reject(error as Error);
      if (language) req.session.language = language;
      resolve();
    });
  });
