import type { Router } from 'express';
import { mayCertifyCandidate } from '../../domain/certification/independence.js';
import { mayAssessSelf, mayAssign, mayRate, mayRequest, maySeeRequirements } from '../../domain/certification/policy.js';
import { everyone, noRecord, routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as assessors from './assessors.js';
import * as caseFile from './case.js';
import * as certificate from './certificate.js';
import * as checks from './check.js';
import * as decision from './decision.js';
import * as enrolment from './enrolment.js';
import * as overview from './overview.js';
import * as plan from './plan.js';
import * as rating from './rating.js';
import * as request from './request.js';
import * as rubric from './rubric.js';
import * as scope from './scope.js';
import * as selfAssessment from './self-assessment.js';
import * as withdrawal from './withdrawal.js';

const to = paths.certification;

/** Requirements, self-assessment, two ratings, the decision and the certificate. */
export function certification(house: House): Router {
  const { get, post, openGet, openPost, router } = routesOf(house);
  const check = checks.checks();

  openGet(to.checkForm(), everyone, check.newForm);
  openPost(to.checkForm(), everyone, check.create);
  openGet(to.check(':code'), everyone, check.newForm);

  get(to.index(), noRecord, signedIn, overview.list);
  get(to.rubric(), noRecord, signedIn, rubric.show);
  get(to.enrolment(':id'), scope.candidate, maySeeRequirements, enrolment.show);
  get(to.selfAssessment(':id'), scope.candidate, mayAssessSelf, selfAssessment.newForm);
  post(to.selfAssessment(':id'), scope.candidate, mayAssessSelf, selfAssessment.create);
  get(to.request(':id'), scope.candidate, mayRequest, request.newForm);
  post(to.request(':id'), scope.candidate, mayRequest, request.create);
  post(to.planDone(':id'), scope.candidate, mayRequest, plan.create);
  get(to.decision(':id'), scope.candidate, mayCertifyCandidate, decision.newForm);
  post(to.decision(':id'), scope.candidate, mayCertifyCandidate, decision.create);

  get(to.case(':id'), scope.caseFile, signedIn, caseFile.show);
  get(to.assessors(':id'), scope.caseFile, mayAssign, assessors.newForm);
  post(to.assessors(':id'), scope.caseFile, mayAssign, assessors.create);
  get(to.rating(':id'), scope.ratingCase, mayRate, rating.editForm);
  post(to.rating(':id'), scope.ratingCase, mayRate, rating.update);
  get(to.adjudication(':id'), scope.adjudicationCase, mayRate, rating.editForm);
  post(to.adjudication(':id'), scope.adjudicationCase, mayRate, rating.update);
  post(to.lock(':id'), scope.caseFile, mayRate, rating.lock);
  get(to.certificate(':id'), scope.certificate, signedIn, certificate.show);
  get(to.withdrawal(':id'), scope.withdrawal, withdrawal.mayWithdraw, withdrawal.newForm);
  post(to.withdrawal(':id'), scope.withdrawal, withdrawal.mayWithdraw, withdrawal.create);
  return router;
}
