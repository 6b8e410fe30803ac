import type { Request } from 'express';
import type { House } from './house.js';
import { ownPath, paths } from './paths.js';
import { isOurOrigin } from './security.js';

type Readers = 'everyone' | 'signedIn';

/** Patterns of the addresses that can be asked for with GET, split at their slashes; noted as the routes are made. */
const pages = new Map<string, { parts: string[]; readers: Readers }>();

/** Files for downloading are no pages to come back to. */
export const notePage = (pattern: string, readers: Readers): void => {
  if (!pattern.includes('.')) pages.set(pattern, { parts: pattern.split('/'), readers });
};

const fits = (part: string, given: string): boolean => {
  if (part === ':id') return /^[1-9]\d{0,8}$/.test(given);
  return part.startsWith(':') ? given !== '' : part === given.toLowerCase();
};

function isPage(address: string, readers: Readers | 'any'): boolean {
  const given = address.split('/');
  return [...pages.values()].some(
    (page) =>
      (readers === 'any' || page.readers === readers) &&
      page.parts.length === given.length &&
      page.parts.every((part, at) => fits(part, given[at] ?? '')),
  );
}

/** The address itself when a page has it, otherwise the nearest one above it: `/review/20` of `/review/20/annotations`. */
function nearest(address: string, readers: Readers | 'any'): string | null {
  for (let at = address; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (isPage(at, readers)) return at;
  return null;
}

/** Where the form stood, as the browser tells it; null when it says nothing, or names another site. */
function formAddress(req: Request, settings: House['settings']): URL | null {
  const told = req.get('referer');
  if (told === undefined || !URL.canParse(told)) return null;
  const url = new URL(told);
  return isOurOrigin(settings, req, url.origin) && ownPath(url.pathname + url.search) !== null ? url : null;
}

function behind(req: Request, settings: House['settings'], readers: Readers | 'any'): string | null {
  const from = formAddress(req, settings);
  if (from && isPage(from.pathname, readers)) return from.pathname + from.search;
  const [address = ''] = req.originalUrl.split('?', 1);
  return nearest(address, readers) ?? (from && nearest(from.pathname, readers));
}

/** The address that shows this page again with GET: its own, or for an answer to a form the page the form came from. */
export const pageBehind = (req: Request, { settings }: Pick<House, 'settings'>): string =>
  req.method === 'GET' ? req.originalUrl : (behind(req, settings, 'any') ?? paths.today());

/** The page to come back to after signing in; null when the form stood on a page that anyone may read. */
export const pageToReturnTo = (req: Request, { settings }: Pick<House, 'settings'>): string | undefined =>
  behind(req, settings, 'signedIn') ?? undefined;
