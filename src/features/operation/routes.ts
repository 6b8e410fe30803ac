import type { Router } from 'express';
import { mayLetJobGo, mayOperate, mayRetryJob } from '../../domain/operation/policy.js';
import { noRecord, routesOf } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as job from './job.js';
import * as overview from './overview.js';
import * as scope from './scope.js';

const to = paths.operation;

/** How the system runs, and the jobs that stopped. Nothing here says what a film or a text is about. */
export function operation(house: House): Router {
  const { get, post, router } = routesOf(house);
  get(to.show(), noRecord, mayOperate, overview.show);
  post(to.retry(':id'), scope.job, mayRetryJob, job.retry);
  post(to.letGo(':id'), scope.job, mayLetJobGo, job.letGo);
  return router;
}
