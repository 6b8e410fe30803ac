import { p12 } from '../../domain/rubric/p12.js';
import { meetingLeaderRules } from '../../domain/certification/rules.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { elementWords } from './elements-view.js';

/** The rubric to read: our own wording, where it comes from, and that its thresholds are our choice. */
export const show = (visit: Visit<Record<never, never>>): Promise<void> => {
  const { t, lang, fmt } = visit;
  const { K7 } = meetingLeaderRules;
  const thousandths = (value: number) => fmt.number(value / 1000, 1);
  return visit.page(
    'certification/rubric',
    {
      crumbs: [{ href: paths.certification.index(), label: t('certification:title') }, { label: t('certification:rubric.title') }],
      id: p12.id,
      levels: p12.levels.map(({ level, label, meaning }) => ({ term: `${level} ${label[lang]}`, text: meaning[lang] })),
      elements: elementWords(lang).map((element) => ({ ...element, key: K7.keyItems.includes(element.number) })),
      thresholds: t('certification:rubric.thresholds', {
        mean: thousandths(K7.jointMean),
        every: thousandths(K7.everyItem),
        key: thousandths(K7.keyItem),
        keys: fmt.list(K7.keyItems.map(String)),
        rated: K7.ratedItems,
      }),
    },
    { title: t('certification:rubric.title') },
  );
};
