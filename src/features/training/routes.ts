import type { Router } from 'express';
import { mayCoordinate, mayEnterAttendance, mayStartCohort } from '../../domain/cohort/policy.js';
import { mayStop } from '../../domain/application/policy.js';
import { mayEditProgramme, mayWithdrawVersionNow } from '../../domain/programme/policy.js';
import { noRecord, routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as attendance from './attendance.js';
import * as cohorts from './cohorts.js';
import * as drafts from './drafts.js';
import * as days from './days.js';
import * as employer from './employer.js';
import * as enrolments from './enrolments.js';
import * as leave from './leave.js';
import * as programmes from './programmes.js';
import * as sheet from './sheet.js';
import * as scope from './scope.js';
import * as stopping from './stopping.js';
import * as withdrawal from './version-withdrawal.js';

/** Programmes, cohorts, enrolment, the training days and who was there. */
export function training(house: House): Router {
  const { get, post, router } = routesOf(house);
  get(paths.training.programmes(), noRecord, signedIn, programmes.list);
  get(paths.training.programme(':id'), scope.programme, signedIn, programmes.show);
  post(paths.training.newVersion(':id'), scope.programme, mayEditProgramme, drafts.create);
  get(paths.training.withdrawal(':id'), scope.version, mayWithdrawVersionNow, withdrawal.newForm);
  post(paths.training.withdrawal(':id'), scope.version, mayWithdrawVersionNow, withdrawal.create);
  get(paths.training.draft(':id'), scope.draft, mayEditProgramme, drafts.editForm);
  post(paths.training.draft(':id'), scope.draft, mayEditProgramme, drafts.update);
  get(paths.training.preview(':id'), scope.draft, mayEditProgramme, drafts.preview);
  post(paths.training.version(':id'), scope.draft, mayEditProgramme, drafts.putDraftInForce);
  post(paths.training.draftRemoval(':id'), scope.draft, mayEditProgramme, drafts.drop);

  get(paths.training.cohorts(), scope.coordinators, mayStartCohort, cohorts.list);
  get(paths.training.newCohort(), scope.coordinators, mayStartCohort, cohorts.newForm);
  post(paths.training.createCohort(), scope.coordinators, mayStartCohort, cohorts.create);
  get(paths.training.cohort(':id'), scope.cohort, mayCoordinate, cohorts.show);

  get(paths.training.days(':id'), scope.cohort, mayCoordinate, days.editForm);
  post(paths.training.days(':id'), scope.cohort, mayCoordinate, days.update);
  get(paths.training.attendance(':id'), scope.day, mayEnterAttendance, attendance.editForm);
  post(paths.training.attendance(':id'), scope.day, mayEnterAttendance, attendance.update);
  get(paths.training.sheet(':id'), scope.day, mayCoordinate, sheet.show);

  get(paths.training.newEnrolment(':id'), scope.cohort, mayCoordinate, enrolments.newForm);
  post(paths.training.enrolments(':id'), scope.cohort, mayCoordinate, enrolments.create);
  get(paths.training.enrolment(':id'), scope.enrolment, mayCoordinate, enrolments.show);
  get(paths.training.stopping(':id'), scope.leaver, mayStop, stopping.newForm);
  post(paths.training.stopping(':id'), scope.leaver, mayStop, stopping.create);
  get(paths.training.employer(':id'), scope.enrolment, mayCoordinate, employer.newForm);
  post(paths.training.employer(':id'), scope.enrolment, mayCoordinate, employer.create);
  get(paths.training.leave(':id'), scope.enrolment, mayCoordinate, leave.newForm);
  post(paths.training.leave(':id'), scope.enrolment, mayCoordinate, leave.create);
  return router;
}
