import { crossesMunicipalities, isMember } from '../../domain/supervision/group.js';
import { maySign, mayPlan } from '../../domain/supervision/policy.js';
import { lockCohort } from '../../store/enrolment.js';
import { dateOfLatest, listSessions } from '../../store/supervision.js';
import { createGroup, listSupervisors, listUngrouped } from '../../store/supervision-group.js';
import { parseForm, typedList, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { groupForm } from './forms.js';
import { groupView } from './group-view.js';
import { groupHours } from './hours-page.js';
import type { CohortRecord, GroupRecord } from './scope.js';
import { asksForAll, shownHeld } from './views.js';

export async function show(visit: Visit<GroupRecord>, typed: Typed = {}, errors?: FieldError[]): Promise<void> {
  const { house, record, viewer, today } = visit;
  const { group } = record;
  const since = asksForAll(visit) ? '' : await dateOfLatest(house.db, { groupId: group.id }, shownHeld);
  const [hours, sessions, ungrouped] = await Promise.all([
    groupHours(visit, group.id, group.cohortId),
    listSessions(house.db, group.id, since),
    record.coordinates ? listUngrouped(house.db, group.cohortId) : [],
  ]);
  const members = record.members.filter((member) => isMember(member, today) || member.fromDate > today);
  const can = { plan: mayPlan(viewer, record).ok, sign: maySign(viewer, record).ok, addMember: record.coordinates };
  const view = {
    ...groupView(visit, { group, members, hours: hours.of, sessions, ungrouped, rule: hours.rule, can }),
    notice: visit.flash(),
    all: since === '' ? null : `${paths.supervision.group(group.id)}?all=1#held`,
    typed: {
      enrolment: typedText(typed, 'enrolment'),
      fromDate: typed['fromDate'] === undefined ? visit.fmt.typedDate(today) : typedText(typed, 'fromDate'),
    },
    can,
  };
  await visit.page('supervision/group', view, { title: group.name, status: errors ? 422 : 200, errors });
}

type Here = Visit<CohortRecord>;

async function form(visit: Here, typed: Typed, errors?: FieldError[]): Promise<void> {
  const { house, record, t, fmt, today } = visit;
  const [supervisors, ungrouped] = await Promise.all([listSupervisors(house.db), listUngrouped(house.db, record.id)]);
  const view = {
    cohort: { id: record.id, name: record.name },
    name: typedText(typed, 'name'),
    supervisor: typedText(typed, 'supervisor'),
    supervisors: supervisors.map(({ id, name, organisation }) => ({
      value: String(id),
      label: [name, organisation].filter(Boolean).join(', '),
    })),
    fromDate:
      typed['fromDate'] === undefined ? fmt.typedDate(record.startsOn > today ? record.startsOn : today) : typedText(typed, 'fromDate'),
    members: ungrouped.map(({ enrolmentId, name, municipalityName }) => ({
      value: String(enrolmentId),
      label: `${name}, ${municipalityName}`,
    })),
    chosen: typedList(typed, 'members'),
  };
  await visit.page('supervision/group-form', view, { title: t('supervision:groupForm.title'), status: errors ? 422 : 200, errors });
}

export const newForm = (visit: Here): Promise<void> => form(visit, {});

/** Members of at least two municipalities, each in one group at a time; the supervisor is nobody's own. */
export async function create(visit: Here): Promise<void> {
  const { house, record, req, actor } = visit;
  const typed = typedOf(req.body);
  const parsed = parseForm(groupForm, req.body);
  if (!parsed.ok) return form(visit, typed, parsed.errors);
  const { name, supervisor, fromDate } = parsed.values;
  const enrolmentIds = [...new Set(parsed.values.members)];
  const kept = await house.db.write(async (tx): Promise<{ id: number } | FieldError> => {
    await lockCohort(tx, record.id);
    const ungrouped = await listUngrouped(tx, record.id);
    const chosen = ungrouped.filter(({ enrolmentId }) => enrolmentIds.includes(enrolmentId));
    if (!(await listSupervisors(tx)).some(({ id }) => id === supervisor))
      return { field: 'supervisor', message: 'supervision:groupForm.supervisorMissing' };
    if (chosen.length < enrolmentIds.length) return { field: 'members', message: 'supervision:groupForm.memberTaken' };
    if (chosen.some(({ personId }) => personId === supervisor)) return { field: 'supervisor', message: 'supervision:groupForm.ownGroup' };
    if (!crossesMunicipalities(chosen.map(({ municipalityId }) => municipalityId)))
      return { field: 'members', message: 'supervision:groupForm.oneMunicipality' };
    return { id: await createGroup(tx, actor, { cohortId: record.id, name, supervisorId: supervisor, enrolmentIds, fromDate }) };
  });
  if (!('id' in kept)) return form(visit, typed, [kept]);
  visit.done(paths.supervision.group(kept.id), 'supervision:flash.groupMade', { name });
}
