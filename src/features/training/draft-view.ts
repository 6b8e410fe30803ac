import { quotaCodes, requirementCodes } from '../../domain/certification/rules.js';
import type { Component } from '../../domain/programme/programme.js';
import type { ProgrammeDraft } from '../../store/programme-draft.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { Language, Translate } from '../../web/language.js';
import { partKinds } from './draft-read.js';
import { sourced } from './draft-typed.js';

interface Field {
  control: 'field' | 'select' | 'check';
  name: string;
  label: string;
  value: string;
  width: string;
  options: { value: string; label: string }[];
}

interface Group {
  heading: string;
  note: string | null;
  fields: Field[];
  /** Where the figures come from. */
  origin: Field[];
}

interface Words {
  t: Translate;
  lang: Language;
  typed: Typed;
}

const short = (words: Words, name: string, key: string, params: Record<string, unknown> = {}): Field => ({
  control: 'field',
  name,
  label: words.t(`programmes:field.${key}`, params),
  value: typedText(words.typed, name),
  width: 'xs',
  options: [],
});

const originFields = (words: Words, key: string): Field[] => [
  { ...short(words, `source-${key}`, 'source'), width: 'm' },
  { ...short(words, `quote-${key}`, 'quote'), width: 'xl' },
];

const partGroup = (words: Words, part: Component): Group => ({
  heading: part.title[words.lang],
  note: words.t(`programmes:kind.${part.kind}`),
  fields: [
    ...(part.kind === 'supervision' ? [short(words, `hours-${part.code}`, 'hours')] : [short(words, `days-${part.code}`, 'days')]),
    {
      ...short(words, 'gone', 'gone'),
      control: 'check' as const,
      value: [words.typed['gone'] ?? []].flat().includes(part.code) ? part.code : '',
      options: [{ value: part.code, label: '' }],
    },
  ],
  origin: originFields(words, part.code),
});

const newPart = (words: Words): Group => ({
  heading: words.t('programmes:newPart'),
  note: words.t('programmes:newPartText'),
  fields: [
    { ...short(words, 'new-da', 'titleDa'), width: 'm' },
    { ...short(words, 'new-en', 'titleEn'), width: 'm' },
    {
      ...short(words, 'new-kind', 'kind'),
      control: 'select',
      width: 's',
      options: partKinds.map((value) => ({ value, label: words.t(`programmes:kind.${value}`) })),
    },
    short(words, 'new-days', 'days'),
    short(words, 'new-hours', 'hours'),
  ],
  origin: originFields(words, 'new'),
});

const quotaFields = (words: Words): Field[] =>
  quotaCodes.flatMap((code) => [
    short(words, `quota-${code}`, `quota.${code}`),
    {
      ...short(words, `within-${code}`, 'within', { quota: words.t(`programmes:quota.${code}`) }),
      control: 'select' as const,
      width: 's',
      options: (['all', ...quotaCodes] as const)
        .filter((one) => one !== code)
        .map((value) => ({ value, label: words.t(`programmes:within.${value}`) })),
    },
  ]);

const ruleFields: Record<(typeof sourced)[number], (words: Words) => Field[]> = {
  K1: (words) => [short(words, 'K1-days', 'K1days'), short(words, 'K1-madeUp', 'K1madeUp'), short(words, 'K1-share', 'K1share')],
  K2: (words) => [short(words, 'K2-required', 'K2required'), ...quotaFields(words)],
  K3: () => [],
  K4: (words) => [short(words, 'K4-meetings', 'K4meetings'), short(words, 'K4-courses', 'K4courses')],
  K5: (words) => [short(words, 'K5-count', 'K5count')],
  K6: (words) => [short(words, 'K6-minutes', 'K6minutes')],
  K7: (words) => [
    ...['mean', 'every', 'key', 'rated'].map((one) => short(words, `K7-${one}`, `K7${one}`)),
    { ...short(words, 'K7-items', 'K7items'), width: 's' },
  ],
  K8: () => [],
  K10: (words) => [
    { ...short(words, 'K10-on', 'K10on'), control: 'check', options: [{ value: 'yes', label: '' }] },
    short(words, 'K10-years', 'K10years'),
  ],
  K11: () => [],
};

/** The whole form of a draft, as sections of groups of fields. */
export function draftView(words: Words, draft: ProgrammeDraft, typed: Typed) {
  const { t, lang } = words;
  const groups = sourced.map((code): Group => ({
    heading: t(`programmes:rule.${code}`),
    note: t(`programmes:ruleText.${code}`),
    fields: ruleFields[code]({ ...words, typed }),
    origin: originFields({ ...words, typed }, code),
  }));
  return {
    id: draft.id,
    revision: draft.revision,
    name: draft.body.title[lang],
    basedOn: draft.basedOn,
    places: {
      heading: t('programmes:places'),
      note: t('programmes:placesText'),
      fields: ['capacity', 'about', 'monthsFrom', 'monthsTo'].map((name) => short({ ...words, typed }, name, name)),
      origin: originFields({ ...words, typed }, 'capacity'),
    },
    parts: [...draft.body.components.map((part) => partGroup({ ...words, typed }, part)), newPart({ ...words, typed })],
    asks: {
      options: requirementCodes.filter((code) => code !== 'K9').map((value) => ({ value, label: t(`programmes:rule.${value}`) })),
      values: [typed['asks'] ?? []].flat(),
    },
    rules: groups,
  };
}
