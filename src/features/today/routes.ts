import type { Router } from 'express';
import { noRecord, routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as page from './today.js';

/** The few things that wait for the one who is signed in. */
export function today(house: House): Router {
  const { get, router } = routesOf(house);
  get(paths.today(), noRecord, signedIn, page.show);
  return router;
}
