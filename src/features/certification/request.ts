import { parseDate } from '../../domain/calendar/dates.js';
import { effectiveScope } from '../../domain/consent/effective-scope.js';
import { missingBeforeRequest } from '../../domain/certification/judge.js';
import { certificationState, latestCase } from '../../domain/certification/states.js';
import { canBeEvidence } from '../../domain/recording/recording.js';
import { hasReflected } from '../../domain/recording/review-states.js';
import type { Review } from '../../domain/recording/recording.js';
import { findRooms } from '../../store/consent.js';
import { listOwnRecordings, type OwnRecordingLine } from '../../store/assessment.js';
import { createCase } from '../../store/assessment-writing.js';
import type { Reader } from '../../store/database.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { conflict } from '../../web/errors.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { requirementRows } from './requirement-rows.js';
import type { Enrolment } from './scope.js';

interface Choice extends OwnRecordingLine {
  /** Why it cannot be evidence, or null. */
  barred: 'short' | 'reflect' | 'answers' | 'used' | null;
}

async function choices(db: Reader, enrolmentId: number): Promise<Choice[]> {
  const own = await listOwnRecordings(db, enrolmentId);
  const rooms = await findRooms(
    db,
    own.map(({ meetingId }) => meetingId),
  );
  return own.map((one) => {
    const covered = effectiveScope(rooms.get(one.meetingId) ?? { attendees: [], answers: [] }).has('assessment');
    const barred = !canBeEvidence(one.durationMs)
      ? 'short'
      : Number(one.used) > 0
        ? 'used'
        : !covered
          ? 'answers'
          : !hasReflected(one.review as Review)
            ? 'reflect'
            : null;
    return { ...one, barred };
  });
}

/** A new case is asked for when none is open. */
const mayAskNow = (record: Pick<Enrolment, 'facts'>, today: string): boolean => {
  const last = latestCase(record.facts);
  const state = certificationState(record.facts, today);
  if (state === 'in_training' || state === 'interrupted') return true;
  return state === 'ready' && (last === null || last.closedOn !== null || record.facts.decisions.some(({ caseId }) => caseId === last.id));
};

async function form(visit: Visit<Enrolment>, typed: Typed, errors: FieldError[] = []): Promise<void> {
  const { t, fmt, record, house, today } = visit;
  const own = await choices(house.db, record.id);
  const missing = missingBeforeRequest(record.facts, today);
  return visit.page(
    'certification/request',
    {
      crumbs: [
        { href: paths.certification.enrolment(record.id), label: t('certification:way') },
        { label: t('certification:request.title') },
      ],
      action: paths.certification.request(record.id),
      open: mayAskNow(record, today),
      missing: requirementRows(missing, t, fmt),
      options: own
        .filter(({ barred }) => barred === null)
        .map(({ id, number, onDate, durationMs }) => ({
          value: String(id),
          label: t('certification:request.meeting', { number }),
          hint: t('certification:request.film', { date: fmt.date(onDate), minutes: Math.floor((durationMs ?? 0) / 60_000) }),
        })),
      barred: own
        .filter(({ barred }) => barred !== null)
        .map(({ number, barred }) => ({
          strong: t('certification:request.meeting', { number }),
          rest: t(`certification:request.barred.${barred}`),
        })),
      value: typedText(typed, 'evidence'),
      observedOn: typedText(typed, 'observedOn'),
    },
    { title: t('certification:request.title'), errors, status: errors.length > 0 ? 422 : 200 },
  );
}

export const newForm = (visit: Visit<Enrolment>): Promise<void> => form(visit, {});

/** Asks for an assessment on one film, or on a meeting that is observed. Judged again inside the transaction. */
export async function create(visit: Visit<Enrolment>): Promise<void> {
  const { req, house, record, actor, today, done } = visit;
  const typed = typedOf(req.body);
  const evidence = typedText(typed, 'evidence');
  const observedOn = parseDate(typedText(typed, 'observedOn'));
  if (evidence === '') return form(visit, typed, [{ field: 'evidence', message: 'certification:request.choose' }]);
  if (evidence === 'observation' && observedOn === null)
    return form(visit, typed, [{ field: 'observedOn', message: 'certification:request.date' }]);
  const errors = await house.db.write(async (tx): Promise<FieldError[]> => {
    await tx.run('UPDATE enrolment SET enrolled_on = enrolled_on WHERE id = $1', [record.id]);
    const facts = (await factsFor(tx, [record.id])).get(record.id)!;
    if (!mayAskNow({ facts }, today)) throw conflict('certification:request.alreadyOpen');
    if (missingBeforeRequest(facts, today).length > 0) return [{ field: 'evidence', message: 'certification:request.notYet' }];
    if (evidence === 'observation') {
      await createCase(tx, actor, { enrolmentId: record.id, recordingId: null, observedOn, today });
      return [];
    }
    const chosen = (await choices(tx, record.id)).find(({ id }) => String(id) === evidence);
    if (!chosen) return [{ field: 'evidence', message: 'certification:request.choose' }];
    if (chosen.barred) return [{ field: 'evidence', message: `certification:request.barred.${chosen.barred}` }];
    await createCase(tx, actor, { enrolmentId: record.id, recordingId: chosen.id, observedOn: null, today });
    return [];
  });
  if (errors.length > 0) return form(visit, typed, errors);
  done(paths.certification.enrolment(record.id), 'certification:flash.requested');
}
