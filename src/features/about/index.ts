import type { Router } from 'express';
import { everyone, routesOf } from '../../web/guard.js';
import type { House } from '../../web/house.js';
import { isLanguage } from '../../web/language.js';
import { ownPath, paths } from '../../web/paths.js';
import { keepLanguage } from '../../store/account.js';

/** The pages anyone may read, and the choice of language. */
export function about(house: House): Router {
  const { openGet, openPost, router } = routesOf(house);
  for (const [name, address] of Object.entries(paths.about))
    openGet(address(), everyone, ({ page, t }) =>
      page(`about/${name}`, { operator: house.settings.operator }, { title: t(`web:footer.${name}`) }),
    );
  openPost(paths.language(), everyone, async ({ req, res, viewer, actor }) => {
    const body = req.body as Record<string, unknown>;
    const chosen = body['lang'];
    if (isLanguage(chosen)) {
      req.session.language = chosen;
      if (viewer) await keepLanguage(house.db, actor, viewer.id, chosen);
    }
    res.redirect(303, ownPath(body['returnTo']) ?? paths.today());
  });
  return router;
}
