import { Router, type Request, type RequestHandler, type Response } from 'express';
import { localDate } from '../domain/calendar/dates.js';
import type { Person } from '../domain/person/person.js';
import type { Verdict } from '../domain/verdict.js';
import type { Actor } from '../store/audit.js';
import { notFound, refused, signedOut } from './errors.js';
import type { Formatters } from './format.js';
import type { House } from './house.js';
import { translator, type Language, type Translate } from './language.js';
import { notePage } from './pages.js';
import { paths } from './paths.js';
import { formatFor, renderPage, sentence, type PageOptions } from './render.js';

/** One signed-in person's visit to one record. */
export interface Visit<R, V = Person> {
  house: House;
  req: Request;
  res: Response;
  viewer: V;
  record: R;
  now: Date;
  /** The date in Denmark, YYYY-MM-DD. */
  today: string;
  t: Translate;
  lang: Language;
  fmt: Formatters;
  actor: Actor;
  /** Renders the page `view` (folder/file under views). `model` reaches the template as `view`. */
  page: (view: string, model: object, options: PageOptions) => Promise<void>;
  /** 303 to a path of ours, with a sentence (locale key) shown once on the next page. */
  done: (path: string, flash?: string, params?: Record<string, unknown>) => void;
  /** The sentence of the act just done, once; already translated. */
  flash: () => string | null;
}

/** Loads through the viewer: null is what you may not see, and answers as an unknown id. */
export type Scope<R> = (viewer: Person, params: Record<string, string>, house: House, now: Date) => Promise<R | null>;
export type May<R> = (person: Person, record: R, now: Date) => Verdict;
type Handler<R> = (visit: Visit<R>) => Promise<void> | void;
type OpenHandler = (visit: Visit<null, Person | null>) => Promise<void> | void;

/** Anyone, signed in or not. */
export const everyone = Symbol('everyone');
/** Anyone signed in; the scope has already loaded through them. */
export const signedIn = Symbol('signedIn');
/** For routes that concern no single record. */
export const noRecord: Scope<Record<never, never>> = () => Promise.resolve({});

/** `:id` of the address, or null when it is no id. */
export const idOf = (params: Record<string, string>, name = 'id'): number | null => {
  const given = params[name] ?? '';
  return /^[1-9]\d{0,8}$/.test(given) ? Number(given) : null;
};

/** The last four are only for machines that speak the protocol of resumable uploads. */
type Method = 'get' | 'post' | 'head' | 'patch' | 'delete' | 'options';
type Act = <R>(path: string, scope: Scope<R>, guard: typeof signedIn | May<R>, handler: Handler<R>) => void;

export interface RouteEntry {
  method: Method;
  path: string;
  scope: string;
  guard: string;
}

/** Every route that was made, for the house's own tests. */
export const routeTable: RouteEntry[] = [];

export interface Routes {
  router: Router;
  /** A page or an act on a record: who may is required by type. */
  get: Act;
  post: Act;
  /** The same, for a method no form can send. */
  by: (method: Exclude<Method, 'get' | 'post'>) => Act;
  openGet: (path: string, guard: typeof everyone, handler: OpenHandler) => void;
  openPost: (path: string, guard: typeof everyone, handler: OpenHandler) => void;
}

function visitFor<R, V>(house: House, req: Request, res: Response, viewer: V, record: R): Visit<R, V> {
  const lang = res.locals['language'] as Language;
  const t = translator(lang);
  const now = house.clock();
  return {
    house,
    req,
    res,
    viewer,
    record,
    now,
    t,
    lang,
    today: localDate(now),
    fmt: formatFor(lang),
    actor: { personId: (viewer as Person | null)?.id ?? null, requestId: typeof req.id === 'string' ? req.id : null, now },
    page: (view, model, options) => renderPage(house, req, res, view, model, options),
    done: (path, flash, params) => {
      if (!flash) return res.redirect(303, path);
      req.session.flash = { key: flash, params };
      // express-session sends the head of an answer before it has kept the session: the next page would be asked for too early.
      req.session.save(() => res.redirect(303, path));
    },
    flash: () => {
      const kept = req.session.flash;
      if (!kept) return null;
      delete req.session.flash;
      return t(kept.key, kept.params);
    },
  };
}

/** A refusal in words, for the page that shows it. */
export const verdictSentence = (t: Translate, verdict: Verdict): string | null => (verdict.ok ? null : sentence(t, verdict.reason));

export function routesOf(house: House): Routes {
  const router = Router();
  const note = (method: Method, path: string, scope: string, guard: string) => {
    routeTable.push({ method, path, scope, guard });
    if (method === 'get') notePage(path, guard === everyone.description ? 'everyone' : 'signedIn');
  };
  const route =
    (method: Method): Act =>
    (path, scope, guard, handler) => {
      note(method, path, scope.name || 'scope', guard === signedIn ? 'signedIn' : guard.name);
      const step: RequestHandler = async (req, res) => {
        const viewer = res.locals['viewer'] as Person | undefined;
        if (!viewer) {
          if (method === 'get') return res.redirect(303, paths.accounts.signIn(req.originalUrl));
          throw method === 'post' ? refused('web:expired') : signedOut();
        }
        const now = house.clock();
        const record = await scope(viewer, req.params as Record<string, string>, house, now);
        if (record === null) throw notFound();
        const verdict: Verdict = guard === signedIn ? { ok: true } : guard(viewer, record, now);
        if (!verdict.ok) throw refused(verdict.reason);
        await handler(visitFor(house, req, res, viewer, record));
      };
      router[method](path, step);
    };
  const open = (method: 'get' | 'post') => (path: string, guard: typeof everyone, handler: OpenHandler) => {
    note(method, path, 'none', guard.description ?? 'everyone');
    router[method](path, async (req, res) => handler(visitFor(house, req, res, (res.locals['viewer'] ?? null) as Person | null, null)));
  };
  return { router, get: route('get'), post: route('post'), by: route, openGet: open('get'), openPost: open('post') };
}
