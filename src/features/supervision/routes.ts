import type { Router } from 'express';
import { mayCoordinate } from '../../domain/cohort/policy.js';
import { mayAttestGroup, mayAttestNow } from '../../domain/supervision/attestation.js';
import { mayAnswer, mayObject } from '../../domain/supervision/objection.js';
import { mayCorrect, mayPlan, maySign, mayTypeIn } from '../../domain/supervision/policy.js';
import { routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as answer from './answer.js';
import * as attestation from './attestation.js';
import * as cancellation from './cancellation.js';
import * as correction from './correction.js';
import * as entry from './entry.js';
import * as groups from './groups.js';
import * as groupQuarter from './group-quarter.js';
import * as hours from './hours.js';
import * as members from './members.js';
import * as objection from './objection.js';
import * as overview from './overview.js';
import * as plans from './plans.js';
import * as scope from './scope.js';
import * as ledger from './scope-ledger.js';
import * as sessions from './sessions.js';
import * as signing from './signing.js';

const to = paths.supervision;

/** Groups, their sessions, and the hours credited to each member. */
export function supervision(house: House): Router {
  const { get, post, router } = routesOf(house);
  get(to.index(), scope.takingPart, signedIn, overview.list);
  get(to.signing(), scope.signing, signedIn, signing.newForm);
  post(to.signing(), scope.signing, signedIn, signing.create);
  get(to.hours(':id'), scope.hours, signedIn, hours.show);

  get(to.newGroup(':id'), scope.cohort, mayCoordinate, groups.newForm);
  post(to.groups(':id'), scope.cohort, mayCoordinate, groups.create);
  get(to.group(':id'), scope.group, signedIn, groups.show);
  post(to.members(':id'), scope.group, mayCoordinate, members.create);

  get(to.planning(':id'), scope.group, mayPlan, plans.newForm);
  post(to.planning(':id'), scope.group, mayPlan, plans.create);
  get(to.newSession(':id'), scope.group, mayTypeIn, entry.newForm);
  post(to.sessions(':id'), scope.group, mayTypeIn, entry.create);

  get(to.session(':id'), scope.session, signedIn, sessions.show);
  get(to.entry(':id'), scope.session, mayTypeIn, entry.editForm);
  post(to.entry(':id'), scope.session, mayTypeIn, entry.update);
  post(to.signature(':id'), scope.session, maySign, entry.sign);
  post(to.cancellation(':id'), scope.session, mayPlan, cancellation.create);
  get(to.correction(':id'), scope.line, mayCorrect, correction.newForm);
  post(to.correction(':id'), scope.line, mayCorrect, correction.create);

  get(to.objection(':id'), ledger.ownLine, mayObject, objection.newForm);
  post(to.objection(':id'), ledger.ownLine, mayObject, objection.create);
  get(to.answer(':id'), ledger.objection, mayAnswer, answer.newForm);
  post(to.answer(':id'), ledger.objection, mayAnswer, answer.create);
  get(to.groupQuarter(':id', ':quarter'), ledger.groupQuarter, signedIn, groupQuarter.show);
  post(to.groupQuarter(':id', ':quarter'), ledger.groupQuarter, mayAttestGroup, groupQuarter.create);
  get(to.attestation(':id', ':quarter'), ledger.quarter, signedIn, attestation.show);
  post(to.attestation(':id', ':quarter'), ledger.quarter, mayAttestNow, attestation.create);
  return router;
}
