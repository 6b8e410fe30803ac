import type { Router } from 'express';
import {
  mayApproveReopening,
  mayConfirmReopening,
  mayDisableAccount,
  mayEnableAccount,
  mayListAccounts,
  mayMakeAccounts,
  mayMakeLink,
  mayRefuseReopening,
  maySeeAccount,
} from '../../domain/person/account-policy.js';
import { mayKeepMunicipalities, mayRemoveMunicipality } from '../../domain/person/municipality.js';
import { everyone, noRecord, routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import type { SignIn } from '../../web/sign-in.js';
import * as account from './account.js';
import * as me from './me.js';
import * as municipality from './municipality.js';
import * as opening from './opening.js';
import * as reopening from './reopening.js';
import * as scope from './scope.js';
import * as session from './session.js';

const to = paths.accounts;

/** Signing in, one-time links, and who may use Polyfoni at all. */
export function accounts(house: House, signIn: SignIn): Router {
  const { get, post, openGet, openPost, router } = routesOf(house);

  openGet(to.signIn(), everyone, session.newForm);
  openPost(to.signIn(), everyone, session.create(signIn));
  openPost(to.signOut(), everyone, session.destroy);

  openGet(to.opening(':token'), everyone, opening.newForm);
  openPost(to.opening(':token'), everyone, opening.create);
  openGet(to.reopening(), everyone, reopening.newForm);
  openPost(to.reopening(), everyone, reopening.create(signIn));

  get(to.me(), noRecord, signedIn, me.show);
  post(to.passphrase(), noRecord, signedIn, me.update(signIn));
  post(to.otherSessions(), noRecord, signedIn, me.endOthers);

  get(to.list(), noRecord, mayListAccounts, account.list);
  get(to.new(), noRecord, mayMakeAccounts, account.newForm);
  post(to.list(), noRecord, mayMakeAccounts, account.create);
  get(to.municipalities(), noRecord, mayKeepMunicipalities, municipality.list);
  post(to.municipalities(), noRecord, mayKeepMunicipalities, municipality.create);
  get(to.municipality(':id'), scope.municipality, mayKeepMunicipalities, municipality.show);
  post(to.municipality(':id'), scope.municipality, mayKeepMunicipalities, municipality.update);
  post(to.municipalityRemoval(':id'), scope.municipality, mayRemoveMunicipality, municipality.remove);
  get(to.request(':id'), scope.reopening, signedIn, reopening.show);
  post(to.approval(':id'), scope.reopening, mayApproveReopening, reopening.approve);
  post(to.refusal(':id'), scope.reopening, mayRefuseReopening, reopening.refuse);
  post(to.confirmation(':id'), scope.reopening, mayConfirmReopening, reopening.confirm);
  get(to.show(':id'), scope.account, maySeeAccount, account.show);
  post(to.links(':id'), scope.account, mayMakeLink, account.createLink);
  post(to.disabling(':id'), scope.account, mayDisableAccount, account.disable);
  post(to.enabling(':id'), scope.account, mayEnableAccount, account.enable);
  return router;
}
