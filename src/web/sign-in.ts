import { hash, verify } from '@node-rs/argon2';
import type { Request, RequestHandler } from 'express';
import passport from 'passport';
import { Strategy as LocalStrategy } from 'passport-local';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Person } from '../domain/person/person.js';
import { findIdentity, findViewer } from '../store/person.js';
import type { House } from './house.js';

/** argon2id, 19 MiB, two passes: the written parameters of every new secret. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const sealSecret = (secret: string): Promise<string> => hash(secret.normalize('NFC'), cost);

/** Verified against when no such person exists, so that the answer takes as long. */
const nobody = await sealSecret('no such person');

const normal = (subject: string) => subject.trim().toLowerCase();

export type SignInResult = { person: Person } | { refused: 'wrong' | 'later' };

/** Guesses are counted for the name and for the address; either limit answers «later» without looking anything up. */
const guesses = () => ({
  byName: new RateLimiterMemory({ points: 8, duration: 15 * 60 }),
  byAddress: new RateLimiterMemory({ points: 60, duration: 15 * 60 }),
});

/** The ways to sign in, in the order they are offered. LTI and municipal sign-in are added here. */
const strategies = (house: House) => {
  const limit = guesses();
  return [
    {
      name: 'local',
      strategy: new LocalStrategy(
        { usernameField: 'subject', passwordField: 'secret', passReqToCallback: true },
        (req: Request, subject, secret, done) => {
          const name = normal(subject);
          const attempt = async (): Promise<SignInResult> => {
            try {
              await Promise.all([limit.byName.consume(name), limit.byAddress.consume(req.ip ?? 'unknown')]);
            } catch {
              return { refused: 'later' };
            }
            const identity = await findIdentity(house.db, 'local', name);
            const right = await verify(identity?.secretHash ?? nobody, secret.normalize('NFC')).catch(() => false);
            if (!identity?.secretHash || !right) return { refused: 'wrong' };
            const person = await findViewer(house.db, identity.personId);
            if (!person) return { refused: 'wrong' };
            await limit.byName.delete(name);
            return { person };
          };
          attempt().then(
            (result) => ('person' in result ? done(null, result.person) : done(null, false, { message: result.refused })),
            done,
          );
        },
      ),
    },
  ];
};

export interface SignIn {
  middleware: RequestHandler;
  /** Tries the local strategy with the posted form. */
  local: (req: Request) => Promise<SignInResult>;
}

export function signInWith(house: House): SignIn {
  const auth = new passport.Passport();
  for (const { name, strategy } of strategies(house)) auth.use(name, strategy);
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
  };
}

/** Signs the person in: passport gives the session a new id. */
export const enter = (req: Request, person: Person): Promise<void> =>
  new Promise((resolve, reject) => req.logIn(person as Express.User, (error: unknown) => (error ? reject(error as Error) : resolve())));

export const leave = (req: Request): Promise<void> =>
  new Promise((resolve, reject) => req.session.destroy((error: unknown) => (error ? reject(error as Error) : resolve())));
