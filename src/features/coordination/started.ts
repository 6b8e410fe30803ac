import { beginning, type Beginning } from '../../domain/desk/beginning.js';
import type { EnrolmentFacts } from '../../domain/certification/facts.js';
import { deskOf } from '../../web/desk.js';
import { withBack, type DeskTrainee } from '../../web/desk-words.js';
import { paths } from '../../web/paths.js';
import type { DeskVisit } from './desk.js';
import { placed, strengths, type PlaceStrength } from './placed.js';
import type { Sheet, SheetColumn } from './spreadsheet.js';

export interface StartedRow {
  trainee: DeskTrainee;
  facts: EnrolmentFacts;
  unit: string;
  began: Beginning;
}

/** Everyone who takes or took part, by name in Danish order: nobody is ranked. */
export async function startedRows(visit: DeskVisit): Promise<StartedRow[]> {
  const { trainees, facts } = await deskOf(visit);
  return [...trainees]
    .sort((a, b) => (a.sortKey < b.sortKey ? -1 : a.sortKey > b.sortKey ? 1 : a.enrolmentId - b.enrolmentId))
    .flatMap((trainee) => {
      const known = facts.get(trainee.enrolmentId);
      return known ? [{ trainee, facts: known, unit: placed(trainee, known, visit.today).unit, began: beginning(known, visit.today) }] : [];
    });
}

/** «9 dage efter seminar 1», or how long it has been without a meeting. */
export function beganWords({ t, fmt }: Pick<DeskVisit, 't' | 'fmt'>, began: Beginning): { kind: string; text: string } {
  const days = 'days' in began ? fmt.daysWaiting(began.days) : '';
  if (began.kind === 'begun') return { kind: 'done', text: t(began.days === 0 ? 'desk:began.before' : 'desk:began.begun', { days }) };
  if (began.kind === 'waiting') return { kind: began.asked ? 'missing' : 'under-way', text: t('desk:began.waiting', { days }) };
  return { kind: began.kind === 'apart' ? 'locked' : 'not-begun', text: t(`desk:began.${began.kind}`) };
}

export function startedSheet({ t, today }: DeskVisit, rows: StartedRow[], note: string | null): Sheet {
  const column = (key: string, kind: SheetColumn['kind'], width: number) => ({ head: t(`desk:began.column.${key}`), kind, width });
  return {
    name: `${t('desk:started.title')} ${today}`,
    columns: [
      column('name', 'text', 26),
      column('place', 'text', 16),
      column('unit', 'text', 26),
      column('cohort', 'text', 20),
      column('days', 'count', 22),
      column('waited', 'count', 22),
      column('led', 'count', 14),
    ],
    rows: rows.map(({ trainee, unit, began }) => [
      trainee.name,
      trainee.municipalityName,
      unit,
      trainee.cohortName,
      began.kind === 'begun' ? began.days : null,
      began.kind === 'waiting' ? began.days : null,
      began.led,
    ]),
    note,
  };
}

/** Who has gone long without a first meeting, with the act that may help: from day 42 somebody asks. */
async function waitingRows(visit: DeskVisit, rows: StartedRow[]) {
  const { lines } = await deskOf(visit);
  const hrefs = new Set(
    rows
      .filter(({ began }) => began.kind === 'waiting' && began.asked)
      .map(({ trainee }) => paths.coordination.trainee(trainee.enrolmentId)),
  );
  return withBack(
    lines.filter(({ what, href }) => what === 'first_meeting' && hrefs.has(href)),
    paths.coordination.started(),
  );
}

const strengthRow = ({ t }: DeskVisit, place: PlaceStrength) => ({
  name: place.name,
  certified: place.certified,
  underWay: place.underWay,
  share: place.share === null ? t('desk:strength.unknown') : t('desk:strength.share', { percent: place.share }),
  status: place.few ? { kind: 'missing', text: t('desk:strength.few') } : { kind: 'done', text: t('desk:strength.enough') },
  told: place.few,
});

/** One sentence about everyone who has had the time: how many led a meeting within 42 days. */
function countSentence({ t }: DeskVisit, rows: StartedRow[]): string {
  const had = rows.filter(({ began }) => began.kind === 'begun' || (began.kind === 'waiting' && began.asked));
  const soon = had.filter(({ began }) => began.kind === 'begun' && began.days < 42);
  return had.length === 0 ? t('desk:started.tooEarly') : t('desk:started.count', { soon: soon.length, count: had.length });
}

/** Getting started fast: when the first meeting came, who stands alone, and how many a municipality can lean on. */
export async function show(visit: DeskVisit): Promise<void> {
  const { t, today } = visit;
  const rows = await startedRows(visit);
  const places = strengths(
    rows.map(({ trainee, facts }) => ({ line: trainee, facts })),
    today,
  );
  const view = {
    notice: visit.flash(),
    crumbs: [{ href: paths.coordination.desk(), label: t('desk:title') }, { label: t('desk:started.title') }],
    lead: countSentence(visit, rows),
    waiting: await waitingRows(visit, rows),
    soon: rows
      .filter(({ began }) => began.kind === 'waiting' && began.soon)
      .map(({ trainee, began }) => ({
        strong: trainee.name,
        href: paths.coordination.trainee(trainee.enrolmentId),
        rest: `${trainee.municipalityName}. ${beganWords(visit, began).text}`,
      })),
    alone: places.flatMap(({ name, alone }) =>
      alone.map((one) => ({
        strong: one.name,
        href: paths.coordination.trainee(one.enrolmentId),
        note: t('desk:alone.text', { unit: one.unit, place: name }),
      })),
    ),
    places: places.map((place) => strengthRow(visit, place)),
    rows: rows.map(({ trainee, unit, began }) => ({
      name: trainee.name,
      href: paths.coordination.trainee(trainee.enrolmentId),
      sub: [trainee.municipalityName, unit].filter((word) => word !== '').join(', '),
      cohort: trainee.cohortName,
      status: beganWords(visit, began),
      led: began.led,
    })),
    files: (['csv', 'xlsx'] as const).map((end) => ({ href: paths.coordination.startedFile(end), label: t(`desk:${end}`) })),
  };
  await visit.page('coordination/started', view, { title: t('desk:started.title') });
}
