import type { Requirement, RequirementState } from '../../domain/certification/judge.js';
import type { Formatters } from '../../web/format.js';
import type { Translate } from '../../web/language.js';

export interface RequirementRow {
  status: { kind: string; text: string };
  strong: string;
  rest: string;
  note: string;
}

const kinds: Record<RequirementState, string> = {
  met: 'done',
  in_progress: 'under-way',
  not_begun: 'not-begun',
  planned: 'planned',
  waiting: 'waiting',
  missing: 'missing',
};

/** Minutes become hours in words and dates are written out; everything else is a plain number. */
function words(one: Requirement, fmt: Formatters): Record<string, unknown> {
  const shown: Record<string, unknown> = { ...one.params };
  if (one.code === 'K2')
    for (const name of ['done', 'required', 'offered', 'left'])
      if (typeof shown[name] === 'number') shown[name] = fmt.durationWords(shown[name] as number);
  if (typeof shown['date'] === 'string') shown['date'] = fmt.date(shown['date']);
  return shown;
}

function originNote(one: Requirement, t: Translate): string {
  const from =
    one.origin.kind === 'source' ? t('requirements:origin.source', { source: one.origin.source }) : t('requirements:origin.ours');
  return one.thresholdOrigin?.kind === 'ours' ? `${from} ${t('requirements:origin.thresholdOurs')}` : from;
}

/** What is asked, how far it is, and who set the rule. */
export const requirementRows = (requirements: Requirement[], t: Translate, fmt: Formatters): RequirementRow[] =>
  requirements.map((one) => {
    const params = words(one, fmt);
    return {
      status: { kind: kinds[one.state], text: t(`requirements:status.${one.state}`) },
      strong: t(`requirements:${one.code}.title`, params),
      rest: t(one.sentenceKey, params),
      note: originNote(one, t),
    };
  });
