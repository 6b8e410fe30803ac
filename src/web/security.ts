import { randomBytes } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import helmet from 'helmet';
import { csrfSync } from 'csrf-sync';
import { Refusal, signedOut } from './errors.js';
import type { House } from './house.js';
import { choosesFile, takesFile, takesPieces } from './paths.js';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

const { generateToken, isRequestValid } = csrfSync({
  getTokenFromRequest: (req: Request) => {
    const body = req.body as Record<string, unknown> | undefined;
    const given = body?.['_csrf'] ?? req.headers['x-csrf-token'];
    return typeof given === 'string' ? given : undefined;
  },
});

/** True when the body (or header) carries the session's token. Uploads ask this before the file part is accepted. */
export const carriesToken = (req: Request): boolean => req.session?.csrfToken !== undefined && isRequestValid(req);

/** A session begins with its token: of two tabs opened at once neither makes one that the other's form does not know. */
export const beginWithToken = (req: Request): void => void generateToken(req, true);

/** Is it this house that is named as the origin? On a developer's own machine any address it answers at will do. */
export const isOurOrigin = (settings: House['settings'], req: Request, origin: string): boolean =>
  origin === settings.origin || (!settings.production && origin === `http://${req.get('host') ?? ''}`);

/** A browser on another site is refused before the body is read. */
export const sameSite =
  ({ settings }: House): RequestHandler =>
  (req, _res, next) => {
    if (safe.has(req.method)) return next();
    const site = req.get('sec-fetch-site');
    const from = req.get('origin');
    const ours = from === undefined || isOurOrigin(settings, req, from);
    if (!ours || (site !== undefined && site !== 'same-origin' && site !== 'none')) return next(new Refusal(403, 'web:otherSite'));
    next();
  };

/** Uploads carry the token as the first field, read before the file part is accepted. Everything else is read before the route. */
const asksLater = (req: Request) => takesFile(req.path) && Boolean(req.is('multipart/form-data'));

/** The token is made when a page asks for it, and asked of every write. */
export const csrf: RequestHandler = (req, res, next) => {
  res.locals['csrf'] = () => generateToken(req);
  if (safe.has(req.method) || asksLater(req)) return next();
  if (carriesToken(req)) return next();
  // Whoever sends a film for hours is told what to do, so that they can go on.
  next(takesPieces(req.path) && !res.locals['viewer'] ? signedOut() : new Refusal(403, 'web:expired'));
};

export function headers({ settings }: House): RequestHandler[] {
  const https = settings.origin.startsWith('https:');
  const framed = settings.frameAncestors.join(' ') !== "'none'";
  const nonce: RequestHandler = (_req, res, next) => {
    res.locals['nonce'] = randomBytes(16).toString('base64');
    res.set('Cache-Control', 'no-store');
    next();
  };
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: settings.frameAncestors,
        scriptSrc: [(_req, res) => `'nonce-${(res as unknown as { locals: { nonce: string } }).locals.nonce}'`],
        styleSrc: ["'self'"],
        fontSrc: ["'self'"],
        imgSrc: ["'self'"],
        // The page where a film is chosen shows its first picture before it leaves the device.
        mediaSrc: ["'self'", (req) => (choosesFile((req as Request).path) ? 'blob:' : "'self'")],
        workerSrc: ["'self'"],
        connectSrc: ["'self'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    frameguard: framed ? false : { action: 'deny' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: true } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: framed ? false : { policy: 'same-origin' },
  });
  return [nonce, protect as RequestHandler];
}
