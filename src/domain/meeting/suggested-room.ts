import type { AttendeeKind } from '../consent/consent.js';
import type { NetworkMeeting } from './meeting.js';

type Counted = Pick<NetworkMeeting, 'role' | 'citizens' | 'relatives' | 'network' | 'professionals'>;

/** One line for everyone the meeting counts, and for those who led it or took part as staff: they too are on the film and answer. */
export function suggestedRoom(meeting: Counted): { kind: AttendeeKind; ordinal: number }[] {
  const many: [AttendeeKind, number][] = [
    ['citizen', meeting.citizens],
    ['relative', meeting.relatives],
    ['network', meeting.network],
    ['professional', meeting.professionals],
    ['meeting_leader', meeting.role === 'co_leader' ? 2 : 1],
    ['meeting_participant', meeting.role === 'participant' ? 1 : 0],
  ];
  return many.flatMap(([kind, count]) => Array.from({ length: count }, (_, index) => ({ kind, ordinal: index + 1 })));
}
