import { badRequest } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { sheetCells } from './cells.js';
import { lookAtDesk, type DeskVisit } from './desk.js';
import { municipalRows, type MunicipalVisit } from './municipality.js';
import { columns, type Column } from './query.js';
import { sendSheet, type End, type Sheet, type SheetColumn } from './spreadsheet.js';
import { startedRows, startedSheet } from './started.js';
import { asked, look, type CohortVisit } from './table.js';

const kinds: Partial<Record<Column, SheetColumn>> = {
  name: { head: '', kind: 'text', width: 26 },
  now: { head: '', kind: 'text', width: 28 },
  days: { head: '', kind: 'count', width: 12 },
  supervision: { head: '', kind: 'hours', width: 18 },
  meetings: { head: '', kind: 'count', width: 14 },
  'self-assessment': { head: '', kind: 'count', width: 16 },
};

/** «Fiktive data», where it is so. */
export const noteOf = ({ house, t }: Pick<Visit<unknown>, 'house' | 't'>): string | null =>
  house.settings.demo ? t('desk:fictional') : null;

/** The table of a cohort, in the order and on the day asked for. */
const cohortFile =
  (end: End) =>
  async (visit: CohortVisit): Promise<void> => {
    const { record, res, t, fmt } = visit;
    const looking = asked(visit);
    if (looking.fault !== null) throw badRequest(looking.fault);
    const { rows } = await look(visit, looking);
    const tools = { t, fmt, on: looking.on };
    const [name, ...rest] = columns.map((column): SheetColumn => ({
      kind: 'text',
      width: 20,
      ...kinds[column],
      head: t(`coordination:csv.${column}`),
    }));
    const place: SheetColumn = { head: t('coordination:csv.municipality'), kind: 'text', width: 16 };
    const sheet: Sheet = {
      name: `${record.name} ${looking.on}`,
      columns: [name!, place, ...rest],
      rows: rows.map((row) => sheetCells(tools, row)),
      note: noteOf(visit),
    };
    await sendSheet(res, sheet, end);
  };

/** What waits, as it is looked at. */
const deskFile =
  (end: End) =>
  async (visit: DeskVisit): Promise<void> => {
    const { t, res, today } = visit;
    const { shown } = await lookAtDesk(visit);
    const column = (key: string, kind: SheetColumn['kind'], width: number) => ({ head: t(`desk:column.${key}`), kind, width });
    const sheet: Sheet = {
      name: `${t('desk:fileName')} ${today}`,
      columns: [
        column('what', 'text', 52),
        column('since', 'date', 12),
        column('area', 'text', 18),
        column('cohort', 'text', 20),
        column('place', 'text', 16),
        column('group', 'text', 14),
        column('where', 'text', 70),
        column('reminded', 'text', 34),
      ],
      rows: shown.map((line) => [
        line.title,
        line.since,
        t(`desk:area.${line.area}`),
        line.cohortName,
        line.municipalityName,
        line.groupName,
        line.reminded === '' ? line.text : line.text.replace(line.reminded, '').trim(),
        line.reminded,
      ]),
      note: noteOf(visit),
    };
    await sendSheet(res, sheet, end);
  };

/** A municipality's own people: done or not done. */
const municipalityFile =
  (end: End) =>
  async (visit: MunicipalVisit): Promise<void> => {
    const { t, res, today } = visit;
    const { title, head, rows } = await municipalRows(visit);
    const text = (name: string, width: number): SheetColumn => ({ head: name, kind: 'text', width });
    const sheet: Sheet = {
      name: `${title} ${today}`,
      columns: [
        text(t('coordination:column.name'), 26),
        text(t('desk:column.cohort'), 20),
        text(t('coordination:municipality.standing'), 16),
        ...head.map((name) => text(name, 18)),
      ],
      rows: rows.map(({ name, cohort, standing, cells }) => [name, cohort, standing.text, ...cells.map(({ status }) => status.text)]),
      note: noteOf(visit),
    };
    await sendSheet(res, sheet, end);
  };

const startedFile =
  (end: End) =>
  async (visit: DeskVisit): Promise<void> =>
    sendSheet(visit.res, startedSheet(visit, await startedRows(visit), noteOf(visit)), end);

export const [cohortCsv, cohortXlsx] = [cohortFile('csv'), cohortFile('xlsx')];
export const [deskCsv, deskXlsx] = [deskFile('csv'), deskFile('xlsx')];
export const [municipalityCsv, municipalityXlsx] = [municipalityFile('csv'), municipalityFile('xlsx')];
export const [startedCsv, startedXlsx] = [startedFile('csv'), startedFile('xlsx')];
