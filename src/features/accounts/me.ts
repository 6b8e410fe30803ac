import { changeSecret, endOtherSessions } from '../../store/account.js';
import { findSignInName, listAccountEvents } from '../../store/account-list.js';
import { listSessionsOf } from '../../store/session.js';
import { typedOf, typedText } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { roleLine } from '../../web/navigation.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { sessionMark } from '../../web/session.js';
import { laterSeconds, sealSecret, type SignIn } from '../../web/sign-in.js';
import { chosenSecret } from './forms.js';
import { sessionRows } from './sign-in-views.js';
import { eventRows } from './views.js';

type Plain = Visit<Record<never, never>>;

async function page(visit: Plain, errors?: FieldError[], status = errors ? 422 : 200): Promise<void> {
  const { house, viewer, req, now, t, fmt, lang } = visit;
  const [signInName, sessions, events] = await Promise.all([
    findSignInName(house.db, viewer.id),
    listSessionsOf(house.db, viewer.id, now.toISOString()),
    listAccountEvents(house.db, viewer.id),
  ]);
  const view = {
    notice: visit.flash(),
    name: viewer.name,
    role: roleLine(viewer, t),
    signInName,
    language: lang,
    filmHold: viewer.filmHold,
    sessions: sessionRows(t, fmt, sessions, sessionMark(req)),
    others: sessions.length > 1,
    events: eventRows(t, fmt, events),
  };
  await visit.page('accounts/me', view, { title: t('accounts:me.title'), status, errors });
}

export const show = (visit: Plain): Promise<void> => page(visit);

export const update =
  (signIn: SignIn) =>
  async (visit: Plain): Promise<void> => {
    const { house, viewer, req, res, actor } = visit;
    const signInName = await findSignInName(house.db, viewer.id);
    const answer = await signIn.confirms(req, signInName, typedText(typedOf(req.body), 'current'));
    if (answer === 'later') res.set('Retry-After', String(laterSeconds));
    if (answer !== 'right') return page(visit, [{ field: 'current', message: `accounts:me.${answer}` }], answer === 'later' ? 429 : 422);
    const chosen = chosenSecret(req.body, [viewer.name, signInName, signInName.split('@')[0]!]);
    if ('errors' in chosen) return page(visit, chosen.errors);
    await changeSecret(house.db, actor, viewer.id, await sealSecret(chosen.secret), sessionMark(req));
    visit.done(paths.accounts.me(), 'accounts:flash.secret');
  };

export async function endOthers({ house, viewer, req, actor, done }: Plain): Promise<void> {
  await endOtherSessions(house.db, actor, viewer.id, sessionMark(req));
  done(paths.accounts.me(), 'accounts:flash.othersEnded');
}
