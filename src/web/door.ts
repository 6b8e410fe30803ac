import type { RequestHandler, Router } from 'express';

/** «review» of `/review/12`. Addresses are matched without regard to case. */
const beginningOf = (path: string): string => (path.split('/', 2)[1] ?? '').toLowerCase();

/**
 * A feature's routes, tried only for addresses that begin as one of them does: there are hundreds of routes in all, and trying each costs
 * more than most of a small page. Every route begins with a word of its own.
 */
export function door(feature: Router): RequestHandler {
  const beginnings = new Set(feature.stack.map(({ route }) => beginningOf(route!.path)));
  if ([...beginnings].some((word) => !/^[\w.-]*$/.test(word))) throw new Error('a route begins with something that is no word');
  return (req, res, next) => (beginnings.has(beginningOf(req.path)) ? feature(req, res, next) : next());
}
