import type { DemoAccount } from '../../store/account-list.js';
import type { OpenSession } from '../../store/session.js';
import type { Formatters } from '../../web/format.js';
import type { Translate } from '../../web/language.js';
import { paths } from '../../web/paths.js';
import { roleWords } from './views.js';

interface DemoRow {
  strong: string;
  href: string;
  rest: string;
  note: string;
}

export interface SignInView {
  subject: string;
  next: string;
  notice: string | null;
  demo: { first: DemoRow[]; more: DemoRow[] };
}

export interface OpeningView {
  name: string;
  signInName: string;
  again: boolean;
  action: string;
}

const demoFirst: Record<string, number> = { trainee: 2, supervisor: 1, coordinator: 1, manager: 1, administrator: 1, assessor: 1 };
const kinds = Object.keys(demoFirst);
const kindOf = ({ roles }: DemoAccount) => roles[0] ?? 'assessor';

/** A few of each role first; the rest below a line. */
export function demoAccountsView(t: Translate, accounts: DemoAccount[], next: string | null): SignInView['demo'] {
  const left = { ...demoFirst };
  const view: SignInView['demo'] = { first: [], more: [] };
  for (const account of accounts.toSorted((a, b) => kinds.indexOf(kindOf(a)) - kinds.indexOf(kindOf(b)))) {
    const kind = kindOf(account);
    const query = new URLSearchParams({ as: account.signInName, ...(next ? { next } : {}) });
    const row = {
      strong: account.name,
      href: `${paths.accounts.signIn()}?${query.toString()}#secret`,
      rest: `· ${roleWords(t, account)}`,
      note: t(`accounts:demo.${kind}`),
    };
    const early = (left[kind] ?? 0) > 0;
    left[kind] = (left[kind] ?? 0) - 1;
    (early ? view.first : view.more).push(row);
  }
  return view;
}

export const sessionRows = (t: Translate, fmt: Formatters, sessions: OpenSession[], current: string) =>
  sessions.map(({ idHash, startedAt, seenAt }) => ({
    strong: idHash === current ? t('accounts:me.thisSession') : t('accounts:me.otherSession'),
    rest: t('accounts:me.since', { date: fmt.moment(startedAt) }),
    aside: t('accounts:me.seen', { time: fmt.moment(seenAt) }),
  }));
