import { certificationState } from '../../domain/certification/states.js';
import { notePlanDone } from '../../store/assessment-writing.js';
import { refused } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { Enrolment } from './scope.js';

/** The trainee says that the development plan is done. */
export async function create({ record, house, actor, today, done }: Visit<Enrolment>): Promise<void> {
  if (certificationState(record.facts, today) !== 'development_plan') throw refused('refusals:noPlan');
  await house.db.write((tx) => notePlanDone(tx, actor, record.id, today));
  done(paths.certification.enrolment(record.id), 'certification:flash.planDone');
}
