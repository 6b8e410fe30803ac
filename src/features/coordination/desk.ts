import { areas } from '../../domain/desk/matter.js';
import { notFound } from '../../web/errors.js';
import { countWord, withBack, type DeskLine } from '../../web/desk-words.js';
import { deskOf, type Desk } from '../../web/desk.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { deskLooking, deskQuery, within, type DeskLooking } from './desk-query.js';

export type DeskVisit = Visit<Record<never, never>>;

interface Choice {
  id: number;
  name: string;
}

/** What the lines can be narrowed to, in the order the followed people stand in. */
function choices({ trainees, cohorts }: Desk) {
  const distinct = (all: Choice[]): Choice[] => [...new Map(all.map((one) => [one.id, one])).values()];
  return {
    cohorts: cohorts.map(({ id, name }): Choice => ({ id, name })),
    municipalities: distinct(
      [...trainees]
        .sort((a, b) => (a.municipalityKey < b.municipalityKey ? -1 : 1))
        .map(({ municipalityId, municipalityName }) => ({ id: municipalityId, name: municipalityName })),
    ),
    groups: distinct(trainees.flatMap(({ groupId, groupName }) => (groupId === null ? [] : [{ id: groupId, name: groupName ?? '' }]))),
  };
}

export type Choices = ReturnType<typeof choices>;

const to = (looking: DeskLooking, change: Partial<DeskLooking>) => paths.coordination.desk() + deskQuery(looking, change);

function areaLinks({ t }: DeskVisit, lines: DeskLine[], looking: DeskLooking) {
  const rest = within(lines, { ...looking, area: null });
  const count = (area: string) => rest.filter((line) => line.area === area).length;
  return [
    { href: to(looking, { area: null }), label: t('desk:filter.all', { count: rest.length }), current: looking.area === null },
    ...areas
      .filter((area) => count(area) > 0 || area === looking.area)
      .map((area) => ({
        href: to(looking, { area }),
        label: t(`desk:filter.${area}`, { count: count(area) }),
        current: looking.area === area,
      })),
  ];
}

type Key = 'cohortId' | 'municipalityId' | 'groupId';

function choiceLinks({ t }: DeskVisit, lines: DeskLine[], looking: DeskLooking, key: Key, all: Choice[]) {
  const rest = within(lines, { ...looking, [key]: null });
  return [
    { href: to(looking, { [key]: null }), label: t('desk:filter.all', { count: rest.length }), current: looking[key] === null },
    ...all.map(({ id, name }) => ({
      href: to(looking, { [key]: id }),
      label: `${name} (${rest.filter((line) => line[key] === id).length})`,
      current: looking[key] === id,
    })),
  ];
}

/** A cohort, municipality or group nobody of hers is in does not exist here. */
function known(looking: DeskLooking, { cohorts, municipalities, groups }: Choices): void {
  const missing = (id: number | null, all: Choice[]) => id !== null && all.every((one) => one.id !== id);
  if (missing(looking.cohortId, cohorts) || missing(looking.municipalityId, municipalities) || missing(looking.groupId, groups))
    throw notFound();
}

/** What the address of this visit asks for: the desk, the lines within it, and what they can be narrowed to. */
export async function lookAtDesk(visit: DeskVisit) {
  const looking = deskLooking(visit.req.query as Record<string, unknown>);
  const desk = await deskOf(visit);
  const all = choices(desk);
  known(looking, all);
  return { desk, looking, all, shown: within(desk.lines, looking) };
}

function filters(visit: DeskVisit, lines: DeskLine[], looking: DeskLooking, all: Choices) {
  const { t } = visit;
  const of = (name: string, key: Key, some: Choice[]) =>
    some.length > 1 ? [{ label: t(`desk:filter.${name}`), items: choiceLinks(visit, lines, looking, key, some) }] : [];
  return [
    { label: t('desk:filter.area'), items: areaLinks(visit, lines, looking) },
    ...of('cohort', 'cohortId', all.cohorts),
    ...of('municipality', 'municipalityId', all.municipalities),
    ...of('group', 'groupId', all.groups),
  ];
}

/** The coordinator's desk: who needs her, the oldest first, each line with one act. */
export async function show(visit: DeskVisit): Promise<void> {
  const { t, req, flash } = visit;
  const { desk, looking, all, shown } = await lookAtDesk(visit);
  const count = desk.lines.length;
  const view = {
    notice: flash(),
    title: count === 0 ? t('desk:quiet') : t('desk:h1', { count, words: countWord(visit, count) }),
    lead: count === 0 ? t('desk:quietText') : t('desk:lead'),
    filters: count === 0 ? [] : filters(visit, desk.lines, looking, all),
    rows: withBack(shown, req.originalUrl),
    /** Oldest first is the advice; what was reminded of already is not it. */
    first: shown.findIndex(({ reminded }) => reminded === ''),
    empty: count > 0 && shown.length === 0,
    files: (['csv', 'xlsx'] as const).map((end) => ({
      href: paths.coordination.deskFile(end) + deskQuery(looking),
      label: t(`desk:${end}`),
    })),
    ways: [
      { strong: t('desk:toStarted'), href: paths.coordination.started(), note: t('desk:toStartedText') },
      { strong: t('desk:toReports'), href: paths.coordination.reports(), note: t('desk:toReportsText') },
      ...all.cohorts.map(({ id, name }) => ({ strong: name, href: paths.coordination.cohort(id), note: t('desk:toCohortText') })),
    ],
  };
  await visit.page('coordination/desk', view, { title: t('desk:title') });
}
