import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { asRefusal, notFound, placeOf, type Refusal } from './errors.js';
import type { House } from './house.js';
import { translator, preferred, type Language } from './language.js';
import { pageToReturnTo } from './pages.js';
import { paths } from './paths.js';
import { renderPage, sentence } from './render.js';
import { typedTexts } from './typed-texts.js';

export const unknownAddress: RequestHandler = (_req, _res, next) => next(notFound());

/** A refusal by the rules of the product has its own page; one by the web room is about the request. */
const viewOf = ({ status, reason }: Refusal): { view: string; title: string } => {
  if (status === 404) return { view: 'errors/not-found', title: 'web:errors.title404' };
  if (status === 403 && !reason.startsWith('web:')) return { view: 'errors/refused', title: 'web:errors.title403' };
  return { view: 'errors/bad-request', title: 'web:errors.title400' };
};

async function show(house: House, req: Request, res: Response, refusal: Refusal): Promise<void> {
  const lang = res.locals['language'] as Language;
  const t = translator(lang);
  const said = Object.keys(refusal.params).length > 0 ? t(refusal.reason, refusal.params) : sentence(t, refusal.reason);
  if (refusal.status === 413 || refusal.status === 507) res.set('Connection', 'close');
  if (req.accepts(['html', 'json']) === 'json') return void res.status(refusal.status).json({ error: said, reason: refusal.reason });
  const { view, title } = viewOf(refusal);
  const back = res.locals['viewer']
    ? { href: paths.today(), label: t('layout:toToday') }
    : { href: paths.accounts.signIn(req.method === 'GET' ? undefined : pageToReturnTo(req, house)), label: t('web:toSignIn') };
  const typed = refusal.status === 404 ? [] : typedTexts({ t, lang }, req.body);
  await renderPage(house, req, res, view, { reason: said, typed, back }, { status: refusal.status, title: t(title) });
}

/** One error handler: malformed input is always 4xx; our own fault tells a reference number and nothing else. */
export function errorPages(house: House): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const refusal = asRefusal(error);
    if (!refusal)
      house.log.error(
        { requestId: req.id, route: req.route ? String((req.route as { path: unknown }).path) : null, fault: placeOf(error) },
        'fault',
      );
    if (res.headersSent) return next(error);
    res.locals['language'] ??= preferred(req.get('accept-language'));
    const answer = refusal
      ? show(house, req, res, refusal)
      : renderPage(
          house,
          req,
          res,
          'errors/fault',
          { reference: String(req.id) },
          { status: 500, title: translator(res.locals['language'] as Language)('web:errors.title500') },
        );
    answer.catch((fault: unknown) => {
      house.log.error({ requestId: req.id, fault: placeOf(fault) }, 'fault while showing a fault');
      if (!res.headersSent) res.status(500).type('text').send('500');
    });
  };
}
