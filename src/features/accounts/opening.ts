import { findPerson } from '../../store/person.js';
import { noteSignIn } from '../../store/account.js';
import { findLink, useLink, type LivingLink } from '../../store/account-link.js';
import type { Person } from '../../domain/person/person.js';
import type { Visit } from '../../web/guard.js';
import type { FieldError } from '../../web/render.js';
import { paths } from '../../web/paths.js';
import { enter, sealSecret } from '../../web/sign-in.js';
import { chosenSecret } from './forms.js';
import type { OpeningView } from './sign-in-views.js';

type Open = Visit<null, Person | null>;

const tokenOf = ({ req }: Open): string => {
  const given = req.params['token'];
  return typeof given === 'string' ? given.slice(0, 200) : '';
};

/** Used, expired, replaced and unknown links get the same page. */
const dead = ({ page, t }: Open) => page('accounts/opening-dead', {}, { status: 404, title: t('accounts:opening.deadTitle') });

function form(visit: Open, { name, signInName, purpose }: LivingLink, errors?: FieldError[]): Promise<void> {
  const view: OpeningView = { name, signInName, again: purpose === 'reopen', action: paths.accounts.opening(tokenOf(visit)) };
  const title = visit.t(view.again ? 'accounts:opening.titleAgain' : 'accounts:opening.title', { name });
  return visit.page('accounts/opening', view, { title, status: errors ? 422 : 200, errors });
}

export async function newForm(visit: Open): Promise<void> {
  const link = await findLink(visit.house.db, tokenOf(visit), visit.now);
  await (link ? form(visit, link) : dead(visit));
}

export async function create(visit: Open): Promise<void> {
  const { house, req, actor, now } = visit;
  const link = await findLink(house.db, tokenOf(visit), now);
  if (!link) return dead(visit);
  const chosen = chosenSecret(req.body, [link.name, link.signInName, link.signInName.split('@')[0]!]);
  if ('errors' in chosen) return form(visit, link, chosen.errors);
  const used = await useLink(house.db, actor, tokenOf(visit), await sealSecret(chosen.secret));
  const person = used && (await findPerson(house.db, used.personId));
  if (!person) return dead(visit);
  await enter(req, person);
  await noteSignIn(house.db, { ...actor, personId: person.id }, person.id);
  visit.done(paths.today(), used.purpose === 'reopen' ? 'accounts:flash.reopened' : 'accounts:flash.opened');
}
