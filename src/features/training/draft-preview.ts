import type { ProgrammeBody } from '../../domain/programme/programme.js';
import { effectOf, type Effect } from '../../domain/programme/effect.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { listOnProgramme, type OnProgramme, type ProgrammeDraft } from '../../store/programme-draft.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { componentLength, originView, programmeFigures, requirementRows, type OriginView } from './programme-views.js';

type Words = Pick<Visit<unknown>, 't' | 'lang' | 'fmt'>;

interface Said {
  key: string;
  what: string;
  text: string;
}

const from = ({ word, source }: OriginView): string => (source ? `${word}: ${source}` : word);

/** Everything a version says, one line a part or a requirement. */
function sayings(body: ProgrammeBody, words: Words): Said[] {
  const { t, lang } = words;
  const { places, placesOrigin, span } = programmeFigures(body, words);
  const rules = requirementRows(body, words);
  const codes = [...new Set(rules.map(({ code }) => code))];
  return [
    { key: 'places', what: t('training:programme.places'), text: `${places}. ${from(placesOrigin)}` },
    { key: 'span', what: t('training:programme.span'), text: span },
    ...body.components.map((part) => ({
      key: `part ${part.code}`,
      what: part.title[lang],
      text: [componentLength(part, words), from(originView(part.origin, t))].filter(Boolean).join('. '),
    })),
    ...codes.map((code) => ({
      key: code,
      what: t(`programmes:rule.${code}`),
      text: rules
        .filter((rule) => rule.code === code)
        .map(({ text, origins }) => `${text} ${origins.map(from).join('. ')}.`)
        .join(' '),
    })),
  ];
}

/** The lines that differ, each as it was and as it will be. */
export function differences(before: ProgrammeBody, after: ProgrammeBody, words: Words) {
  const [old, next] = [sayings(before, words), sayings(after, words)];
  const keys = [...new Set([...old, ...next].map(({ key }) => key))];
  return keys.flatMap((key) => {
    const [was, is] = [old.find((one) => one.key === key), next.find((one) => one.key === key)];
    if (was?.text === is?.text) return [];
    const nothing = words.t('programmes:preview.nothing');
    return [{ what: (is ?? was)!.what, before: was?.text ?? nothing, after: is?.text ?? nothing }];
  });
}

interface Touched extends OnProgramme {
  effect: Effect;
}

const stateWord = ({ t }: Words, state: string | null) =>
  t(state === null ? 'programmes:preview.notAsked' : `requirements:status.${state}`);

function changeSentence(words: Words, { effect }: Touched): string {
  const { t, fmt } = words;
  if (effect.kind !== 'moves') return '';
  const changes = effect.changes.map(({ code, before, after }) =>
    t('programmes:preview.change', {
      what: t(`programmes:rule.${code}`),
      before: stateWord(words, before).toLocaleLowerCase('da'),
      after: stateWord(words, after).toLocaleLowerCase('da'),
    }),
  );
  return `${fmt.list(changes)}.`;
}

/** Those who keep their version, and what the new one asks more of. */
function keepSentences({ t, fmt }: Words, touched: Touched[]): string[] {
  const keep = touched.flatMap(({ effect }) => (effect.kind === 'keeps' ? [effect] : []));
  if (keep.length === 0) return [];
  const stricter = [...new Set(keep.flatMap((effect) => effect.stricter))].sort();
  const what = fmt.list(stricter.map((code) => t(`programmes:rule.${code}`)));
  return [t(stricter.length > 0 ? 'programmes:preview.keeps' : 'programmes:preview.keepsSame', { count: keep.length, what })];
}

/** What the draft would do to everyone on the programme. Of cohorts that are not the viewer's own only numbers are told. */
export async function effects(visit: Visit<unknown>, draft: ProgrammeDraft, inForceFrom: string) {
  const { house, viewer, t } = visit;
  const people = await listOnProgramme(house.db, draft.code, viewer.id);
  const facts = await factsFor(
    house.db,
    people.map(({ enrolmentId }) => enrolmentId),
  );
  const next = { rules: draft.body.rules, inForceFrom };
  const touched = people.map((one): Touched => ({ ...one, effect: effectOf(facts.get(one.enrolmentId)!, next) }));
  const moved = touched.filter(({ effect }) => effect.kind === 'moves');
  const [own, others] = [moved.filter(({ appointed }) => appointed === 1), moved.filter(({ appointed }) => appointed === 0)];
  const isSeen = ({ effect }: Touched) => effect.kind === 'moves' && effect.changes.length > 0;
  const still = own.filter((one) => !isSeen(one)).length;
  const over = touched.filter(({ effect }) => effect.kind === 'over').length;
  return {
    sentences: [
      t('programmes:preview.newcomers', { date: visit.fmt.date(inForceFrom) }),
      ...keepSentences(visit, touched),
      ...(moved.length > 0 ? [t('programmes:preview.moves', { count: moved.length })] : []),
      ...(still > 0 ? [t('programmes:preview.still', { count: still })] : []),
      ...(others.length > 0
        ? [
            t('programmes:preview.others', {
              count: others.length,
              cohorts: t('programmes:preview.cohorts', { count: new Set(others.map(({ cohortId }) => cohortId)).size }),
            }),
          ]
        : []),
      ...(over > 0 ? [t('programmes:preview.over', { count: over })] : []),
    ],
    rows: own.filter(isSeen).map((one) => ({
      strong: one.name,
      href: paths.coordination.trainee(one.enrolmentId),
      rest: changeSentence(visit, one),
      aside: one.cohortName,
    })),
  };
}
