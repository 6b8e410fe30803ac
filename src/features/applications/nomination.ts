import { openOnes } from '../../domain/application/waiting-list.js';
import { createApplication, listApplications } from '../../store/application.js';
import { listCohortMunicipalities } from '../../store/cohort.js';
import { lockCohort } from '../../store/enrolment.js';
import { findKnownPeople, seatFault } from '../../store/seat-person.js';
import type { Reader } from '../../store/database.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { nominationForm, paperForm } from './forms.js';
import type { Nominating } from './scope.js';

type Here = Visit<Nominating>;

async function form(visit: Here, typed: Typed, errors?: FieldError[]): Promise<void> {
  const { house, record, t } = visit;
  const { cohort, relation } = record;
  const onPaper = relation.coordinates;
  const view = {
    cohort: { id: cohort.id, name: cohort.name },
    back: onPaper ? paths.applications.cohort(cohort.id) : paths.applications.places(),
    onPaper,
    municipalities: onPaper
      ? (await listCohortMunicipalities(house.db, cohort.id)).map(({ id, name }) => ({ value: String(id), label: name }))
      : [],
    municipality: typedText(typed, 'municipality'),
    name: typedText(typed, 'name'),
    signInName: typedText(typed, 'signInName'),
    workplace: typedText(typed, 'workplace'),
  };
  const title = t(onPaper ? 'applications:new.titlePaper' : 'applications:new.title');
  await visit.page('applications/new', view, { title, status: errors ? 422 : 200, errors });
}

export const newForm = (visit: Here): Promise<void> => form(visit, {});

interface Nominated {
  name: string;
  signInName: string;
  workplace: string;
  municipalityId: number;
}

function read({ req, record, viewer }: Here): { ok: true; nominated: Nominated } | { ok: false; errors: FieldError[] } {
  if (!record.relation.coordinates) {
    const parsed = parseForm(nominationForm, req.body);
    return parsed.ok ? { ok: true, nominated: { ...parsed.values, municipalityId: viewer.municipalityId! } } : parsed;
  }
  const parsed = parseForm(paperForm, req.body);
  if (!parsed.ok) return parsed;
  const { municipality, ...rest } = parsed.values;
  return { ok: true, nominated: { ...rest, municipalityId: municipality } };
}

/** Why somebody cannot be nominated, beside its field; null when they can. */
async function fault(db: Reader, cohortId: number, { signInName, municipalityId }: Nominated): Promise<FieldError | null> {
  const places = await listCohortMunicipalities(db, cohortId);
  if (places.every(({ id }) => id !== municipalityId)) return { field: 'municipality', message: 'applications:fault.municipalityMissing' };
  const open = openOnes(await listApplications(db, cohortId));
  if (open.some((one) => one.signInName === signInName)) return { field: 'signInName', message: 'applications:fault.already' };
  const known = (await findKnownPeople(db, cohortId, [signInName])).get(signInName);
  const reason = known && seatFault(known, municipalityId);
  return reason ? { field: 'signInName', message: reason } : null;
}

export async function create(visit: Here): Promise<void> {
  const { house, record, req, viewer, actor } = visit;
  const { cohort, relation } = record;
  const given = read(visit);
  if (!given.ok) return form(visit, typedOf(req.body), given.errors);
  if (cohort.endsOn < visit.today) return form(visit, typedOf(req.body), [{ field: 'name', message: 'applications:fault.ended' }]);
  const outcome = await house.db.write(async (tx) => {
    await lockCohort(tx, cohort.id);
    const wrong = await fault(tx, cohort.id, given.nominated);
    if (wrong) return wrong;
    const onPaper = relation.coordinates;
    return createApplication(tx, { ...actor, personId: viewer.id }, { ...given.nominated, cohortId: cohort.id, onPaper });
  });
  if (typeof outcome !== 'number') return form(visit, typedOf(req.body), [outcome]);
  visit.done(paths.applications.show(outcome), relation.coordinates ? 'applications:flash.onPaper' : 'applications:flash.nominated');
}
