import { localDate } from '../../domain/calendar/dates.js';
import { outcomeOf } from '../../domain/certification/outcome.js';
import { p12 } from '../../domain/rubric/p12.js';
import { notRatableReasons } from '../../domain/rubric/rubric.js';
import { findCase } from '../../store/assessment.js';
import { closeCase, keepObservedMinutes, lockRating, saveRating } from '../../store/assessment-writing.js';
import { factsFor } from '../../store/enrolment-facts.js';
import { openTexts, type TextSubject } from '../../store/recording-text.js';
import { findRecordingFor, watchable } from '../../store/recording.js';
import { conflict } from '../../web/errors.js';
import { typedOf, typedText, type Typed } from '../../web/forms.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import type { FieldError } from '../../web/render.js';
import { allElements, lockErrors, parseRating, ratingField, typedFrom, type ParsedRating } from './rating-form.js';
import type { Case } from './scope.js';

export const subjectOf = ({ case: found }: Pick<Case, 'case'>): TextSubject =>
  found.recordingId === null ? { caseId: found.id } : { recordingId: found.recordingId };

/** The film of the case, when this assessor may watch it now. */
export async function filmOf({
  house,
  viewer,
  record,
  now,
}: Visit<Case>): Promise<{ src: string; poster: string | null; durationMs: number | null } | null> {
  const id = record.case.recordingId;
  const found = id === null ? null : await findRecordingFor(house.db, viewer.id, id, localDate(now));
  if (!found || !watchable(viewer, found).ok) return null;
  return {
    src: paths.recordings.film(found.recording.id),
    poster: found.recording.posterKey ? paths.recordings.poster(found.recording.id) : null,
    durationMs: found.recording.durationMs,
  };
}

async function kept({ house, record }: Visit<Case>): Promise<Typed> {
  const seat = record.seat!;
  const own = record.case.ratings.filter(({ assessorId }) => assessorId === seat.id);
  const subject = subjectOf(record);
  const [feedback = '', ...notes] = await openTexts(house.db, [
    { subject, kept: seat.feedbackKept },
    ...own.map(({ noteKept }) => ({ subject, kept: noteKept })),
  ]);
  return typedFrom(
    own.map((one, index) => ({ ...one, ...one.cited, note: notes[index] ?? '' })),
    seat.overall,
    feedback ?? '',
  );
}

async function form(visit: Visit<Case>, typed: Typed, errors: FieldError[] = []): Promise<void> {
  const { t, lang, record } = visit;
  const film = await filmOf(visit);
  return visit.page(
    'certification/rating',
    {
      flash: visit.flash(),
      crumbs: [{ href: paths.certification.index(), label: t('certification:title') }, { label: record.name }],
      title: t('certification:rating.title', { name: record.name }),
      action: paths.certification.rating(record.case.id),
      lockAction: paths.certification.lock(record.case.id),
      route: record.case.route,
      film,
      saved: record.seat?.savedAt ? visit.fmt.moment(record.seat.savedAt) : null,
      observedMinutes:
        typedText(typed, 'observedMinutes') || (record.case.observedMinutes === null ? '' : String(record.case.observedMinutes)),
      overall: typedText(typed, 'overall'),
      worked: typedText(typed, 'worked'),
      tryNext: typedText(typed, 'tryNext'),
      levels: p12.levels.map(({ level, label }) => ({ value: String(level), label: String(level), word: label[lang] })),
      scale: [
        ...p12.levels.map(({ level, label }) => ({ value: String(level), label: String(level), word: label[lang] })),
        { value: 'nr', label: t('certification:rating.nr'), word: t('certification:rating.nrWord') },
      ],
      reasons: notRatableReasons.map((value) => ({ value, label: t(`certification:rating.reason.${value}`) })),
      elements: p12.elements.map(({ number, long, cue, anchors }) => ({
        number,
        id: `element-${number}`,
        name: long[lang],
        cue: cue[lang],
        anchors: ([1, 3, 5] as const).map((level) => ({ term: String(level), text: anchors[level][lang] })),
        fields: Object.fromEntries(
          ['level', 'reason', 'moments', 'whole', 'note'].map((part) => [
            part,
            { name: ratingField(number, part), value: typedText(typed, ratingField(number, part)) },
          ]),
        ),
      })),
    },
    { title: t('certification:rating.title', { name: record.name }), errors, status: errors.length > 0 ? 422 : 200, scripts: ['rating'] },
  );
}

export const editForm = async (visit: Visit<Case>): Promise<void> => form(visit, await kept(visit));

const store = (visit: Visit<Case>, parsed: ParsedRating) => ({
  assessorId: visit.record.seat!.id,
  subject: subjectOf(visit.record),
  overall: parsed.overall,
  feedback: parsed.feedback,
  ratings: parsed.ratings,
});

const observed = (visit: Visit<Case>, typed: Typed): number | null | 'bad' => {
  if (visit.record.case.route === 'film') return null;
  const given = typedText(typed, 'observedMinutes').trim();
  if (given === '') return null;
  return /^[0-9]{1,3}$/.test(given) && Number(given) > 0 ? Number(given) : 'bad';
};

async function parse(visit: Visit<Case>): Promise<{ typed: Typed; parsed: ParsedRating; minutes: number | null }> {
  const typed = typedOf(visit.req.body);
  const parsed = parseRating(typed, allElements, (await filmOf(visit))?.durationMs ?? null);
  const minutes = observed(visit, typed);
  if (minutes === 'bad') parsed.errors.push({ field: 'observedMinutes', message: 'certification:rating.badMinutes' });
  return { typed, parsed, minutes: minutes === 'bad' ? null : minutes };
}

/** Saves the rating as far as it is. */
export async function update(visit: Visit<Case>): Promise<void> {
  const { house, actor, record, done } = visit;
  const { typed, parsed, minutes } = await parse(visit);
  if (parsed.errors.length > 0) return form(visit, typed, parsed.errors);
  await house.db.write(async (tx) => {
    const fresh = await findCase(tx, record.case.id);
    if (fresh?.seats.find(({ id }) => id === record.seat!.id)?.lockedAt) throw conflict('refusals:ratingLocked');
    await saveRating(tx, actor, store(visit, parsed));
    if (minutes !== null) await keepObservedMinutes(tx, record.case.id, minutes);
  });
  done(paths.certification.rating(record.case.id), 'certification:flash.ratingSaved');
}

/** Saves and locks in one act. After the second lock a case that cannot be rated is closed without counting as an attempt. */
export async function lock(visit: Visit<Case>): Promise<void> {
  const { house, actor, record, today, done } = visit;
  const { typed, parsed, minutes } = await parse(visit);
  const errors = [...parsed.errors, ...lockErrors(parsed, record.case.route as 'film' | 'observation')];
  if (errors.length > 0) return form(visit, typed, errors);
  await house.db.write(async (tx) => {
    await tx.run('UPDATE assessment_case SET attempt = attempt WHERE id = $1', [record.case.id]);
    const fresh = await findCase(tx, record.case.id);
    if (!fresh || fresh.closedOn !== null) throw conflict('refusals:caseClosed');
    if (fresh.seats.find(({ id }) => id === record.seat!.id)?.lockedAt) throw conflict('refusals:ratingLocked');
    const valid = (await factsFor(tx, [record.id])).get(record.id)?.cases.find(({ id }) => id === fresh.id)?.consentValid ?? false;
    if (!valid) throw conflict('refusals:consentEnded');
    await saveRating(tx, actor, store(visit, parsed));
    if (minutes !== null) await keepObservedMinutes(tx, fresh.id, minutes);
    await lockRating(tx, actor, record.seat!.id);
    const after = (await factsFor(tx, [record.id])).get(record.id)!;
    const one = after.cases.find(({ id }) => id === fresh.id);
    if (one && outcomeOf(one, after.rules.K7).kind === 'not_ratable') await closeCase(tx, actor, fresh.id, 'not_ratable', today);
  });
  done(paths.certification.case(record.case.id), 'certification:flash.ratingLocked');
}
