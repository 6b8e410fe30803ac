import type { Router } from 'express';
import { routesOf, signedIn } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { paths } from '../../web/paths.js';
import * as charts from './charts.js';
import * as cohort from './cohort.js';
import * as desk from './desk.js';
import * as municipality from './municipality.js';
import * as reminder from './reminder.js';
import * as report from './report.js';
import * as scope from './scope.js';
import * as sheet from './sheet.js';
import * as started from './started.js';
import * as trainee from './trainee.js';

const to = paths.coordination;

/** Following people on their way, without their content: who is stuck, on what, whose turn, for how long. */
export function coordination(house: House): Router {
  const { get, post, router } = routesOf(house);
  get(to.desk(), scope.desk, signedIn, desk.show);
  get(to.deskFile('csv'), scope.desk, signedIn, sheet.deskCsv);
  get(to.deskFile('xlsx'), scope.desk, signedIn, sheet.deskXlsx);
  get(to.started(), scope.desk, signedIn, started.show);
  get(to.startedFile('csv'), scope.desk, signedIn, sheet.startedCsv);
  get(to.startedFile('xlsx'), scope.desk, signedIn, sheet.startedXlsx);
  get(to.csv(':id'), scope.cohort, signedIn, sheet.cohortCsv);
  get(to.sheet(':id'), scope.cohort, signedIn, sheet.cohortXlsx);
  get(to.charts(':id'), scope.cohort, signedIn, charts.show);
  get(to.cohort(':id'), scope.cohort, signedIn, cohort.show);
  get(to.trainee(':id'), scope.trainee, signedIn, trainee.show);
  post(to.traineeReminders(':id'), scope.trainee, signedIn, reminder.createForTrainee);
  post(to.sessionReminders(':id'), scope.session, signedIn, reminder.createForSession);
  post(to.objectionReminders(':id'), scope.session, signedIn, reminder.createForObjection);
  post(to.quarterReminders(':id'), scope.session, signedIn, reminder.createForQuarter);
  post(to.reminderWithdrawal(':id'), scope.reminder, signedIn, reminder.withdraw);
  get(to.municipalityFile('csv'), scope.municipality, signedIn, sheet.municipalityCsv);
  get(to.municipalityFile('xlsx'), scope.municipality, signedIn, sheet.municipalityXlsx);
  get(to.reports(), scope.desk, signedIn, report.list);
  get(to.report(':id'), scope.reportable, signedIn, report.show);
  get(to.ownReport(), scope.municipality, signedIn, report.show);
  get(to.municipality(), scope.municipality, signedIn, municipality.show);
  return router;
}
