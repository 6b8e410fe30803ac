import { addDays } from '../../domain/calendar/dates.js';
import { parseQuarter, quarterKey, quarterOf, type Quarter } from '../../domain/calendar/quarter.js';
import { takesPart } from '../../domain/cohort/leave.js';
import { listCohortsFor } from '../../store/cohort.js';
import { listReportable } from '../../store/desk.js';
import { badRequest, notFound } from '../../web/errors.js';
import type { Visit } from '../../web/guard.js';
import { isLanguage, translator } from '../../web/language.js';
import { paths } from '../../web/paths.js';
import { formatFor } from '../../web/render.js';
import { countSentence } from '../../web/right-now-words.js';
import type { DeskVisit } from './desk.js';
import { helpRows, municipalRows, type MunicipalVisit } from './municipality.js';
import { reportLinks } from './report-links.js';
import { drawReport, type Report } from './report-pdf.js';
import { countsOf, type TableRow } from './rows.js';
import type { OwnMunicipality } from './scope.js';
import { noteOf } from './sheet.js';
import { attach } from './spreadsheet.js';

/** Sums of fewer than five people could tell of one (our choice, after the rule of answers). */
const fewest = 5;

const within = (from: string, to: string) => (one: { onDate: string }) => one.onDate >= from && one.onDate <= to;

/** What all of them did together in the quarter; hidden when fewer than five took part in it. */
function sums({ t, fmt }: Pick<MunicipalVisit, 't' | 'fmt'>, judged: TableRow[], { from, to }: Quarter) {
  const inQuarter = within(from, to);
  const active = judged.filter(({ facts }) => takesPart(facts.events, from) || facts.events.some(inQuarter));
  const told = (figure: string) => (active.length < fewest ? t('desk:report.tooFew') : figure);
  const sum = (of: (row: TableRow) => number) => active.reduce((total, row) => total + of(row), 0);
  const meetings = sum(({ facts }) => facts.meetings.filter((one) => one.led && inQuarter(one)).length);
  const minutes = sum(({ facts }) => facts.lines.filter(inQuarter).reduce((total, line) => total + line.minutes, 0));
  const days = sum(
    ({ facts }) =>
      facts.days.filter((day) => day.kind === 'seminar' && inQuarter(day) && ['present', 'made_up'].includes(day.presence ?? '')).length,
  );
  return [
    { term: t('desk:report.meetings'), text: told(fmt.number(meetings)) },
    { term: t('desk:report.supervision'), text: told(fmt.durationWords(minutes)) },
    { term: t('desk:report.days'), text: told(fmt.number(days)) },
  ];
}

async function reportOf(visit: MunicipalVisit, quarter: Quarter): Promise<Report> {
  const { t, fmt, lang, today, now } = visit;
  const on = quarter.to < today ? quarter.to : today;
  const { name, head, rows, judged } = await municipalRows(visit, on);
  const help = helpRows(visit, judged, on);
  return {
    lang,
    file: `${t('desk:report.file', { name })} ${quarterKey(quarter)}.pdf`,
    title: t('desk:report.title', { name }),
    period: t('desk:report.period', { number: quarter.number, year: quarter.year, from: fmt.date(quarter.from), to: fmt.date(quarter.to) }),
    lead: t('desk:report.lead', { date: fmt.date(on), counts: countSentence(t, countsOf(judged)) }),
    people: {
      title: t('desk:report.people'),
      head: [t('coordination:column.name'), t('coordination:municipality.standing'), ...head],
      rows: rows.map((row) => [`${row.name}\n${row.cohort}`, row.standing.text, ...row.cells.map(({ status }) => status.text)]),
      empty: t('coordination:municipality.none'),
    },
    sums: { title: t('desk:report.together'), rows: sums(visit, judged, quarter), note: t('desk:report.sumsNote') },
    help: { title: t('desk:help.title'), rows: help.map(({ strong, rest, note }) => ({ term: `${strong} ${rest}`.trim(), text: note })) },
    notes: [t('coordination:municipality.lead'), t('desk:report.ours')],
    foot: {
      left: [noteOf(visit), t('desk:report.made', { date: fmt.date(now) })].filter((part) => part !== null).join(' · '),
      page: t('desk:report.page'),
    },
  };
}

/** Which quarter: the one asked for, or the last that is over. */
function askedQuarter(typed: unknown, today: string): Quarter {
  if (typed === undefined) return quarterOf(addDays(quarterOf(today).from, -1));
  const quarter = typeof typed === 'string' ? parseQuarter(typed) : null;
  if (!quarter) throw notFound();
  if (quarter.from > today) throw badRequest('desk:report.future');
  return quarter;
}

/** The same visit in the language asked for. */
function inLanguage<V extends Visit<OwnMunicipality>>(visit: V): V {
  const asked = visit.req.query['lang'];
  if (asked === undefined) return visit;
  if (!isLanguage(asked)) throw notFound();
  return { ...visit, lang: asked, t: translator(asked), fmt: formatFor(asked) };
}

/** The quarterly report of a municipality: its own people, done or not done. */
export async function show(visit: MunicipalVisit): Promise<void> {
  const quarter = askedQuarter(visit.req.query['quarter'], visit.today);
  const report = await reportOf(inLanguage(visit), quarter);
  attach(visit.res, report.file, 'application/pdf', await drawReport(report));
}

/** The reports a coordinator can make: every municipality of her cohorts, every quarter. */
export async function list(visit: DeskVisit): Promise<void> {
  const { house, viewer, t } = visit;
  const [places, cohorts] = await Promise.all([listReportable(house.db, viewer.id), listCohortsFor(house.db, viewer.id)]);
  const from = cohorts.map(({ startsOn }) => startsOn).sort()[0] ?? visit.today;
  const view = {
    crumbs: [{ href: paths.coordination.desk(), label: t('desk:title') }, { label: t('desk:report.list') }],
    places: places.map(({ id, name }) => ({ id, name, quarters: reportLinks(visit, paths.coordination.report(id), from) })),
  };
  await visit.page('coordination/reports', view, { title: t('desk:report.list') });
}
