import { onLeave, stoppedOn, type EnrolmentEvent } from '../../domain/cohort/leave.js';
import type { MemberLine } from '../../store/supervision-group.js';
import type { Visit } from '../../web/guard.js';

/** Why nothing can be credited to a member on a day: certified, stopped or on leave. */
export function whyNot(
  member: Pick<MemberLine, 'certifiedOn'>,
  events: EnrolmentEvent[],
  on: string,
  { t }: Pick<Visit<unknown>, 't'>,
): string {
  if (member.certifiedOn !== null) return t('supervision:away.certified');
  const stop = stoppedOn(events);
  if (stop !== null && stop <= on) return t('supervision:away.stopped');
  return onLeave(events, on) ? t('supervision:away.leave') : t('supervision:away.outside');
}
