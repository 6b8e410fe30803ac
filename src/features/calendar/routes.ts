import type { Router } from 'express';
import { mayApologise, mayApologiseToSession, mayTakeMakeUpSeat } from '../../domain/calendar/policy.js';
import { mayCoordinate } from '../../domain/cohort/policy.js';
import { mayPlan } from '../../domain/supervision/policy.js';
import { everyone, routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as apology from './apology.js';
import * as changes from './changes.js';
import * as day from './day.js';
import * as feed from './feed.js';
import * as list from './list.js';
import * as makeUps from './make-ups.js';
import * as scope from './scope.js';
import * as session from './session.js';
import * as sessionApology from './session-apology.js';

const to = paths.calendar;

/** When and where: one's own course days and supervision, what changed, and a day missed found again. */
export function calendar(house: House): Router {
  const { get, post, openGet, router } = routesOf(house);
  get(to.list(), scope.withCalendar, signedIn, list.show);
  get(to.feed(), scope.withCalendar, signedIn, feed.show);
  post(to.feed(), scope.withCalendar, signedIn, feed.create);
  post(to.feedEnd(), scope.withCalendar, signedIn, feed.destroy);
  openGet(to.file(':token'), everyone, feed.file);

  get(to.day(':id'), scope.day, signedIn, day.show);
  post(to.day(':id'), scope.day, mayCoordinate, day.update);
  post(to.dayCancellation(':id'), scope.day, mayCoordinate, day.cancel);
  post(to.apology(':id'), scope.day, mayApologise, apology.create);
  post(to.apologyWithdrawal(':id'), scope.day, mayApologise, apology.destroy);

  get(to.session(':id'), scope.session, mayPlan, session.editForm);
  post(to.session(':id'), scope.session, mayPlan, session.update);
  get(to.sessionApology(':id'), scope.ownSession, signedIn, sessionApology.show);
  post(to.sessionApology(':id'), scope.ownSession, mayApologiseToSession, sessionApology.create);
  post(to.sessionApologyEnd(':id'), scope.ownSession, mayApologiseToSession, sessionApology.destroy);
  post(to.seen(':id'), scope.change, signedIn, changes.seen);

  get(to.makeUps(':id'), scope.makeUps, mayTakeMakeUpSeat, makeUps.show);
  post(to.seat(':id'), scope.makeUps, mayTakeMakeUpSeat, makeUps.create);
  post(to.decision(':id'), scope.request, mayTakeMakeUpSeat, makeUps.decide);
  return router;
}
