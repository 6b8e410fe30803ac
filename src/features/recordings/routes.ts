import type { Router } from 'express';
import { mayRemoveRecording } from '../../domain/recording/policy.js';
import { noRecord, routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as drawn from './drawn.js';
import * as recording from './recording.js';
import * as scope from './scope.js';
import * as viewing from './viewing.js';

const to = paths.recordings;

/** From a film that has arrived to having it played, and gone again. */
export function recordings(house: House): Router {
  const { get, post, router } = routesOf(house);
  get(to.list(), noRecord, signedIn, recording.list);
  get(to.show(':id'), scope.recording, signedIn, recording.show);
  get(to.status(':id'), scope.recording, signedIn, recording.status);
  get(to.film(':id'), scope.film, signedIn, recording.film);
  get(to.poster(':id'), scope.film, signedIn, recording.poster);
  get(to.sprite(':id'), scope.film, signedIn, drawn.sprite);
  get(to.wave(':id'), scope.film, signedIn, drawn.wave);
  get(to.playing(':id'), scope.recording, signedIn, viewing.show);
  post(to.viewing(':id'), scope.watched, signedIn, viewing.create);
  post(to.removal(':id'), scope.recording, mayRemoveRecording, recording.destroy);
  return router;
}
