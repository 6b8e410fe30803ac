import { reopeningState } from '../../domain/person/account.js';
import { mayApproveReopening, mayConfirmReopening, mayRefuseReopening } from '../../domain/person/account-policy.js';
import type { Person } from '../../domain/person/person.js';
import { approveReopening, askReopening, confirmReopening, refuseReopening, type ReopeningRecord } from '../../store/reopening.js';
import { Refusal } from '../../web/errors.js';
import { parseForm, text, typedOf, typedText } from '../../web/forms.js';
import { verdictSentence, type Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import type { SignIn } from '../../web/sign-in.js';
import { z } from 'zod';
import { linkView, reopeningView } from './request-views.js';

type Open = Visit<null, Person | null>;

const askForm = z.object({ subject: text(200, 'accounts:reopening.nameMissing') });

const form = (visit: Open, subject: string, errors?: FieldError[]) =>
  visit.page('accounts/reopening', { subject }, { title: visit.t('accounts:reopening.title'), status: errors ? 422 : 200, errors });

export const newForm = (visit: Open): Promise<void> => form(visit, '');

/** The answer never tells whether there is such an account. */
export const create =
  (signIn: SignIn) =>
  async (visit: Open): Promise<void> => {
    const { house, req, actor, done } = visit;
    const parsed = parseForm(askForm, req.body);
    if (!parsed.ok) return form(visit, typedText(typedOf(req.body), 'subject').slice(0, 200), parsed.errors);
    if (!(await signIn.mayAsk(req))) throw new Refusal(429, 'accounts:reopening.later');
    await askReopening(house.db, actor, parsed.values.subject);
    done(paths.accounts.signIn(), 'accounts:reopening.asked');
  };

export async function show(visit: Visit<ReopeningRecord>): Promise<void> {
  const { viewer, record, now, t, fmt } = visit;
  const [approve, refuse, confirm] = [mayApproveReopening, mayRefuseReopening, mayConfirmReopening].map((may) => may(viewer, record, now));
  const state = reopeningState(record, now);
  const mine = (approve!.ok && state !== 'approved') || confirm!.ok;
  const shown = reopeningView(t, fmt, record, state);
  const view = {
    ...shown,
    status: mine ? { kind: 'your-turn', text: t('layout:status.your-turn') } : shown.status,
    notice: visit.flash(),
    can: { approve: approve!.ok, refuse: refuse!.ok, confirm: confirm!.ok },
    why: state === 'held' ? verdictSentence(t, confirm!) : null,
  };
  await visit.page('accounts/request', view, { title: view.title });
}

export async function approve(visit: Visit<ReopeningRecord>): Promise<void> {
  const { house, viewer, record, actor, t, fmt } = visit;
  const token = await approveReopening(house.db, { ...actor, personId: viewer.id }, record);
  const view = linkView(t, fmt, house.settings.origin, {
    name: record.name,
    token,
    now: visit.now,
    back: paths.accounts.request(record.id),
  });
  await visit.page('accounts/link', { ...view, again: true }, { status: 201, title: view.title });
}

export async function refuse({ house, record, actor, done }: Visit<ReopeningRecord>): Promise<void> {
  await refuseReopening(house.db, actor, record);
  done(paths.accounts.list(), 'accounts:flash.refused', { name: record.name });
}

export async function confirm({ house, viewer, record, actor, done }: Visit<ReopeningRecord>): Promise<void> {
  await confirmReopening(house.db, actor, record);
  const listed = viewer.roles.includes('administrator') || viewer.roles.includes('coordinator');
  done(listed ? paths.accounts.list() : paths.today(), 'accounts:flash.confirmed', { name: record.name });
}
