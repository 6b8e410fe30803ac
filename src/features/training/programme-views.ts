import { asks, requirementCodes, type Rules } from '../../domain/certification/rules.js';
import { limitOf } from '../../domain/supervision/quota.js';
import { rulesOfBody } from '../../domain/programme/asked-rules.js';
import type { Component, Origin, ProgrammeBody } from '../../domain/programme/programme.js';
import type { Formatters } from '../../web/format.js';
import type { Language, Translate } from '../../web/language.js';

interface Words {
  t: Translate;
  lang: Language;
  fmt: Formatters;
}

export interface OriginView {
  word: string;
  source: string | null;
  quote: string | null;
}

export interface RuleView {
  code: string;
  text: string;
  origins: OriginView[];
}

export const originView = (origin: Origin, t: Translate): OriginView =>
  origin.kind === 'ours'
    ? { word: t('training:origin.ours'), source: null, quote: null }
    : { word: t('training:origin.source'), source: origin.source, quote: origin.quote ?? null };

export function componentLength({ days, minutes }: Component, { t, fmt }: Words): string {
  if (days !== undefined) return t('training:programme.days', { count: days });
  if (minutes === null) return t('training:programme.hoursNotStated');
  return minutes === undefined ? '' : fmt.durationWords(minutes);
}

const sameRule = (a: Component, b: Component): boolean =>
  a.kind === b.kind && a.days === b.days && a.origin.kind === 'source' && b.origin.kind === 'source' && a.origin.quote === b.origin.quote;

/** Parts that one sentence of the source is about stand in one row: four seminars, two days each. */
export function componentRows(body: ProgrammeBody, words: Words) {
  const runs = body.components.reduce<Component[][]>((rows, component) => {
    const run = rows.at(-1);
    if (run?.[0] && sameRule(run[0], component)) run.push(component);
    else rows.push([component]);
    return rows;
  }, []);
  return runs.flatMap((run) => {
    const [first] = run;
    if (!first) return [];
    const length = componentLength(first, words);
    return [
      {
        title: words.fmt.list(run.map(({ title }) => title[words.lang])),
        length: run.length > 1 ? words.t('training:programme.each', { length }) : length,
        origin: originView(first.origin, words.t),
      },
    ];
  });
}

export function programmeFigures(body: ProgrammeBody, { t }: Words) {
  const { capacity, months } = body;
  const places =
    capacity.perMunicipality !== null
      ? t('training:programme.placesPerMunicipality', { count: capacity.perMunicipality })
      : capacity.about !== null
        ? t('training:programme.placesAbout', { count: capacity.about })
        : t('training:programme.placesOpen');
  const span = months && (months.from === months.to ? 'training:programme.months' : 'training:programme.monthsBetween');
  return {
    places,
    placesOrigin: originView(capacity.origin, t),
    span: months && span ? t(span, { count: months.to, from: months.from, to: months.to }) : t('training:programme.spanNotStated'),
  };
}

const quotaRows = ({ K2 }: Rules, { t, fmt }: Pick<Words, 't' | 'fmt'>): RuleView[] => {
  return (K2.quotas ?? []).map(({ code, percent, within, origin }) => ({
    code: 'K2',
    text: t(`programmes:asked.${code}`, {
      hours: fmt.durationWords(limitOf(K2, code)),
      percent,
      of: t(`programmes:asked.within.${within}`),
    }),
    origins: [originView(origin, t)],
  }));
};

/** What each requirement asks, in a sentence, and where it comes from: a source, or our choice. */
export function requirementRows(body: ProgrammeBody, { t, fmt }: Words): RuleView[] {
  const rules = rulesOfBody(body);
  const rule = (code: keyof Rules & string, params: Record<string, unknown>, ...origins: Origin[]): RuleView => ({
    code,
    text: t(`training:rule.${code}`, params),
    origins: origins.map((origin) => originView(origin, t)),
  });
  const mean = (thousandths: number) => fmt.number(thousandths / 1000, 1);
  const { K1, K2, K3, K4, K5, K6, K7, K8, K9, K10, K11 } = rules;
  const rows = [
    K1.madeUpAllowed > 0
      ? rule('K1', { days: K1.days, count: K1.madeUpAllowed }, K1.origin)
      : { ...rule('K1', {}, K1.origin, { kind: 'ours' }), text: t('programmes:asked.days', { count: K1.days }) },
    ...(K1.attendedShare === undefined
      ? []
      : [{ ...rule('K1', {}, { kind: 'ours' }), text: t('programmes:asked.share', { share: K1.attendedShare }) }]),
    rule(
      'K2',
      { offered: fmt.durationWords(K2.offeredMinutes), required: fmt.durationWords(K2.requiredMinutes) },
      K2.origin,
      K2.thresholdOrigin,
    ),
    ...quotaRows(rules, { t, fmt }),
    rule('K3', {}, K3.origin),
    rule('K4', { meetings: K4.meetings, courses: K4.courses }, K4.origin),
    rule('K5', { count: K5.count }, K5.origin),
    rule('K6', { minutes: K6.minutes }, K6.origin),
    rule(
      'K7',
      {
        mean: mean(K7.jointMean),
        every: mean(K7.everyItem),
        key: mean(K7.keyItem),
        items: fmt.list(K7.keyItems.map(String)),
        rated: K7.ratedItems,
      },
      K7.origin,
    ),
    rule('K8', {}, K8.origin),
    rule('K9', {}, K9.origin),
    ...(K10.on ? [rule('K10', { years: K10.years }, K10.origin)] : []),
    ...(K11.on && asks(rules, 'K7') ? [rule('K11', {}, K11.origin)] : []),
  ];
  return rows.filter(({ code }) => requirementCodes.every((one) => one !== code || asks(rules, one)));
}
