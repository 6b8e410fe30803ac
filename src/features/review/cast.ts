import type { Visit } from '../../web/guard.js';
import { findSupervisorOf } from '../../store/review.js';
import type { ReviewedRecording } from './scope.js';

/** Who takes part, by the names they call each other. */
export interface Cast {
  leader: string;
  leaderId: number;
  supervisor: string;
}

export const firstName = (name: string): string => name.split(' ')[0] ?? name;

export async function castOf({ house, t, today }: Visit<unknown>, { meeting }: ReviewedRecording): Promise<Cast> {
  const supervisor = await findSupervisorOf(house.db, meeting.enrolmentId, today);
  return {
    leader: firstName(meeting.leaderName),
    leaderId: meeting.leaderId,
    supervisor: supervisor ? firstName(supervisor.name) : t('review:supervisor'),
  };
}
