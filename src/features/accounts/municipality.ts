import { mayRemoveMunicipality } from '../../domain/person/municipality.js';
import {
  addMunicipality,
  changeMunicipality,
  listMunicipalityRecords,
  type MunicipalityRecord,
  MunicipalityTaken,
  type NewMunicipality,
  removeMunicipality,
} from '../../store/municipality.js';
import { conflict } from '../../web/errors.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import { verdictSentence, type Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { municipalityForm } from './forms.js';

type Plain = Visit<Record<never, never>>;

/** What stands in the two fields: as it was typed, or as it is. */
const typedFields = (typed: Typed) => ({ name: typedText(typed, 'name'), code: typedText(typed, 'code') });

const rowOf = ({ t }: Plain, { id, name, code, people, cohorts }: MunicipalityRecord) => ({
  strong: name,
  href: paths.accounts.municipality(id),
  note: t('accounts:municipalities.line', {
    code,
    people: t('accounts:municipalities.people', { count: people }),
    cohorts: t('accounts:municipalities.cohorts', { count: cohorts }),
  }),
});

async function listPage(visit: Plain, typed: Typed, errors?: FieldError[]): Promise<void> {
  const rows = (await listMunicipalityRecords(visit.house.db)).map((one) => rowOf(visit, one));
  const view = { rows, notice: visit.flash(), ...typedFields(typed) };
  await visit.page('accounts/municipalities', view, {
    title: visit.t('accounts:municipalities.title'),
    status: errors ? 422 : 200,
    errors,
  });
}

export const list = (visit: Plain): Promise<void> => listPage(visit, {});

/** What was typed goes through the form, then through `keep`; a fault of either is shown beside its field. */
async function kept(
  body: unknown,
  keep: (given: NewMunicipality) => Promise<unknown>,
): Promise<{ given: NewMunicipality } | { errors: FieldError[] }> {
  const parsed = parseForm(municipalityForm, body);
  if (!parsed.ok) return { errors: parsed.errors };
  try {
    await keep(parsed.values);
    return { given: parsed.values };
  } catch (error) {
    if (!(error instanceof MunicipalityTaken)) throw error;
    return { errors: [{ field: error.field, message: `accounts:municipalities.${error.field}Taken` }] };
  }
}

export async function create(visit: Plain): Promise<void> {
  const { house, req, actor } = visit;
  const answer = await kept(req.body, (given) => addMunicipality(house.db, actor, given));
  if ('errors' in answer) return listPage(visit, typedOf(req.body), answer.errors);
  visit.done(paths.accounts.municipalities(), 'accounts:flash.municipalityAdded', { name: answer.given.name });
}

async function page(visit: Visit<MunicipalityRecord>, fields: { name: string; code: string }, errors?: FieldError[]): Promise<void> {
  const { record, viewer, t } = visit;
  const { id, name } = record;
  const removal = mayRemoveMunicipality(viewer, record);
  const view = { id, municipality: name, ...fields, stays: verdictSentence(t, removal), can: { remove: removal.ok } };
  await visit.page('accounts/municipality', view, { title: name, status: errors ? 422 : 200, errors });
}

export const show = (visit: Visit<MunicipalityRecord>): Promise<void> => page(visit, visit.record);

export async function update(visit: Visit<MunicipalityRecord>): Promise<void> {
  const { house, req, actor, record } = visit;
  const answer = await kept(req.body, (given) => changeMunicipality(house.db, actor, record.id, given));
  if ('errors' in answer) return page(visit, typedFields(typedOf(req.body)), answer.errors);
  visit.done(paths.accounts.municipalities(), 'accounts:flash.municipalityChanged', { name: answer.given.name });
}

export async function remove({ house, actor, record, done }: Visit<MunicipalityRecord>): Promise<void> {
  if (!(await removeMunicipality(house.db, actor, record.id))) throw conflict('refusals:municipalityInUse');
  done(paths.accounts.municipalities(), 'accounts:flash.municipalityRemoved', { name: record.name });
}
