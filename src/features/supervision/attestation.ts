import { mayAttest, quarterFigures, sideOf } from '../../domain/supervision/attestation.js';
import { supervisionKinds } from '../../domain/supervision/kinds.js';
import { listAttestations, type Attestation } from '../../store/attestation.js';
import { typedOf, typedText } from '../../web/forms.js';
import { verdictSentence, type Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { quarterWords } from '../../web/quarter-words.js';
import { attest } from './attest.js';
import { lastLineOf } from './attestation-words.js';
import { bySession, correctionNotes, presenceWords } from './line-views.js';
import type { QuarterRecord } from './scope-ledger.js';
import { withoutContent } from './objection-words.js';
import { listObjectionsOf, type ObjectionRecord } from '../../store/supervision-objection.js';
import { kindWords } from './views.js';

type Here = Visit<QuarterRecord>;

/** One row a session: the line in force, and what it replaced. */
function sessionRows({ record, t, fmt, ...words }: Here, objections: ObjectionRecord[]) {
  return bySession(record.quarterLines).map((credited) => {
    const shown = record.content ? credited : withoutContent(credited, objections, t);
    const { current } = shown;
    return {
      date: fmt.weekdayDate(current.onDate),
      presence: presenceWords(current, { t, fmt }),
      kind: kindWords(current, { t }) || t('supervision:kindIn.group'),
      notes: correctionNotes(shown, { ...words, t, fmt }),
      minutes: fmt.duration(current.minutes),
    };
  });
}

/** The sums of the quarter by kind, nothing where there is nothing. */
function sums({ record, t, fmt }: Here) {
  const figures = quarterFigures(record.quarterLines);
  const kinds = supervisionKinds
    .filter((kind) => figures.minutes[kind] > 0)
    .map((kind) => ({ term: t(`supervision:kind.${kind}`), text: fmt.duration(figures.minutes[kind]) }));
  const online = figures.online > 0 ? [{ term: t('supervision:quarter.online'), text: fmt.duration(figures.online) }] : [];
  return [...kinds, ...online, { term: t('supervision:quarter.total'), text: fmt.duration(figures.total), strong: true }];
}

/** What was signed, by whom and when; and what was written down after it. */
function signatures({ record, t, fmt }: Here, attested: Attestation[]) {
  const last = lastLineOf(record.quarterLines);
  return (['supervisor', 'trainee'] as const).map((side) => {
    const own = attested.filter((one) => one.side === side);
    return {
      side: t(`supervision:quarter.side.${side}`),
      signed: own.map((one) => ({
        name: one.name,
        when: t('supervision:quarter.signed', { sum: fmt.duration(one.figures.total), moment: fmt.moment(one.signedAt) }),
        later: one.lastLineId === last ? null : t('supervision:quarter.later', { count: changesSince(record, one.lastLineId) }),
      })),
      none: t('supervision:quarter.unsigned'),
    };
  });
}

/** Lines written after a signature, a correction counted once. */
const changesSince = ({ quarterLines }: QuarterRecord, lastLineId: number): number =>
  quarterLines.filter(({ id, reversesId }) => id > lastLineId && reversesId === null).length;

async function page(visit: Here, told: string | null): Promise<void> {
  const { house, record, viewer, t, fmt, today } = visit;
  const { enrolment, quarter } = record;
  const [all, objections] = await Promise.all([listAttestations(house.db, enrolment.id), listObjectionsOf(house.db, enrolment.id)]);
  const attested = all.filter((one) => one.quarter === quarter);
  const side = sideOf(viewer, record);
  const [last, figures] = [lastLineOf(record.quarterLines), quarterFigures(record.quarterLines)];
  const done = attested.some((one) => one.side === side && one.lastLineId === last);
  const verdict = mayAttest(viewer, record, today);
  const title = t('supervision:quarter.title', { quarter: quarterWords(quarter, visit) });
  const view = {
    id: enrolment.id,
    quarter,
    title,
    notice: visit.flash(),
    told,
    name: enrolment.name,
    crumb: record.own
      ? { href: paths.supervision.index(), label: t('supervision:own.title') }
      : { href: paths.supervision.hours(enrolment.id), label: enrolment.name },
    lead: [enrolment.name, enrolment.municipalityName, enrolment.groupName].filter(Boolean).join(', '),
    rows: sessionRows(visit, objections),
    sums: sums(visit),
    signatures: signatures(visit, attested),
    last,
    shown: figures.total,
    act: !done && verdict.ok ? t('supervision:quarter.act', { sum: fmt.duration(figures.total) }) : null,
    why: side === null || done ? null : verdictSentence(t, verdict),
  };
  await visit.page('supervision/attestation', view, { title, status: told ? 422 : 200 });
}

export const show = (visit: Here): Promise<void> => page(visit, null);

/** Exactly what the page showed is signed: a line that came meanwhile shows the page again. */
export async function create(visit: Here): Promise<void> {
  const { record, req, fmt } = visit;
  const { enrolment, quarter } = record;
  const { kept, total } = await attest(visit, record, quarter, typedText(typedOf(req.body), 'last'));
  if (kept === 'changed') return page(visit, visit.t('supervision:quarter.changed'));
  visit.done(
    paths.supervision.attestation(enrolment.id, quarter),
    `supervision:flash.${kept === 'signed' ? 'attested' : 'attestedAlready'}`,
    { sum: fmt.duration(total) },
  );
}
