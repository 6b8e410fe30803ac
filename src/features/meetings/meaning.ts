import { rarePurposes, usualPurposes, type Purpose } from '../../domain/consent/consent.js';
import { effectiveScope, heldBackBy, type Room } from '../../domain/consent/effective-scope.js';
import { becauseOf } from '../../web/attendee-words.js';
import type { Visit } from '../../web/guard.js';
import type { OwnMeeting } from './scope.js';

export interface MeaningRow {
  status: { kind: 'done' | 'missing' | 'barred'; text: string };
  rest: string;
}

function whoFor({ t, record: { enrolment } }: Visit<OwnMeeting>, purpose: Purpose): string {
  const municipality = enrolment.municipalityName;
  const plain: Record<Purpose, string> = {
    own_learning: 'self',
    supervision_own_municipality: enrolment.supervisorName === null ? 'supervisorNone' : 'supervisor',
    supervision_cross_municipal: 'cross',
    assessment: 'assessment',
    calibration: 'calibration',
    teaching: 'teaching',
  };
  return t(`meetings:answers.${plain[purpose]}`, { name: enrolment.supervisorName, municipality });
}

/** What the answers of everyone in the room come to, one line for each purpose; the rare ones only when they were talked of. Empty before anyone has answered. */
export function meaningOf(visit: Visit<OwnMeeting>, room: Room): MeaningRow[] {
  const { t } = visit;
  const scope = effectiveScope(room);
  if (room.answers.length === 0) return [];
  const asked = rarePurposes.filter((purpose) => room.answers.some((one) => one.purpose === purpose));
  return [...usualPurposes, ...asked].map((purpose) => {
    const who = whoFor(visit, purpose);
    if (scope.has(purpose) && scope.has('own_learning')) return { status: { kind: 'done', text: t('meetings:answers.may') }, rest: who };
    const held = heldBackBy(room, purpose);
    const rest =
      held.length > 0 ? t('meetings:answers.because', { who, why: becauseOf(t, held) }) : t('meetings:answers.ownFirst', { who });
    const waits = held.length > 0 && held.every(({ standing }) => standing === 'unanswered');
    return {
      status: waits ? { kind: 'missing', text: t('meetings:answers.waits') } : { kind: 'barred', text: t('meetings:answers.mayNot') },
      rest,
    };
  });
}
