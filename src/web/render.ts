import type { Request, Response } from 'express';
import type { Person } from '../domain/person/person.js';
import type { House } from './house.js';
import { draw } from './draw.js';
import { formatters, type Formatters } from './format.js';
import { languages, translator, type Language, type Translate } from './language.js';
import { navigationFor, roleLine } from './navigation.js';
import { pageBehind } from './pages.js';
import { paths } from './paths.js';

/** `field` is the id of the control; `message` a sentence, or a locale key before translation. */
export interface FieldError {
  field: string;
  message: string;
}

export interface PageOptions {
  status?: number;
  title: string;
  layout?: 'page' | 'room' | 'print-sheet';
  errors?: FieldError[];
  /** Islands under /static/built/browser. */
  scripts?: string[];
}

const format = Object.fromEntries(languages.map((language) => [language, formatters(language, translator(language))])) as Record<
  Language,
  Formatters
>;
export const formatFor = (language: Language): Formatters => format[language];

/** «layout:tooLong?limit=200» → the sentence with its numbers. */
export function sentence(t: Translate, message: string): string {
  const [key = '', query] = message.split('?', 2);
  if (!/^[A-Za-z]+:[\w.-]+$/.test(key)) return message;
  return t(key, Object.fromEntries(new URLSearchParams(query ?? '')));
}

function drawn(view: string, locals: object): string {
  try {
    return draw(view, locals);
  } catch (error) {
    if (error instanceof Error) error.name += ` in the view ${view}`;
    throw error;
  }
}

/** Renders the view's body, then the layout around it. Only fixed keys ever reach a template. */
export async function renderPage(
  house: House,
  req: Request,
  res: Response,
  view: string,
  model: object,
  options: PageOptions,
): Promise<void> {
  const language = res.locals['language'] as Language;
  const t = translator(language);
  const viewer = (res.locals['viewer'] ?? null) as Person | null;
  const errors = options.errors?.map(({ field, message }) => ({ field, message: sentence(t, message) }));
  const shared = {
    t,
    lang: language,
    nonce: res.locals['nonce'] as string,
    csrf: (res.locals['csrf'] as (() => string) | undefined)?.() ?? '',
    paths,
    fmt: format[language],
    operator: house.settings.operator,
  };
  const page = {
    title: options.title,
    demo: house.settings.demo,
    path: req.path,
    errors: errors && errors.length > 0 ? errors : undefined,
    scripts: options.scripts?.map((script) => `${paths.static}/built/browser/${script}.js`),
    viewer: viewer ? { name: viewer.name, roleLine: roleLine(viewer, t) } : null,
    nav: viewer ? navigationFor(viewer, req.path, t) : [],
    languageSwitch: {
      action: paths.language(),
      lang: language === 'da' ? 'en' : 'da',
      label: language === 'da' ? 'English' : 'Dansk',
      returnTo: pageBehind(req, house),
    },
    signOut: paths.accounts.signOut(),
    footer: [
      { href: paths.about.help(), label: t('web:footer.help') },
      { href: paths.about.accessibility(), label: t('web:footer.accessibility') },
      { href: paths.about.privacy(), label: t('web:footer.privacy') },
      { href: paths.about.contact(), label: t('web:footer.contact') },
    ],
  };
  const body = drawn(view, { ...shared, page, view: model });
  const html = drawn(`layouts/${options.layout ?? 'page'}`, { ...shared, page, body });
  res
    .status(options.status ?? 200)
    .type('html')
    .send(html);
}

/** A piece of a page, for an island that puts in one more row. */
export const renderPiece = (house: House, res: Response, view: string, model: object): string => {
  const language = res.locals['language'] as Language;
  return drawn(view, {
    t: translator(language),
    lang: language,
    nonce: '',
    csrf: (res.locals['csrf'] as (() => string) | undefined)?.() ?? '',
    paths,
    fmt: format[language],
    operator: house.settings.operator,
    page: {},
    view: model,
  });
};
