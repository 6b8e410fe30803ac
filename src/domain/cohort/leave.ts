/** What happens to an enrolment, by date. */
export interface EnrolmentEvent {
  kind: 'leave_started' | 'leave_ended' | 'stopped' | 'plan_done';
  onDate: string;
}

/** The day somebody stopped, or null. From that day on nothing is credited. */
export const stoppedOn = (events: EnrolmentEvent[]): string | null =>
  events.reduce<string | null>(
    (first, { kind, onDate }) => (kind === 'stopped' && (first === null || onDate < first) ? onDate : first),
    null,
  );

const latest = (events: EnrolmentEvent[], kind: EnrolmentEvent['kind'], on: string): string =>
  events.reduce((last, event) => (event.kind === kind && event.onDate <= on && event.onDate > last ? event.onDate : last), '');

/** A leave runs from the day it starts up to the day of return, which is no day of leave. */
export const onLeave = (events: EnrolmentEvent[], on: string): boolean =>
  latest(events, 'leave_started', on) > latest(events, 'leave_ended', on);

/** The day of return from the leave that covers `on`; null when none is known yet. */
export const backOn = (events: EnrolmentEvent[], on: string): string | null =>
  events
    .filter(({ kind, onDate }) => kind === 'leave_ended' && onDate > on)
    .map(({ onDate }) => onDate)
    .sort()[0] ?? null;

/** Taking part on a day: neither stopped nor on leave. */
export const takesPart = (events: EnrolmentEvent[], on: string): boolean => {
  const stop = stoppedOn(events);
  return (stop === null || stop > on) && !onLeave(events, on);
};
