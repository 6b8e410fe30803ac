import { formatMoment } from '../../domain/annotation/timecode.js';
import { jointItems, type JointItem } from '../../domain/certification/outcome.js';
import type { OwnLevels } from '../../domain/rubric/self-assessment.js';
import type { Slot } from '../../store/assessment.js';
import type { RatingRecord, SeatRating } from '../../store/rating.js';
import type { Visit } from '../../web/guard.js';
import { paths } from '../../web/paths.js';
import { elementWords, levelWord } from './elements-view.js';
import type { CaseFile } from './scope.js';

export interface GivenView {
  by: string;
  level: string;
  /** Cited moments; `href` where the film can be opened there. */
  moments: { text: string; href: string | null; second: number }[];
  whole: string | null;
  note: string;
}

export interface ProfileRow {
  number: number;
  short: string;
  long: string;
  a: string;
  b: string;
  third: string | null;
  joint: string;
  /** «2 fra hinanden» where they differ. */
  difference: string | null;
  own: string | null;
  given: GivenView[];
}

const halves = (fmt: Visit<CaseFile>['fmt'], item: JointItem | undefined): string =>
  item?.halves == null ? '–' : fmt.number(item.halves / 2, item.halves % 2 === 0 ? 0 : 1);

function levelOf({ t, lang }: Visit<CaseFile>, rating: RatingRecord | undefined): string {
  if (!rating) return '–';
  if (rating.notRatable !== null)
    return t('certification:profile.notRatable', { reason: t(`certification:rating.reason.${rating.notRatable}`) });
  return rating.level === null ? '–' : levelWord(lang, rating.level);
}

function givenView(visit: Visit<CaseFile>, by: string, rating: RatingRecord, plays: boolean): GivenView {
  const { record, t } = visit;
  return {
    by,
    level: levelOf(visit, rating),
    moments: rating.moments.map((moment) => {
      const second = Math.floor(moment.startMs / 1000);
      return { text: formatMoment(moment), second, href: plays ? `${paths.certification.case(record.case.id)}?t=${second}#film` : null };
    }),
    whole: rating.wholeMeeting ? t('certification:rating.wholeMeeting') : null,
    note: rating.note,
  };
}

/** Element by element what the two gave, side by side with equal weight, and what they give together. */
export function profileOf(visit: Visit<CaseFile>, ratings: SeatRating[], own: OwnLevels | null, plays: boolean): ProfileRow[] {
  const { record, t, fmt, lang } = visit;
  const { case: file, candidate } = record;
  const facts = candidate.facts.cases.find(({ id }) => id === file.id);
  const items = facts ? jointItems(facts, candidate.facts.rules.K7.talkAt) : [];
  const seats = file.seats.filter(({ lockedAt }) => lockedAt !== null);
  const ratingBy = (slot: Slot, element: number) => {
    const seat = seats.find((one) => one.slot === slot);
    return ratings.find(({ seatId }) => seatId === seat?.id)?.ratings.find((one) => one.element === element);
  };
  return elementWords(lang).map(({ number, short, long }) => {
    const item = items.find(({ element }) => element === number);
    const [a, b, third] = (['A', 'B', 'adjudicator'] as const).map((slot) => ratingBy(slot, number));
    const apart = item?.a == null || item.b == null ? 0 : Math.abs(item.a - item.b);
    const ownLevel = own?.[number - 1];
    return {
      number,
      short,
      long,
      a: levelOf(visit, a),
      b: levelOf(visit, b),
      third: third ? levelOf(visit, third) : null,
      joint: halves(fmt, item),
      difference: apart === 0 ? null : t('certification:profile.apart', { count: apart }),
      own: typeof ownLevel === 'number' ? levelWord(lang, ownLevel) : null,
      given: seats.flatMap(({ slot, name }) => {
        const rating = ratingBy(slot, number);
        return rating ? [givenView(visit, name, rating, plays)] : [];
      }),
    };
  });
}
