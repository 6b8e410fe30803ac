import { addMember, listUngrouped } from '../../store/supervision-group.js';
import { lockCohort } from '../../store/enrolment.js';
import { parseForm, typedOf } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { memberForm } from './forms.js';
import { show } from './groups.js';
import type { GroupRecord } from './scope.js';

/** One more trainee in the group, from a date; only those who are in no group already. */
export async function create(visit: Visit<GroupRecord>): Promise<void> {
  const { house, record, req, actor } = visit;
  const typed = typedOf(req.body);
  const parsed = parseForm(memberForm, req.body);
  if (!parsed.ok) return show(visit, typed, parsed.errors);
  const { enrolment, fromDate } = parsed.values;
  const wrong = await house.db.write(async (tx): Promise<string | null> => {
    await lockCohort(tx, record.group.cohortId);
    const chosen = (await listUngrouped(tx, record.group.cohortId)).find(({ enrolmentId }) => enrolmentId === enrolment);
    if (!chosen) return 'supervision:groupForm.memberTaken';
    if (chosen.personId === record.supervisorId) return 'supervision:groupForm.ownGroup';
    await addMember(tx, actor, record.group.id, enrolment, fromDate);
    return null;
  });
  if (wrong) return show(visit, typed, [{ field: 'enrolment', message: wrong }]);
  visit.done(paths.supervision.group(record.group.id), 'supervision:flash.memberAdded');
}
