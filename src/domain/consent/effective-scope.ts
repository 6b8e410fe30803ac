import { purposes, standing, type Attendee, type ConsentAnswer, type Purpose } from './consent.js';

export interface Room {
  attendees: Attendee[];
  answers: ConsentAnswer[];
}

/** What the film may be used for: the intersection over everyone in the room. Unanswered means no; an empty room allows nothing. */
export function effectiveScope({ attendees, answers }: Room): Set<Purpose> {
  if (attendees.length === 0) return new Set();
  return new Set(purposes.filter((purpose) => attendees.every((attendee) => standing(attendee, answers, purpose) === 'yes')));
}

/** Who keeps a purpose from being open, and how. */
export const heldBackBy = ({ attendees, answers }: Room, purpose: Purpose): { attendee: Attendee; standing: 'no' | 'unanswered' }[] =>
  attendees.flatMap((attendee) => {
    const state = standing(attendee, answers, purpose);
    return state === 'yes' ? [] : [{ attendee, standing: state }];
  });

export type Attachable = { ok: true } | { ok: false; reason: 'nobody' | 'noCitizen' | 'noLeader' | 'unanswered' | 'refused' };

/** A recording is attached only when everyone's answer covers the leader's own learning, and the citizen and the leader are on the list. */
export function mayAttach(room: Room): Attachable {
  if (room.attendees.length === 0) return { ok: false, reason: 'nobody' };
  if (!room.attendees.some(({ kind }) => kind === 'citizen')) return { ok: false, reason: 'noCitizen' };
  if (!room.attendees.some(({ kind }) => kind === 'meeting_leader')) return { ok: false, reason: 'noLeader' };
  const held = heldBackBy(room, 'own_learning');
  if (held.some((one) => one.standing === 'no')) return { ok: false, reason: 'refused' };
  return held.length > 0 ? { ok: false, reason: 'unanswered' } : { ok: true };
}

export type Permission = 'planned' | 'quarantined' | 'active' | 'blocked' | 'erased';

/** The permission life of a recording, derived from the answers and never stored. */
export function permission(room: Room, recording: { erasedAt: string | null } | null): Permission {
  if (recording === null) return 'planned';
  if (recording.erasedAt !== null) return 'erased';
  if (effectiveScope(room).has('own_learning')) return 'active';
  return heldBackBy(room, 'own_learning').some((one) => one.standing === 'no') ? 'blocked' : 'quarantined';
}
