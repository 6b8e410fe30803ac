import { bothLocked, maySeeRating, seesEvidence } from '../../domain/certification/policy.js';
import { jointItems, outcomeOf } from '../../domain/certification/outcome.js';
import { formatMoment } from '../../domain/annotation/timecode.js';
import { p12 } from '../../domain/rubric/p12.js';
import { mayKnowOf } from '../../domain/recording/watch.js';
import { findRecordingFor } from '../../store/recording.js';
import { openTexts } from '../../store/recording-text.js';
import type { RatingRecord, SeatRecord } from '../../store/assessment.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { readFeedback } from './rating-form.js';
import { subjectOf } from './rating.js';
import type { Case } from './scope.js';

interface Opened {
  notes: Map<RatingRecord, string>;
  feedback: Map<SeatRecord, string>;
}

async function openAll({ house, record }: Visit<Case>): Promise<Opened> {
  const subject = subjectOf(record);
  const { ratings, seats } = record.case;
  const texts = await openTexts(house.db, [
    ...ratings.map(({ noteKept }) => ({ subject, kept: noteKept })),
    ...seats.map(({ feedbackKept }) => ({ subject, kept: feedbackKept })),
  ]);
  return {
    notes: new Map(ratings.map((one, index) => [one, texts[index] ?? ''])),
    feedback: new Map(seats.map((one, index) => [one, texts[ratings.length + index] ?? ''])),
  };
}

/** Links to the cited moments, when the viewer still meets the recording. */
async function momentBase({ house, viewer, record, today }: Visit<Case>): Promise<number | null> {
  const id = record.case.recordingId;
  const found = id === null ? null : await findRecordingFor(house.db, viewer.id, id, today);
  return found && mayKnowOf(found) ? found.recording.id : null;
}

function ratingOf(visit: Visit<Case>, seat: SeatRecord, opened: Opened, base: number | null) {
  const { t, lang, record, viewer } = visit;
  const visible = maySeeRating({ viewerId: viewer.id, assessors: record.case.seats }, seat.personId);
  const [worked, tryNext] = readFeedback(opened.feedback.get(seat) ?? '');
  return {
    name: seat.name,
    organisation: seat.organisation,
    status: seat.lockedAt
      ? { kind: 'locked', text: t('certification:case.locked', { date: visit.fmt.date(seat.lockedAt) }) }
      : { kind: 'waiting', text: t('certification:case.rates') },
    visible: visible && seat.lockedAt !== null,
    worked,
    tryNext,
    items: record.case.ratings
      .filter(({ assessorId }) => assessorId === seat.id)
      .map((one) => ({
        name: p12.elements[one.element - 1]!.short[lang],
        level: one.notRatable ? t('certification:rating.nrWord') : `${one.level} ${p12.levels[(one.level ?? 1) - 1]!.label[lang]}`,
        moments: one.cited.moments.map((moment) => ({
          label: formatMoment(moment),
          href: base === null ? null : paths.review.show(base, Math.floor(moment.startMs / 1000)),
        })),
        whole: one.cited.wholeMeeting,
        note: opened.notes.get(one) ?? '',
      })),
  };
}

function result(visit: Visit<Case>) {
  const { record, t, fmt, lang } = visit;
  const one = record.facts.cases.find(({ id }) => id === record.case.id);
  if (!one) return null;
  const outcome = outcomeOf(one, record.facts.rules.K7);
  const items = jointItems(one, record.facts.rules.K7.talkAt);
  return {
    sentence: t(`certification:outcome.${outcome.kind}`),
    mean:
      'meanThousandths' in outcome
        ? t('certification:outcome.mean', {
            mean: fmt.number(outcome.meanThousandths / 1000, 3),
            required: fmt.number(record.facts.rules.K7.jointMean / 1000, 1),
          })
        : '',
    ours: t('requirements:origin.ours'),
    rows: items.map(({ element, a, b, adjudicated, halves }) => ({
      name: p12.elements[element - 1]!.short[lang],
      a: a ?? '–',
      b: b ?? '–',
      third: adjudicated,
      joint: halves === null ? '–' : fmt.number(halves / 2, 1),
      apart: a !== null && b !== null && Math.abs(a - b) >= record.facts.rules.K7.talkAt,
    })),
  };
}

/** The case file: two assessors side by side, and nothing of either before both have locked. The coordinator sees who, never what. */
export async function show(visit: Visit<Case>): Promise<void> {
  const { record, t, fmt } = visit;
  const inside = seesEvidence(record.relation) || record.relation.mayCertify;
  const open = inside && bothLocked(record.case.seats);
  const opened: Opened = inside ? await openAll(visit) : { notes: new Map(), feedback: new Map() };
  const base = inside ? await momentBase(visit) : null;
  const seats = record.case.seats.map((seat) => ratingOf(visit, seat, opened, base));
  const own = record.seat && record.seat.lockedAt === null && record.consentValid && record.caseOpen ? record.seat.slot : null;
  return visit.page(
    'certification/case',
    {
      flash: visit.flash(),
      crumbs: [
        { href: paths.certification.enrolment(record.id), label: record.name },
        { label: t('certification:case.attempt', { attempt: record.case.attempt }) },
      ],
      title: t('certification:case.title', { name: record.name }),
      lead:
        record.case.closedWhy && inside
          ? t(`certification:case.closed.${record.case.closedWhy}`)
          : open
            ? t('certification:case.bothLocked')
            : t('certification:case.blind'),
      requested: t('certification:case.requested', { date: fmt.date(record.case.requestedOn) }),
      seats: inside ? seats : seats.map((seat) => ({ ...seat, visible: false, items: [], worked: '', tryNext: '' })),
      result: open ? result(visit) : null,
      rateHref:
        own === null
          ? null
          : own === 'adjudicator'
            ? paths.certification.adjudication(record.case.id)
            : paths.certification.rating(record.case.id),
      film: base === null || record.relation.isAssessor ? null : paths.review.show(base),
    },
    { title: t('certification:case.title', { name: record.name }) },
  );
}
