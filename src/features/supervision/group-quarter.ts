import { paths } from '../../web/paths.js';
import { Refusal } from '../../web/errors.js';
import { typedIds, typedOf, typedText } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { quarterWords } from '../../web/quarter-words.js';
import { attest } from './attest.js';
import { hours } from './scope.js';
import { listGroupQuarter, type GroupQuarterLine } from '../../store/attestation.js';
import type { GroupQuarterRecord } from './scope-ledger.js';

type Here = Visit<GroupQuarterRecord>;

const lastField = (enrolmentId: number) => `last-${enrolmentId}`;

/** Not signed by the supervisor as it stands, and nothing in it waits for anybody. */
const canBeSigned = ({ bySupervisor, held }: GroupQuarterLine): boolean => !bySupervisor && !held;

function rowView({ t, fmt, record }: Here, line: GroupQuarterLine, chosen: Set<number> | null, signs: boolean) {
  const side = (signed: boolean) =>
    signed
      ? { kind: 'done', text: t('supervision:quarter.status.both') }
      : {
          kind: line.held ? 'barred' : 'waiting',
          text: t(line.held ? 'supervision:groupQuarter.held' : 'supervision:groupQuarter.missing'),
        };
  return {
    id: line.enrolmentId,
    name: line.name,
    place: line.municipalityName,
    href: paths.supervision.attestation(line.enrolmentId, record.quarter),
    minutes: fmt.duration(line.minutes),
    online: line.onlineMinutes > 0 ? fmt.duration(line.onlineMinutes) : '–',
    supervisor: side(line.bySupervisor),
    trainee: side(line.byTrainee),
    offered: signs && canBeSigned(line),
    checked: chosen === null || chosen.has(line.enrolmentId),
    last: line.lastLineId,
    lastField: lastField(line.enrolmentId),
  };
}

interface Shown {
  rows: GroupQuarterLine[];
  told?: string[];
  chosen?: Set<number>;
}

async function page(visit: Here, { rows, told = [], chosen }: Shown): Promise<void> {
  const { record, viewer, t } = visit;
  const { group, quarter, supervisorId } = record;
  const signs = viewer.id === supervisorId;
  const shown = rows.map((line) => rowView(visit, line, chosen ?? null, signs));
  const left = rows.filter(canBeSigned).length;
  const title = t('supervision:groupQuarter.title', { quarter: quarterWords(quarter, visit), group: group.name });
  const lead = !signs
    ? t('supervision:groupQuarter.leadOther', { name: group.supervisorName })
    : t(left > 0 ? 'supervision:groupQuarter.lead' : 'supervision:groupQuarter.leadDone');
  const view = {
    notice: visit.flash(),
    title,
    lead,
    crumbs: [
      { href: paths.supervision.index(), label: t('supervision:title') },
      { href: paths.supervision.group(group.id), label: group.name },
      { label: quarterWords(quarter, visit) },
    ],
    action: paths.supervision.groupQuarter(group.id, quarter),
    rows: shown,
    online: rows.some(({ onlineMinutes }) => onlineMinutes > 0),
    act: signs && left > 0 ? t('supervision:groupQuarter.act') : null,
  };
  const errors = told.map((message, index) => ({ field: index === 0 ? 'signing' : `signing-${index}`, message }));
  await visit.page('supervision/group-quarter', view, { title, status: told.length > 0 ? 422 : 200, errors });
}

export const show = (visit: Here): Promise<void> => page(visit, { rows: visit.record.rows });

/** Signs one by itself. Its minutes, or the sentence that says why not. */
async function signOne(visit: Here, line: GroupQuarterLine, shownLast: string): Promise<number | string> {
  const { house, viewer, now, record, t, fmt } = visit;
  const of = await hours(viewer, { id: String(line.enrolmentId) }, house, now);
  if (!of) return t('supervision:groupQuarter.gone', { name: line.name });
  try {
    const { kept, total } = await attest(visit, of, record.quarter, shownLast);
    return kept === 'changed' ? t('supervision:groupQuarter.changed', { name: line.name, sum: fmt.duration(total) }) : total;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return t('supervision:groupQuarter.refused', { name: line.name, reason: t(refusal.reason, refusal.params) });
  }
}

/** Those with a tick are signed one by one, each as it was shown; what could not be signed is told, and stops none of the others. */
export async function create(visit: Here): Promise<void> {
  const { house, record, req, t, fmt } = visit;
  const { group, quarter, rows } = record;
  const typed = typedOf(req.body);
  const chosen = typedIds(typed, 'enrolment');
  const lines = rows.filter(({ enrolmentId }) => chosen.has(enrolmentId));
  if (lines.length === 0) return page(visit, { rows, chosen, told: [t('supervision:groupQuarter.noneChosen')] });
  const answers: (number | string)[] = [];
  for (const line of lines) answers.push(await signOne(visit, line, typedText(typed, lastField(line.enrolmentId))));
  const minutes = answers.filter((one) => typeof one === 'number');
  const told = answers.filter((one) => typeof one === 'string');
  const done = { count: minutes.length, sum: fmt.duration(minutes.reduce((sum, one) => sum + one, 0)) };
  if (told.length === 0) return visit.done(paths.supervision.groupQuarter(group.id, quarter), 'supervision:groupQuarter.done', done);
  const before = minutes.length > 0 ? [t('supervision:groupQuarter.done', done)] : [];
  await page(visit, { rows: await listGroupQuarter(house.db, group.id, quarter), chosen, told: [...before, ...told] });
}
