import { deadlineOf } from '../domain/cohort/deadline.js';
import { backOn, onLeave, stoppedOn } from '../domain/cohort/leave.js';
import { daysBetween } from '../domain/calendar/dates.js';
import type { SeatHolderLine } from '../store/seat-holder.js';
import type { Formatters } from './format.js';
import type { Translate } from './language.js';

interface Tools {
  t: Translate;
  fmt: Formatters;
  today: string;
}

/** Done, on leave, stopped or under way: no figure, and never why. */
export function seatStatus({ t, fmt, today }: Tools, one: SeatHolderLine): { kind: string; text: string } {
  if (one.certifiedOn !== null) return { kind: 'done', text: t('training:state.certified') };
  const stop = stoppedOn(one.events);
  if (stop !== null && stop <= today) return { kind: 'locked', text: t('training:state.stopped', { date: fmt.shortDate(stop) }) };
  if (onLeave(one.events, today)) {
    const back = backOn(one.events, today);
    return { kind: 'planned', text: back ? t('training:state.leaveUntil', { date: fmt.shortDate(back) }) : t('training:state.leave') };
  }
  return one.cohortStartsOn > today
    ? { kind: 'not-begun', text: t('training:state.enrolled') }
    : { kind: 'under-way', text: t('training:state.inTraining') };
}

/** The last day, and by how much leave has moved it. Null when the training is over for this person. */
export function deadlineSentence(
  { t, fmt, today }: Tools,
  one: Pick<SeatHolderLine, 'events' | 'cohortEndsOn' | 'certifiedOn'>,
): string | null {
  if (one.certifiedOn !== null || stoppedOn(one.events) !== null) return null;
  const deadline = deadlineOf(one.cohortEndsOn, one.events, today);
  const moved = daysBetween(one.cohortEndsOn, deadline);
  const date = fmt.date(deadline);
  return moved === 0 ? t('applications:deadline.plain', { date }) : t('applications:deadline.moved', { date, count: moved });
}
