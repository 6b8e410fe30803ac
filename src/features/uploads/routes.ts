import type { Router } from 'express';
import { mayUpload } from '../../domain/meeting/policy.js';
import { routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as form from './form.js';
import * as marks from './marks.js';
import * as phone from './phone-copy.js';
import * as scope from './scope.js';
import * as upload from './upload.js';

const to = paths.uploads;

/** From choosing a film to having all of it. */
export function uploads(house: House): Router {
  const { get, post, by, router } = routesOf(house);
  get(paths.recordings.new(':id'), scope.meeting, mayUpload, form.newForm);
  post(paths.recordings.create(':id'), scope.meeting, mayUpload, form.create);
  by('options')(to.create(':id'), scope.meeting, mayUpload, upload.describe);
  post(to.create(':id'), scope.meeting, mayUpload, upload.create);
  by('options')(to.show(':upload'), scope.upload, signedIn, upload.describe);
  by('head')(to.show(':upload'), scope.upload, signedIn, upload.head);
  get(to.show(':upload'), scope.upload, signedIn, upload.show);
  by('patch')(to.show(':upload'), scope.upload, signedIn, upload.append);
  by('delete')(to.show(':upload'), scope.upload, signedIn, upload.destroy);
  post(to.completion(':upload'), scope.upload, signedIn, upload.complete);
  post(to.cut(':upload'), scope.upload, signedIn, marks.update);
  post(to.removal(':upload'), scope.upload, signedIn, upload.discard);
  post(to.phoneCopy(':id'), scope.ownRecording, signedIn, phone.create);
  return router;
}
