import type { ProgrammeBody } from '../domain/programme/programme.js';
import type { Language, Translate } from './language.js';

/** «Seminar 1, dag 2», «Certificeringsdag». Codes outside the programme are days the cohort has added itself. */
export function dayTitle(
  body: ProgrammeBody,
  day: { kind: string; code: string; day: number; title: string },
  t: Translate,
  lang: Language,
): string {
  const component = body.components.find(({ code }) => code === day.code);
  if (component)
    return (component.days ?? 1) > 1 ? t('training:day.numbered', { title: component.title[lang], day: day.day }) : component.title[lang];
  return day.kind === 'certification' ? t('training:day.extraCertification') : day.title || day.code;
}
