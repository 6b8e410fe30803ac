import { localDate } from '../../domain/calendar/dates.js';
import { reopeningState } from '../../domain/person/account.js';
import { mayApproveReopening, mayConfirmReopening } from '../../domain/person/account-policy.js';
import { listUnopenedAccounts } from '../../store/coordination.js';
import { listOpenReopeningsFor } from '../../store/reopening.js';
import { accountLine } from '../../web/desk-words.js';
import { paths } from '../../web/paths.js';
import { waits, type Here, type Task } from './task.js';

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

/** Every account nobody has opened, for those who run the system. */
export async function everyUnopened(here: Here): Promise<Task[]> {
  const { house, t, fmt, lang, today, viewer, now } = here;
  const line = accountLine({ t, fmt, lang, today, viewerId: viewer.id }, await listUnopenedAccounts(house.db, now));
  return line ? [line] : [];
}
