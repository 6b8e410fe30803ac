import { localDate } from '../../domain/calendar/dates.js';
import { reopeningState } from '../../domain/person/account.js';
import { mayApproveReopening, mayConfirmReopening } from '../../domain/person/account-policy.js';
import { beginnings, type Beginnings } from '../../store/beginnings.js';
import { hasCohort } from '../../store/cohort.js';
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
async function everyUnopened(here: Here): Promise<Task[]> {
  const { house, t, fmt, lang, today, viewer, now } = here;
  const line = accountLine({ t, fmt, lang, today, viewerId: viewer.id }, await listUnopenedAccounts(house.db, now));
  return line ? [line] : [];
}

/** What an installation cannot do without, and who writes it in: in this order. The second administrator is the one who can let the first in again. */
const needed: { key: string; href: string; isThere: (there: Beginnings) => boolean }[] = [
  { key: 'municipality', href: paths.accounts.municipalities(), isThere: ({ municipalities }) => municipalities > 0 },
  { key: 'coordinator', href: paths.accounts.new(), isThere: ({ coordinators }) => coordinators > 0 },
  { key: 'administrator', href: paths.accounts.new(), isThere: ({ administrators }) => administrators > 1 },
];

const beginWith = ({ t, today }: Here, key: string, href: string): Task => ({
  since: today,
  status: { kind: 'your-turn', text: t('today:begin.word') },
  title: t(`today:begin.${key}.title`),
  href,
  text: t(`today:begin.${key}.text`),
  action: { label: t(`today:begin.${key}.action`), href },
});

/** Where nothing has been written in yet: how to begin. */
async function firstSteps(here: Here): Promise<Task[]> {
  const there = await beginnings(here.house.db);
  return needed.filter(({ isThere }) => !isThere(there)).map(({ key, href }) => beginWith(here, key, href));
}

/** What waits for those who run the system. */
export const administratorTasks = async (here: Here): Promise<Task[]> =>
  (await Promise.all([everyUnopened(here), firstSteps(here)])).flat();

/** A coordinator who is appointed to no cohort begins with making one. */
export const firstCohort = async (here: Here): Promise<Task[]> =>
  (await hasCohort(here.house.db, here.viewer.id)) ? [] : [beginWith(here, 'cohort', paths.training.newCohort())];
