import { noteSignIn, noteSignOut } from '../../store/account.js';
import { listDemoAccounts } from '../../store/account-list.js';
import { tellReopenings } from '../../store/reopening.js';
import { typedOf, typedText } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { ownPath, paths } from '../../web/paths.js';
import { formatFor } from '../../web/render.js';
import { enter, laterSeconds, leave, type SignIn } from '../../web/sign-in.js';
import type { Person } from '../../domain/person/person.js';
import { demoAccountsView, type SignInView } from './sign-in-views.js';

type Open = Visit<null, Person | null>;

const signInName = /^[^\s\p{Cc}]{1,200}$/u;

async function formView(visit: Open, subject: string, next: string | null): Promise<SignInView> {
  const { house, t } = visit;
  const demo = house.settings.demo ? await listDemoAccounts(house.db) : [];
  return { subject, next: next ?? '', notice: visit.flash(), demo: demoAccountsView(t, demo, next) };
}

export async function newForm(visit: Open): Promise<void> {
  const { req, res, viewer, t } = visit;
  const next = ownPath(req.query['next']);
  if (viewer) return res.redirect(303, next ?? paths.today());
  const as = req.query['as'];
  const subject = typeof as === 'string' && signInName.test(as) ? as : '';
  await visit.page('accounts/sign-in', await formView(visit, subject, next), { title: t('accounts:signIn.title') });
}

/** The sentence told at the next sign-in after somebody opened the account again. */
async function tell({ house, req, actor }: Open, person: Person): Promise<void> {
  const latest = (await tellReopenings(house.db, { ...actor, personId: person.id })).at(-1);
  if (latest)
    req.session.flash = { key: 'accounts:reopenedTold', params: { date: formatFor(person.language).date(latest.usedAt), by: latest.by } };
}

export const create =
  (signIn: SignIn) =>
  async (visit: Open): Promise<void> => {
    const { house, req, res, t, actor } = visit;
    const typed = typedOf(req.body);
    const next = ownPath(typedText(typed, 'next'));
    const result = await signIn.local(req);
    if ('refused' in result) {
      const later = result.refused === 'later';
      if (later) res.set('Retry-After', String(laterSeconds));
      return visit.page('accounts/sign-in', await formView(visit, typedText(typed, 'subject').slice(0, 200), next), {
        status: later ? 429 : 422,
        title: t('accounts:signIn.title'),
        errors: [{ field: 'subject', message: `accounts:signIn.${result.refused}` }],
      });
    }
    const { person } = result;
    await enter(req, person);
    await noteSignIn(house.db, { ...actor, personId: person.id }, person.id);
    await tell(visit, person);
    visit.done(next ?? paths.today());
  };

/** `"cookies"` is not asked for: it would sign the person out of every other system under the same municipal domain. */
const cleared = '"cache", "storage"';

export async function destroy({ house, req, res, viewer, actor, done }: Open): Promise<void> {
  if (viewer) await noteSignOut(house.db, actor);
  await leave(req);
  res.set('Clear-Site-Data', cleared);
  done(paths.accounts.signIn(), 'accounts:signedOut');
}
