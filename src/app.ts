import path from 'node:path';
import type { RequestListener } from 'node:http';
import express, { type RequestHandler } from 'express';
import { pinoHttp } from 'pino-http';
import { randomUUID } from 'node:crypto';
import type { Standstill } from './media/index.js';
import { pendingChanges } from './store/migrate.js';
import { formBodies } from './web/body.js';
import { door } from './web/door.js';
import { errorPages, unknownAddress } from './web/error-page.js';
import { filmFirst } from './web/film-grants.js';
import type { House } from './web/house.js';
import { isLanguage, preferred } from './web/language.js';
import { paths } from './web/paths.js';
import { resumable } from './web/resumable.js';
import { root } from './web/root.js';
import { csrf, headers, sameSite } from './web/security.js';
import { sessions } from './web/session.js';
import { signInWith } from './web/sign-in.js';
import { about } from './features/about/index.js';
import { accounts } from './features/accounts/index.js';
import { today } from './features/today/index.js';
import { calendar } from './features/calendar/index.js';
import { certification } from './features/certification/index.js';
import { coordination } from './features/coordination/index.js';
import { intake } from './features/intake/index.js';
import { applications } from './features/applications/index.js';
import { supervision } from './features/supervision/index.js';
import { training } from './features/training/index.js';
import { meetings } from './features/meetings/index.js';
import { uploads } from './features/uploads/index.js';
import { recordings } from './features/recordings/index.js';
import { review } from './features/review/index.js';
import { operation } from './features/operation/index.js';

const requestLog = (house: House) =>
  pinoHttp({
    logger: house.log,
    genReqId: () => randomUUID(),
    quietReqLogger: true,
    serializers: { req: () => undefined, res: () => undefined, err: () => undefined },
    customSuccessObject: (req, res) => ({ requestId: req.id, method: req.method, route: routeOf(req), status: res.statusCode }),
    customErrorObject: (req, res) => ({ requestId: req.id, method: req.method, route: routeOf(req), status: res.statusCode }),
    autoLogging: { ignore: (req) => req.url?.startsWith(paths.static) ?? false },
  });

/** The pattern of the route, never the address itself: addresses hold tokens and typed words. */
const routeOf = (req: object): string | null => {
  const { route } = req as { route?: { path?: unknown } };
  return route?.path === undefined ? null : String(route.path);
};

/** For whoever watches the server; the pages say it in their readers' words. */
const standstillWords: Record<Standstill, string> = {
  missing: 'a program is missing (nice, prlimit, bwrap, ffmpeg or ffprobe)',
  closed: 'the sandbox cannot start (are user namespaces open?)',
  scanner: 'the virus scanner does not answer',
};

/** Ready, or why not, in a few words that tell nothing more. */
const readiness =
  (house: House): RequestHandler =>
  async (_req, res) => {
    const pending = await pendingChanges(house.db).catch(() => null);
    if (pending === null) return void res.status(503).type('text').send('database does not answer');
    if (pending.length > 0) return void res.status(503).type('text').send('database schema is behind');
    const why = await house.media.standstill();
    if (why !== null) return void res.status(503).type('text').send(`film is not processed: ${standstillWords[why]}`);
    res.type('text').send('ready');
  };

/** A player's next range, and behind it the Express app: middleware in order, then one line per feature. */
export function makeApp(house: House): RequestListener {
  const app = express();
  const signIn = signInWith(house);
  app.disable('x-powered-by');
  app.set('trust proxy', house.settings.trustProxy);
  app.set('etag', false);

  app.get(paths.health, (_req, res) => void res.type('text').send('up'));
  app.get(paths.ready, readiness(house));
  app.use(requestLog(house));
  app.use(headers(house));
  app.use(
    paths.static,
    express.static(path.join(root, 'public'), {
      index: false,
      fallthrough: true,
      maxAge: house.settings.production ? '1h' : 0,
      setHeaders: (res) => void res.set('Cache-Control', 'public, max-age=300'),
    }),
  );
  app.use((req, res, next) => {
    res.locals['language'] = preferred(req.get('accept-language'));
    next();
  });
  app.use(resumable);
  app.use(sameSite(house));
  app.use(sessions(house));
  app.use(signIn.middleware);
  app.use((req, res, next) => {
    const chosen = (res.locals['viewer'] as { language?: unknown } | undefined)?.language ?? req.session.language;
    if (isLanguage(chosen)) res.locals['language'] = chosen;
    next();
  });
  app.use(formBodies);
  app.use(csrf);

  const features = [
    about(house),
    accounts(house, signIn),
    training(house),
    calendar(house),
    applications(house),
    intake(house),
    supervision(house),
    meetings(house),
    uploads(house),
    recordings(house),
    review(house),
    today(house),
    coordination(house),
    certification(house),
    operation(house),
  ];
  app.use(door(features));

  app.use(unknownAddress);
  app.use(errorPages(house));
  return filmFirst(house, app);
}
