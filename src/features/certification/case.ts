import { bothLocked } from '../../domain/certification/policy.js';
import { readRatings } from '../../store/rating.js';
import { listSelfAssessments } from '../../store/self-assessment.js';
import type { Visit } from '../../web/guard.js';
import { caseView } from './case-view.js';
import { stageFor } from './film.js';
import type { CaseFile } from './scope.js';

/** May the viewer read both ratings? Not the coordinator, and nobody before both are locked. */
const mayRead = ({ relation, case: { seats } }: CaseFile): boolean =>
  (relation.isTrainee || relation.isOwnSupervisor || relation.isAssessor) && bothLocked(seats);

/** A case: who rates and how far they are; from the second lock on also what they gave. */
export async function show(visit: Visit<CaseFile>): Promise<void> {
  const { house, record } = visit;
  const opened = mayRead(record);
  const view = caseView(visit, {
    ratings: opened ? await readRatings(house.db, record.case) : null,
    own: opened ? await listSelfAssessments(house.db, record.candidate.id) : [],
    stage: opened ? await stageFor(visit) : null,
  });
  await visit.page('certification/case', view, { title: view.title, scripts: view.stage?.player ? ['rating'] : [] });
}
