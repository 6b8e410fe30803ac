import type { Router } from 'express';
import { mayCoordinate } from '../../domain/cohort/policy.js';
import { routesOf } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as file from './file.js';
import * as people from './people.js';
import * as plan from './plan.js';
import * as scope from './scope.js';

const to = paths.intake;

/** Many people onto a cohort from a file: first shown line by line, then put in. */
export function intake(house: House): Router {
  const { get, post, router } = routesOf(house);
  get(to.people(':id'), scope.cohort, mayCoordinate, people.show);
  get(to.new(':id'), scope.cohort, mayCoordinate, file.newForm);
  post(to.new(':id'), scope.cohort, mayCoordinate, file.create);
  get(to.show(':id'), scope.intakeOfCohort, mayCoordinate, plan.show);
  post(to.show(':id'), scope.intakeOfCohort, mayCoordinate, plan.apply);
  post(to.removal(':id'), scope.intakeOfCohort, mayCoordinate, plan.drop);
  return router;
}
