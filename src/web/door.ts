import { Router, type RequestHandler } from 'express';

/** «review» of `/review/12`. Addresses are matched without regard to case. */
const beginningOf = (path: string): string => (path.split('/', 2)[1] ?? '').toLowerCase();

/** The words a feature's addresses begin with. */
function beginningsOf(feature: Router): Set<string> {
  const words = new Set(feature.stack.map(({ route }) => beginningOf(route?.path ?? '')));
  if ([...words].some((word) => !/^[\w.-]*$/.test(word))) throw new Error('a route begins with something that is no word');
  return words;
}

/**
 * All features behind one door: an address is tried only with those that have one beginning with the same word. There are hundreds of
 * routes in all, and trying each costs more than most of a small page. Two features may share a word; the first is asked first.
 */
export function door(features: Router[]): RequestHandler {
  const behind = new Map<string, Router>();
  for (const feature of features) for (const word of beginningsOf(feature)) behind.set(word, (behind.get(word) ?? Router()).use(feature));
  return (req, res, next) => {
    const found = behind.get(beginningOf(req.path));
    if (found) found(req, res, next);
    else next();
  };
}
