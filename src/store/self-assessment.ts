import type { OwnLevels } from '../domain/rubric/self-assessment.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { selfAssessments } from './tables.js';

export interface SelfAssessmentRecord {
  id: number;
  rubric: string;
  levels: OwnLevels;
  deliveredOn: string;
}

/** The trainee's self-assessments, the first delivered first. Delivered ones are never changed. */
export const listSelfAssessments = async (db: Reader, enrolmentId: number): Promise<SelfAssessmentRecord[]> =>
  (await db.all(selfAssessments, { enrolmentId }, 'id')).map(({ id, rubric, levels, deliveredOn }) => ({
    id,
    rubric,
    levels: levels as OwnLevels,
    deliveredOn,
  }));

export interface NewSelfAssessment {
  enrolmentId: number;
  rubric: string;
  levels: OwnLevels;
  deliveredOn: string;
}

export async function deliverSelfAssessment(tx: Writer, actor: Actor, given: NewSelfAssessment): Promise<number> {
  const id = await tx.insert(selfAssessments, { ...given, recordedAt: actor.now.toISOString() });
  await audit(tx, actor, 'self-assessment.deliver', 'self_assessment', id);
  return id;
}
