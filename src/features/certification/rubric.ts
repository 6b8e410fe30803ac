import { p12 } from '../../domain/rubric/p12.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';

/** The rubric as a page to read: our own wording. */
export const show = (visit: Visit<object>): Promise<void> =>
  visit.page(
    'certification/rubric',
    {
      id: p12.id,
      crumbs: [
        { href: paths.certification.index(), label: visit.t('certification:title') },
        { label: visit.t('certification:rubric.title') },
      ],
      levels: p12.levels.map(({ level, label, meaning }) => ({ term: `${level} ${label[visit.lang]}`, text: meaning[visit.lang] })),
      elements: p12.elements.map(({ number, long, cue, anchors }) => ({
        number,
        name: long[visit.lang],
        cue: cue[visit.lang],
        anchors: ([1, 3, 5] as const).map((level) => ({ term: String(level), text: anchors[level][visit.lang] })),
      })),
    },
    { title: visit.t('certification:rubric.title') },
  );
