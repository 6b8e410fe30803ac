import { doubtfulTime } from '../calendar/clock-change.js';
import { creditedMinutes } from './credit.js';
import type { SupervisionKind } from './kinds.js';

export const dailyCapMinutes = 8 * 60;

export interface EntryFrame {
  onDate: string;
  startsAt: number;
  endsAt: number;
  breakMinutes: number;
  kind?: SupervisionKind;
}

export interface EntryMember {
  enrolmentId: number;
  present: boolean;
  presentFrom: number;
  presentTo: number;
  /** Member of the group, not on leave and not stopped, on the date. */
  mayBeCredited: boolean;
  /** The member's other credited presences that day, in any group. */
  others: { presentFrom: number; presentTo: number; minutes: number }[];
}

export interface EntryFault {
  field: 'onDate' | 'startsAt' | 'endsAt' | 'breakMinutes' | 'kind' | 'member';
  enrolmentId?: number;
  reason: string;
}

const clockReason = { skipped: 'refusals:timeSkipped', doubled: 'refusals:timeDoubled' };

/** A time of the hour that is skipped or comes twice in the night of a change of the clock says nothing certain. */
const clockFault = (onDate: string, minutes: number): string | null => {
  const doubt = doubtfulTime(onDate, minutes);
  return doubt && clockReason[doubt];
};

function frameFaults(frame: EntryFrame, today: string): EntryFault[] {
  const faults: EntryFault[] = [];
  for (const field of ['startsAt', 'endsAt'] as const) {
    const reason = clockFault(frame.onDate, frame[field]);
    if (reason) faults.push({ field, reason });
  }
  if (frame.onDate > today) faults.push({ field: 'onDate', reason: 'refusals:sessionInFuture' });
  if (frame.endsAt <= frame.startsAt) faults.push({ field: 'endsAt', reason: 'refusals:endBeforeStart' });
  else if (frame.breakMinutes >= frame.endsAt - frame.startsAt) faults.push({ field: 'breakMinutes', reason: 'refusals:breakTooLong' });
  return faults;
}

const overlaps = (a: { presentFrom: number; presentTo: number }, b: { presentFrom: number; presentTo: number }) =>
  a.presentFrom < b.presentTo && b.presentFrom < a.presentTo;

function memberFault(frame: EntryFrame, member: EntryMember): string | null {
  if (!member.present) return null;
  if (!member.mayBeCredited) return 'refusals:memberNotThen';
  if (member.presentTo <= member.presentFrom) return 'refusals:leftBeforeCame';
  const doubt = clockFault(frame.onDate, member.presentFrom) ?? clockFault(frame.onDate, member.presentTo);
  if (doubt) return doubt;
  if (member.presentFrom < frame.startsAt || member.presentTo > frame.endsAt) return 'refusals:outsideSession';
  if (member.others.some((other) => overlaps(other, member))) return 'refusals:overlap';
  const sum = member.others.reduce((total, other) => total + other.minutes, creditedMinutes(frame, member));
  return sum > dailyCapMinutes ? 'refusals:overDailyCap' : null;
}

/** Everything that keeps a session from being signed: at most eight hours a day, no overlap, nobody who was not there to be credited. */
export function entryFaults(frame: EntryFrame, members: EntryMember[], today: string): EntryFault[] {
  const faults = frameFaults(frame, today);
  // Without a session to be inside of, every member would be told that they are outside.
  if (frame.endsAt <= frame.startsAt) return faults;
  const there = members.filter(({ present }) => present).length;
  if (frame.kind === 'individual' && there !== 1) faults.push({ field: 'kind', reason: 'refusals:individualIsOne' });
  return [
    ...faults,
    ...members.flatMap((member): EntryFault[] => {
      const reason = memberFault(frame, member);
      return reason === null ? [] : [{ field: 'member', enrolmentId: member.enrolmentId, reason }];
    }),
  ];
}
