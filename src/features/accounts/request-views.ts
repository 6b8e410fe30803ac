import { reopeningState, type ReopeningState } from '../../domain/person/account.js';
import type { ReopeningRecord } from '../../store/reopening.js';
import type { Formatters } from '../../web/format.js';
import type { Visit } from '../../web/guard.js';
import type { Translate } from '../../web/language.js';
import { paths } from '../../web/paths.js';

const reopeningKinds: Record<ReopeningState, string> = {
  asked: 'waiting',
  lapsed: 'waiting',
  approved: 'waiting',
  held: 'waiting',
  refused: 'barred',
  confirmed: 'done',
};

const daysSince = (from: string, now: Date) => Math.max(0, Math.floor((now.getTime() - Date.parse(from)) / 86_400_000));

export function waitingRow({ viewer, now, t, fmt }: Visit<unknown>, request: ReopeningRecord) {
  const state = reopeningState(request, now);
  const days = daysSince(state === 'held' ? request.linkUsedAt! : request.askedAt, now);
  const since = days === 0 ? t('accounts:request.today') : fmt.daysWaiting(days);
  const mine = state === 'asked' || (state === 'held' && request.linkMadeBy !== viewer.id);
  return {
    status: {
      kind: mine ? 'your-turn' : 'waiting',
      text: mine ? t('accounts:request.yourTurn', { since }) : t('accounts:request.waits', { since }),
    },
    title: request.name,
    text: t(`accounts:request.row.${state}`, { by: request.linkMadeByName ?? '' }),
    action: { label: t(`accounts:request.act.${mine ? state : 'see'}`), href: paths.accounts.request(request.id) },
  };
}

export function linkView(
  t: Translate,
  fmt: Formatters,
  origin: string,
  { name, token, now, back }: { name: string; token: string; now: Date; back: string },
) {
  const until = new Date(now.getTime() + 7 * 86_400_000);
  return { title: t('accounts:link.title', { name }), name, link: origin + paths.accounts.opening(token), until: fmt.moment(until), back };
}

export function reopeningView(t: Translate, fmt: Formatters, request: ReopeningRecord, state: ReopeningState) {
  const params = { name: request.name, by: request.linkMadeByName ?? '' };
  return {
    id: request.id,
    title: t('accounts:request.title', params),
    state,
    status: { kind: reopeningKinds[state], text: t(`accounts:request.state.${state}`) },
    lead: t(`accounts:request.lead.${state}`, params),
    facts: [
      { term: t('accounts:show.signInName'), text: request.signInName },
      { term: t('accounts:request.askedAt'), text: fmt.moment(request.askedAt) },
      ...(request.approvedAt ? [{ term: t('accounts:request.approvedAt', params), text: fmt.moment(request.approvedAt) }] : []),
      ...(request.linkUsedAt ? [{ term: t('accounts:request.usedAt'), text: fmt.moment(request.linkUsedAt) }] : []),
    ],
    name: request.name,
  };
}
