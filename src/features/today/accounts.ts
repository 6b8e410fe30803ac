import { localDate } from '../../domain/calendar/dates.js';
import { reopeningState } from '../../domain/person/account.js';
import { mayApproveReopening, mayConfirmReopening } from '../../domain/person/account-policy.js';
import { listUnopened, listUnopenedAccounts, type Unopened } from '../../store/coordination.js';
import { listOpenReopeningsFor } from '../../store/reopening.js';
import { paths } from '../../web/paths.js';
import { countWord, waits, type Here, type Task } from './task.js';

/** Requests to open an account again that this person can settle or confirm. */
export async function reopeningTasks(here: Here): Promise<Task[]> {
  const { house, viewer, now, t } = here;
  const requests = await listOpenReopeningsFor(house.db, viewer);
  return requests.flatMap((request) => {
    const state = reopeningState(request, now);
    const held = state === 'held';
    const may = held ? mayConfirmReopening(viewer, request, now) : mayApproveReopening(viewer, request, now);
    if (!may.ok || state === 'approved') return [];
    const since = localDate(new Date(held ? request.linkUsedAt! : request.askedAt));
    const key = held ? 'confirm' : 'approve';
    return [
      {
        since,
        status: waits(here, since),
        title: t(`today:reopening.${key}.title`, { name: request.name }),
        href: paths.accounts.request(request.id),
        text: t(`today:reopening.${key}.text`, { name: request.name }),
        action: { label: t(`today:reopening.${key}.action`), href: paths.accounts.request(request.id) },
      },
    ];
  });
}

const namesShown = 3;

/** Accounts nobody has opened: one row, with the first few names. */
async function unopenedTask(here: Here, unopened: Unopened[]): Promise<Task[]> {
  const { t, fmt } = here;
  const [first] = [...unopened].sort((a, b) => a.since.localeCompare(b.since));
  if (!first) return [];
  const since = localDate(new Date(first.since));
  const names = unopened.slice(0, namesShown).map(({ name }) => name);
  const more = unopened.length - names.length;
  const href = `${paths.accounts.list()}?state=invited`;
  return [
    {
      since,
      status: waits(here, since),
      title: t('today:unopened.title', { count: unopened.length, words: countWord(here, unopened.length) }),
      href,
      text: t('today:unopened.text', { names: fmt.list(more > 0 ? [...names, t('today:unopened.more', { count: more })] : names) }),
      action: { label: t('today:unopened.action', { count: unopened.length }), href },
    },
  ];
}

export const coordinatorsUnopened = async (here: Here): Promise<Task[]> =>
  unopenedTask(here, await listUnopened(here.house.db, here.viewer.id, here.now));

export const everyUnopened = async (here: Here): Promise<Task[]> => unopenedTask(here, await listUnopenedAccounts(here.house.db, here.now));
