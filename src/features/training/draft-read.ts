import { quotaCodes, requirementCodes, type SourcedQuota, type RequirementCode, type Rules } from '../../domain/certification/rules.js';
import { draftFaults, offeredMinutes, orderedQuotas, type DraftBody } from '../../domain/programme/draft.js';
import type { Component, Origin, ProgrammeBody } from '../../domain/programme/programme.js';
import { typedText, type Typed } from '../../web/forms.js';
import type { FieldError } from '../../web/render.js';
import { figuresOf, type Figures } from './draft-figures.js';

/** Kinds of parts a coordinator can add. */
export const partKinds = ['seminar', 'course', 'module', 'certification_day', 'supervision', 'workshop', 'visit', 'meeting'] as const;

const ours: Origin = { kind: 'ours' };

function originOf({ text }: Figures, key: string): Origin {
  const [source, quote] = [text(`source-${key}`, 200), text(`quote-${key}`, 1000)];
  return source === '' ? ours : { kind: 'source', source, ...(quote === '' ? {} : { quote }) };
}

/** Days and hours as typed; a part whose hours no source states keeps saying so. */
function partOf(figures: Figures, part: Component): Component {
  const [days, minutes] = [figures.whole(`days-${part.code}`, 60), figures.minutes(`hours-${part.code}`)];
  const { days: _days, minutes: _minutes, ...rest } = part;
  return {
    ...rest,
    ...(days ? { days } : {}),
    ...(part.kind === 'supervision' || minutes ? { minutes } : {}),
    origin: originOf(figures, part.code),
  };
}

const freeCode = (components: Component[]): string => {
  const taken = new Set(components.map(({ code }) => code));
  for (let number = 1; ; number += 1) if (!taken.has(`P${number}`)) return `P${number}`;
};

function addedPart(figures: Figures, typed: Typed, components: Component[]): Component[] {
  const [da, en] = [figures.text('new-da', 100), figures.text('new-en', 100)];
  const kind = partKinds.find((one) => one === typedText(typed, 'new-kind'));
  const untouched = da === '' && en === '' && !kind;
  if (untouched) return [];
  if (da === '') figures.errors.push({ field: 'new-da', message: 'programmes:fault.partTitle' });
  if (!kind) figures.errors.push({ field: 'new-kind', message: 'programmes:fault.partKind' });
  const code = freeCode(components);
  const [days, minutes] = [figures.whole('new-days', 60), figures.minutes('new-hours')];
  const origin = originOf(figures, 'new');
  const title = { da, en: en || da };
  return [{ code, kind: kind ?? 'course', title, ...(days ? { days } : {}), ...(minutes ? { minutes } : {}), origin }];
}

const quotasOf = (figures: Figures, typed: Typed): SourcedQuota[] =>
  orderedQuotas(
    quotaCodes.flatMap((code): SourcedQuota[] => {
      const percent = figures.whole(`quota-${code}`, 100);
      const within = ([...quotaCodes, 'all'] as const).find((one) => one === typedText(typed, `within-${code}`)) ?? 'all';
      return percent === null ? [] : [{ code, percent, within, origin: ours }];
    }),
  );

function keyItemsOf(figures: Figures): number[] {
  const typed = figures.text('K7-items', 60);
  const items = typed === '' ? [] : typed.split(/[,;\s]+/).map(Number);
  if (items.every((item) => Number.isInteger(item) && item >= 1 && item <= 12)) return [...new Set(items)].sort((a, b) => a - b);
  figures.errors.push({ field: 'K7-items', message: 'programmes:fault.items' });
  return [];
}

const askedOf = (typed: Typed): RequirementCode[] => {
  const chosen = [typed['asks'] ?? []].flat();
  const asked = requirementCodes.filter((code) => code !== 'K9' && chosen.includes(code));
  return asked.includes('K7') ? [...asked, 'K9'] : asked;
};

function rulesOf(figures: Figures, typed: Typed, before: Rules, components: Component[]): Rules {
  const { need, whole, minutes, thousandths } = figures;
  const origin = (code: string) => originOf(figures, code);
  const figure = (name: string, most: number) => whole(name, most) ?? 0;
  const { attendedShare: _share, ...daysBefore } = before.K1;
  const share = whole('K1-share', 100);
  return {
    version: before.version,
    asks: askedOf(typed),
    K1: {
      ...daysBefore,
      days: figure('K1-days', 60),
      madeUpAllowed: figure('K1-madeUp', 60),
      ...(share === null ? {} : { attendedShare: share }),
      origin: origin('K1'),
    },
    K2: {
      offeredMinutes: offeredMinutes(components) ?? 0,
      requiredMinutes: minutes('K2-required') ?? 0,
      quotas: quotasOf(figures, typed),
      origin: origin('K2'),
      thresholdOrigin: before.K2.thresholdOrigin,
    },
    K3: { ...before.K3, origin: origin('K3') },
    K4: { meetings: figure('K4-meetings', 200), courses: figure('K4-courses', 50), origin: origin('K4') },
    K5: { count: figure('K5-count', 20), origin: origin('K5') },
    K6: { minutes: figure('K6-minutes', 240), origin: origin('K6') },
    K7: {
      jointMean: thousandths('K7-mean'),
      everyItem: thousandths('K7-every'),
      keyItem: thousandths('K7-key'),
      keyItems: keyItemsOf(figures),
      ratedItems: need('K7-rated', 12),
      talkAt: before.K7.talkAt,
      origin: origin('K7'),
    },
    K8: { origin: origin('K8') },
    K9: before.K9,
    K10: { on: typedText(typed, 'K10-on') === 'yes', years: need('K10-years', 20), origin: origin('K10') },
    K11: { ...before.K11, origin: origin('K11') },
  };
}

/** Days that count are the teaching days of a programme without seminars. */
function countedCodes(components: Component[]): { codes?: string[] } {
  if (components.some(({ kind }) => kind === 'seminar')) return {};
  return { codes: components.filter(({ kind }) => kind === 'course' || kind === 'module').map(({ code }) => code) };
}

/** The whole form as a body. `before` is the version the draft comes from: figures that differ from it need their source anew. */
export function readDraft(
  typed: Typed,
  draft: DraftBody,
  before: ProgrammeBody,
): { ok: true; body: DraftBody } | { ok: false; errors: FieldError[] } {
  const figures = figuresOf(typed);
  const gone = [typed['gone'] ?? []].flat();
  const stay = draft.components.filter(({ code }) => !gone.includes(code)).map((part) => partOf(figures, part));
  const components = [...stay, ...addedPart(figures, typed, draft.components)];
  const [from, to] = [figures.whole('monthsFrom', 120), figures.whole('monthsTo', 120)];
  const rules = rulesOf(figures, typed, draft.rules, components);
  const { codes: _codes, ...K1 } = rules.K1;
  const body: DraftBody = {
    ...draft,
    capacity: {
      perMunicipality: figures.whole('capacity', 200),
      about: figures.whole('about', 500),
      origin: originOf(figures, 'capacity'),
    },
    months: from === null && to === null ? null : { from: from ?? to ?? 0, to: to ?? from ?? 0 },
    components,
    rules: { ...rules, K1: { ...K1, ...countedCodes(components) } },
  };
  const faults = figures.errors.length > 0 ? [] : draftFaults(before, body);
  const errors = [...figures.errors, ...faults.map(({ field, reason }) => ({ field, message: reason }))];
  return errors.length > 0 ? { ok: false, errors } : { ok: true, body };
}
