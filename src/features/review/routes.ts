import type { Router } from 'express';
import { mayAnnotate, mayClose, mayEdit, mayReflect, mayRemove, mayReply, mayShare } from '../../domain/annotation/policy.js';
import { routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as annotation from './annotation.js';
import * as closing from './closing.js';
import * as recording from './recording.js';
import * as reflection from './reflection.js';
import * as reply from './reply.js';
import * as scope from './scope.js';
import * as sharing from './sharing.js';

const to = paths.review;

/** A recording's page: the film, the reflection that comes first, and the talk about it. */
export function review(house: House): Router {
  const { get, post, router } = routesOf(house);

  get(to.annotation(':id'), scope.annotation, signedIn, annotation.show);
  post(to.annotation(':id'), scope.annotation, mayEdit, annotation.update);
  post(to.removal(':id'), scope.annotation, mayRemove, annotation.destroy);
  post(to.restoration(':id'), scope.removedAnnotation, mayRemove, annotation.restore);
  post(to.replies(':id'), scope.annotation, mayReply, reply.create);

  get(to.show(':id'), scope.recording, signedIn, recording.show);
  post(to.annotations(':id'), scope.recording, mayAnnotate, annotation.create);
  get(to.reflection(':id'), scope.recording, signedIn, reflection.show);
  post(to.reflection(':id'), scope.recording, mayReflect, reflection.update);
  post(to.sharing(':id'), scope.recording, mayShare, sharing.create);
  post(to.closing(':id'), scope.recording, mayClose, closing.create);
  return router;
}
