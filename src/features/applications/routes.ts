import type { Router } from 'express';
import { mayAnswer, mayNominate, maySeat, mayWithdraw } from '../../domain/application/policy.js';
import { mayCoordinate } from '../../domain/cohort/policy.js';
import { routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as application from './application.js';
import * as cohort from './cohort.js';
import * as nomination from './nomination.js';
import * as ownSeat from './own-seat.js';
import * as places from './places.js';
import * as scope from './scope.js';

const to = paths.applications;

/** From a municipality's nomination to a seat: who applies, who says yes, who stands in line. */
export function applications(house: House): Router {
  const { get, post, router } = routesOf(house);
  get(to.places(), scope.places, signedIn, places.show);
  get(to.ownSeat(), scope.trainee, signedIn, ownSeat.show);
  get(to.cohort(':id'), scope.cohort, mayCoordinate, cohort.show);
  get(to.new(':id'), scope.nominating, mayNominate, nomination.newForm);
  post(to.cohort(':id'), scope.nominating, mayNominate, nomination.create);
  get(to.show(':id'), scope.application, signedIn, application.show);
  post(to.answer(':id'), scope.application, mayAnswer, application.answer);
  post(to.offer(':id'), scope.application, maySeat, application.offer);
  post(to.seat(':id'), scope.application, maySeat, application.seat);
  post(to.withdrawal(':id'), scope.application, mayWithdraw, application.withdraw);
  return router;
}
