import { mayDisableAccount, mayEnableAccount, mayListAccounts, mayMakeAccounts, mayMakeLink } from '../../domain/person/account-policy.js';
import { createPerson, disableAccount, enableAccount, isSignInNameTaken, makeLink, SignInNameTaken } from '../../store/account.js';
import { listAccountEvents, listAccountsFor, type AccountRecord } from '../../store/account-list.js';
import { listMunicipalities } from '../../store/municipality.js';
import { listOpenReopeningsFor } from '../../store/reopening.js';
import { parseForm, typedOf, typedText, type Typed } from '../../web/forms.js';
import { verdictSentence, type Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { disablingForm, newAccountForm } from './forms.js';
import { linkView } from './request-views.js';
import { accountView, listView, newAccountView } from './views.js';

type Plain = Visit<Record<never, never>>;

export async function list(visit: Plain): Promise<void> {
  const { house, viewer, req, now, t } = visit;
  const [accounts, waiting] = await Promise.all([listAccountsFor(house.db, viewer, now), listOpenReopeningsFor(house.db, viewer)]);
  const query = { state: String(req.query['state'] ?? ''), name: String(req.query['name'] ?? '').slice(0, 200) };
  const all = viewer.roles.includes('administrator');
  const view = listView(visit, accounts, waiting, query, all);
  await visit.page(
    'accounts/list',
    {
      ...view,
      notice: visit.flash(),
      lead: t(all ? 'accounts:list.leadAll' : 'accounts:list.leadOwn'),
      can: { make: mayMakeAccounts(viewer).ok },
    },
    { title: t('accounts:list.title') },
  );
}

async function form(visit: Plain, typed: Typed, errors?: FieldError[]): Promise<void> {
  const view = newAccountView(visit.t, typed, await listMunicipalities(visit.house.db));
  await visit.page('accounts/new', view, { title: visit.t('accounts:new.title'), status: errors ? 422 : 200, errors });
}

export const newForm = (visit: Plain): Promise<void> => form(visit, {});

const taken: FieldError = { field: 'signInName', message: 'accounts:new.taken' };

export async function create(visit: Plain): Promise<void> {
  const { house, req, actor } = visit;
  const typed = typedOf(req.body);
  const parsed = parseForm(newAccountForm, req.body);
  if (!parsed.ok) return form(visit, typed, parsed.errors);
  const { municipalityId } = parsed.values;
  if (await isSignInNameTaken(house.db, parsed.values.signInName)) return form(visit, typed, [taken]);
  if (municipalityId !== null && !(await listMunicipalities(house.db)).some(({ id }) => id === municipalityId))
    return form(visit, typed, [{ field: 'municipalityId', message: 'accounts:new.municipalityWrong' }]);
  try {
    const id = await house.db.write((tx) => createPerson(tx, actor, parsed.values));
    visit.done(paths.accounts.show(id), 'accounts:flash.made', { name: parsed.values.name });
  } catch (error) {
    if (!(error instanceof SignInNameTaken)) throw error;
    await form(visit, typed, [taken]);
  }
}

async function page(visit: Visit<AccountRecord>, errors?: FieldError[]): Promise<void> {
  const { house, viewer, record, t, fmt } = visit;
  const link = mayMakeLink(viewer, record);
  const view = {
    ...accountView(t, fmt, record, await listAccountEvents(house.db, record.id)),
    notice: visit.flash(),
    noLink: record.state === 'invited' ? verdictSentence(t, link) : null,
    reason: typedText(typedOf(visit.req.body), 'reason'),
    can: {
      makeLink: link.ok,
      disable: mayDisableAccount(viewer, record).ok,
      enable: mayEnableAccount(viewer, record).ok,
      list: mayListAccounts(viewer).ok,
    },
  };
  await visit.page('accounts/show', view, { title: record.name, status: errors ? 422 : 200, errors });
}

export const show = (visit: Visit<AccountRecord>): Promise<void> => page(visit);

/** The link is shown in this answer and never again, so the answer is the page itself. */
export async function createLink(visit: Visit<AccountRecord>): Promise<void> {
  const { house, viewer, record, actor, now, t, fmt } = visit;
  const token = await house.db.write((tx) =>
    makeLink(tx, { ...actor, personId: viewer.id }, { personId: record.id, purpose: 'open', now }),
  );
  const view = linkView(t, fmt, house.settings.origin, { name: record.name, token, now, back: paths.accounts.show(record.id) });
  await visit.page('accounts/link', { ...view, again: false }, { status: 201, title: view.title });
}

export async function disable(visit: Visit<AccountRecord>): Promise<void> {
  const { house, record, req, actor, done } = visit;
  const parsed = parseForm(disablingForm, req.body);
  if (!parsed.ok) return page(visit, parsed.errors);
  await disableAccount(house.db, actor, record.id, parsed.values.reason);
  done(paths.accounts.show(record.id), 'accounts:flash.disabled', { name: record.name });
}

export async function enable({ house, record, actor, done }: Visit<AccountRecord>): Promise<void> {
  await enableAccount(house.db, actor, record.id);
  done(paths.accounts.show(record.id), 'accounts:flash.enabled', { name: record.name });
}
