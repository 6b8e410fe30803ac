import { certificationState } from '../../domain/certification/states.js';
import { holdEnrolment } from '../../store/certification.js';
import { addEvents } from '../../store/enrolment.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { refused } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { Candidate } from './scope.js';

/** The trainee has worked through the development plan and may choose a new meeting. */
export async function create({ record, house, viewer, actor, today, done }: Visit<Candidate>): Promise<void> {
  await house.db.write(async (tx) => {
    await holdEnrolment(tx, record.id);
    const facts = (await factsFor(tx, [record.id])).get(record.id);
    if (!facts || certificationState(facts, today) !== 'development_plan') throw refused('refusals:noPlan');
    await addEvents(tx, { ...actor, personId: viewer.id }, record.id, [{ kind: 'plan_done', onDate: today, reason: '' }]);
  });
  done(paths.certification.enrolment(record.id), 'certification:flash.planDone');
}
