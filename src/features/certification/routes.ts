import type { Router } from 'express';
import { mayAssessSelf, mayAssign, mayRate, mayRequest } from '../../domain/certification/policy.js';
import { everyone, noRecord, routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as adjudication from './adjudication.js';
import * as assessors from './assessors.js';
import * as cases from './cases.js';
import * as certificate from './certificate.js';
import * as decision from './decision.js';
import * as enrolment from './enrolment.js';
import * as index from './list.js';
import * as plan from './plan.js';
import * as rating from './rating.js';
import * as request from './request.js';
import * as rubric from './rubric.js';
import * as scope from './scope.js';
import * as self from './self-assessment.js';

const to = paths.certification;

/** From what is missing to the certificate on paper. */
export function certification(house: House): Router {
  const { get, post, openGet, openPost, router } = routesOf(house);

  get(to.index(), noRecord, signedIn, index.list);
  get(to.rubric(), noRecord, signedIn, rubric.show);
  get(to.enrolment(':id'), scope.enrolment, signedIn, enrolment.show);
  get(to.selfAssessment(':id'), scope.ownEnrolment, mayAssessSelf, self.newForm);
  post(to.selfAssessment(':id'), scope.ownEnrolment, mayAssessSelf, self.create);
  get(to.request(':id'), scope.ownEnrolment, mayRequest, request.newForm);
  post(to.request(':id'), scope.ownEnrolment, mayRequest, request.create);
  post(to.planDone(':id'), scope.ownEnrolment, mayRequest, plan.create);
  get(to.decision(':id'), scope.decidable, signedIn, decision.newForm);
  post(to.decision(':id'), scope.decidable, signedIn, decision.create);

  get(to.case(':id'), scope.assessmentCase, signedIn, cases.show);
  get(to.assessors(':id'), scope.caseToAssign, mayAssign, assessors.newForm);
  post(to.assessors(':id'), scope.caseToAssign, mayAssign, assessors.create);
  get(to.rating(':id'), scope.ownRating, mayRate, rating.editForm);
  post(to.rating(':id'), scope.ownRating, mayRate, rating.update);
  post(to.lock(':id'), scope.ownRating, mayRate, rating.lock);
  get(to.adjudication(':id'), scope.ownAdjudication, mayRate, adjudication.editForm);
  post(to.adjudication(':id'), scope.ownAdjudication, mayRate, adjudication.update);

  get(to.certificate(':id'), scope.certificate, signedIn, certificate.show);
  openGet(to.checkForm(), everyone, certificate.checkForm);
  openGet(to.check(':code'), everyone, certificate.checkForm);
  openPost(to.checkForm(), everyone, certificate.check);
  return router;
}
