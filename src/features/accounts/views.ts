import type { Role } from '../../domain/person/person.js';
import { disablingReasons } from '../../store/account.js';
import type { AccountEvent, AccountRecord } from '../../store/account-list.js';
import type { ReopeningRecord } from '../../store/reopening.js';
import type { Formatters } from '../../web/format.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import type { Translate } from '../../web/language.js';
import { paths } from '../../web/paths.js';
import { makeableRoles } from './forms.js';
import { waitingRow } from './request-views.js';

interface Status {
  kind: string;
  text: string;
}

export const roleWords = (t: Translate, { roles, assessor }: { roles: Role[]; assessor: boolean }): string =>
  [...roles, ...(assessor ? ['assessor'] : [])]
    .map((role) => t(`web:roles.${role}`))
    .map((word, index) => (index === 0 ? word : word.toLocaleLowerCase('da')))
    .join(', ');

function accountStatus(t: Translate, fmt: Formatters, { state, linkUntil, filmHold }: AccountRecord): Status {
  if (state === 'disabled') return { kind: 'locked', text: t('accounts:state.disabled') };
  if (state === 'open')
    return filmHold ? { kind: 'waiting', text: t('accounts:state.held') } : { kind: 'done', text: t('accounts:state.open') };
  return linkUntil
    ? { kind: 'waiting', text: t('accounts:state.linked', { date: fmt.shortDate(linkUntil) }) }
    : { kind: 'not-begun', text: t('accounts:state.invited') };
}

const states = ['invited', 'open', 'disabled'] as const;

/** Left: an account that can still be used, of somebody who is on no cohort any longer. */
const isLeft = ({ left, state }: AccountRecord): boolean => left && state !== 'disabled';

const inFilter = (one: AccountRecord, filter: string): boolean => !filter || (filter === 'left' ? isLeft(one) : one.state === filter);

export function listView(
  visit: Visit<unknown>,
  accounts: AccountRecord[],
  waiting: ReopeningRecord[],
  query: { state: string; name: string },
  closes: boolean,
) {
  const { t, fmt } = visit;
  const name = query.name.trim().toLocaleLowerCase('da');
  const filters = ['', ...states, ...(closes ? ['left'] : [])];
  const state = filters.find((one) => one === query.state);
  const href = (chosen: string) => {
    const given = new URLSearchParams({ ...(chosen && { state: chosen }), ...(name && { name: query.name }) }).toString();
    return paths.accounts.list() + (given ? `?${given}` : '');
  };
  const named = accounts.filter((one) => !name || `${one.name} ${one.signInName}`.toLocaleLowerCase('da').includes(name));
  const chosen = named.filter((one) => inFilter(one, state ?? ''));
  return {
    query: { name: query.name, state: state ?? '' },
    count: t('accounts:list.count', { count: chosen.length }),
    leftText: state === 'left' ? t('accounts:list.leftText') : null,
    filters: filters.map((one) => ({
      href: href(one),
      label: `${t(`accounts:list.filter.${one || 'all'}`)} (${named.filter((account) => inFilter(account, one)).length})`,
      current: one === (state ?? ''),
    })),
    waiting: waiting.map((request) => waitingRow(visit, request)),
    accounts: chosen.map((one) => ({
      href: paths.accounts.show(one.id),
      name: one.name,
      signInName: one.signInName,
      roles: roleWords(t, one),
      place: [...new Set([one.organisation, one.municipality])].filter(Boolean).join(', '),
      status: accountStatus(t, fmt, one),
    })),
  };
}

export const newAccountView = (t: Translate, typed: Typed, municipalities: { id: number; name: string }[]) => ({
  name: typedText(typed, 'name'),
  signInName: typedText(typed, 'signInName'),
  roles: [typed['roles'] ?? []].flat(),
  assessor: typedText(typed, 'assessor') === 'yes',
  municipalityId: typedText(typed, 'municipalityId'),
  organisation: typedText(typed, 'organisation'),
  roleOptions: makeableRoles.map((role) => ({ value: role, label: t(`web:roles.${role}`), hint: t(`accounts:new.roleHint.${role}`) })),
  municipalities: municipalities.map(({ id, name }) => ({ value: String(id), label: name })),
});

const reasons = disablingReasons.map((reason) => `disabled.${reason}`);
/** What is told of an account; its audit holds more. */
const toldEvents = new Set([
  'made',
  'link.open',
  'link.reopen',
  'opened',
  'reopened',
  'enabled',
  'secret',
  'reopening_asked',
  'reopening_refused',
  'reopening_confirmed',
  ...reasons,
]);

/** The words are ours; the audit keeps only who, what and when. */
export const eventRows = (t: Translate, fmt: Formatters, events: AccountEvent[]) =>
  events
    .map((event) => ({ ...event, kind: event.action.replace('account.', '') }))
    .filter(({ kind }) => toldEvents.has(kind))
    .map(({ kind, at, by }) => ({ rest: t(`accounts:event.${kind}`, { by: by ?? t('accounts:event.nobody') }), aside: fmt.moment(at) }));

export const accountView = (t: Translate, fmt: Formatters, account: AccountRecord, events: AccountEvent[]) => ({
  id: account.id,
  name: account.name,
  status: accountStatus(t, fmt, account),
  linked: account.linkUntil !== null,
  closed: account.state === 'disabled',
  lead: roleWords(t, account),
  facts: [
    { term: t('accounts:show.signInName'), text: account.signInName },
    ...(account.municipality ? [{ term: t('accounts:show.municipality'), text: account.municipality }] : []),
    ...(account.organisation ? [{ term: t('accounts:show.organisation'), text: account.organisation }] : []),
    {
      term: t('accounts:show.firstSignedIn'),
      text: account.firstSignedInAt ? fmt.date(account.firstSignedInAt) : t('accounts:show.notYet'),
    },
  ],
  reasons: disablingReasons.map((reason) => ({ value: reason, label: t(`accounts:show.reasons.${reason}`) })),
  events: eventRows(t, fmt, events),
});
