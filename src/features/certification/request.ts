import { missingBeforeRequest } from '../../domain/certification/judge.js';
import { evidenceFault, mayRequestNow, type EvidenceFault } from '../../domain/certification/request.js';
import { latestCase } from '../../domain/certification/states.js';
import { closeCase, createCase } from '../../store/assessment.js';
import { holdEnrolment } from '../../store/certification.js';
import type { Reader } from '../../store/database.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { listRecordingsFor, type RecordingFor } from '../../store/recording.js';
import { typedOf, typedText } from '../../web/forms.js';
import { verdictSentence, type Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { requirementRows } from './enrolment-view.js';
import type { Candidate } from './scope.js';

interface Choice extends RecordingFor {
  fault: EvidenceFault | null;
}

type Asking = Pick<Candidate, 'id' | 'personId' | 'facts'>;

/** The trainee's own recordings of this training, each with what keeps it from being put forward. */
async function choicesFor(db: Reader, { id, personId, facts }: Asking, today: string): Promise<Choice[]> {
  const used = facts.cases.flatMap(({ recordingId }) => (recordingId === null ? [] : [recordingId]));
  const own = await listRecordingsFor(db, personId, today);
  return own
    .filter(({ relation, meeting }) => relation.isLeader && meeting.enrolmentId === id)
    .map((one) => ({ ...one, fault: evidenceFault(one, facts.rules.K6, used) }));
}

const minutesOf = ({ recording }: RecordingFor) => Math.floor((recording.durationMs ?? 0) / 60_000);

function choiceViews(visit: Visit<Candidate>, choices: Choice[]) {
  const { t, fmt, record } = visit;
  const named = ({ meeting }: Choice) => t('certification:request.meeting', { number: meeting.number });
  return {
    options: choices
      .filter(({ fault }) => fault === null)
      .map((one) => ({
        value: String(one.recording.id),
        label: named(one),
        hint: t('certification:request.film', { date: fmt.date(one.meeting.onDate), minutes: minutesOf(one) }),
      })),
    barred: choices
      .filter(({ fault, recording }) => fault !== null && recording.processing !== 'failed')
      .map((one) => ({
        status: { kind: 'barred', text: t('certification:request.notThis') },
        strong: named(one),
        rest: t(`certification:request.fault.${one.fault!}`, { minutes: record.facts.rules.K6.minutes }),
        aside: fmt.shortDate(one.meeting.onDate),
      })),
  };
}

async function form(visit: Visit<Candidate>, value: string, errors: FieldError[] = []): Promise<void> {
  const { t, record, house, today } = visit;
  const missing = missingBeforeRequest(record.facts, today);
  const verdict = mayRequestNow(record.facts, today);
  const { options, barred } = choiceViews(visit, await choicesFor(house.db, record, today));
  const without = { value: 'observation', label: t('certification:request.observation'), hint: t('certification:request.observationHint') };
  await visit.page(
    'certification/request',
    {
      crumbs: [
        { href: paths.certification.enrolment(record.id), label: t('certification:way') },
        { label: t('certification:request.title') },
      ],
      action: paths.certification.request(record.id),
      closed: verdictSentence(t, verdict),
      missing: requirementRows(visit, missing),
      options: [...options, without],
      none: options.length === 0 ? t('certification:request.none', { minutes: record.facts.rules.K6.minutes }) : null,
      barred,
      value,
    },
    { title: t('certification:request.title'), errors, status: errors.length > 0 ? 422 : 200 },
  );
}

export const newForm = (visit: Visit<Candidate>): Promise<void> => form(visit, '');

const field = 'evidence';

/** Everything is judged again where nobody else can change it. A case whose consent has ended is closed on the way. */
async function ask({ house, record, actor, today }: Visit<Candidate>, evidence: string): Promise<FieldError[]> {
  return house.db.write(async (tx) => {
    await holdEnrolment(tx, record.id);
    const facts = (await factsFor(tx, [record.id])).get(record.id)!;
    const verdict = mayRequestNow(facts, today);
    if (!verdict.ok) return [{ field, message: verdict.reason }];
    if (missingBeforeRequest(facts, today).length > 0) return [{ field, message: 'certification:request.notYet' }];
    const chosen = (await choicesFor(tx, { ...record, facts }, today)).find(({ recording }) => String(recording.id) === evidence);
    if (evidence !== 'observation' && !chosen) return [{ field, message: 'certification:request.choose' }];
    if (chosen?.fault) return [{ field, message: `certification:request.fault.${chosen.fault}?minutes=${facts.rules.K6.minutes}` }];
    const last = latestCase(facts);
    if (last && last.closedOn === null && !last.consentValid && facts.decisions.every(({ caseId }) => caseId !== last.id))
      await closeCase(tx, actor, last.id, { closedOn: today, closedWhy: 'consent_withdrawn' });
    const recordingId = chosen?.recording.id ?? null;
    await createCase(tx, actor, { enrolmentId: record.id, recordingId, requestedOn: today, municipalityId: record.municipalityId });
    return [];
  });
}

export async function create(visit: Visit<Candidate>): Promise<void> {
  const evidence = typedText(typedOf(visit.req.body), field);
  const errors = evidence === '' ? [{ field, message: 'certification:request.choose' }] : await ask(visit, evidence);
  if (errors.length > 0) return form(visit, evidence, errors);
  visit.done(paths.certification.enrolment(visit.record.id), 'certification:flash.requested');
}
