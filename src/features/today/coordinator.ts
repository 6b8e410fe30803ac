import { standing } from '../../domain/certification/states.js';
import { deskOf, type Desk } from '../../web/desk.js';
import { paths } from '../../web/paths.js';
import { countSentence, seenState } from '../../web/right-now-words.js';
import { firstCohort } from './accounts.js';
import type { Here, Task } from './task.js';

export interface CohortLine {
  title: string;
  href: string;
  text: string;
}

function cohortLines(here: Here, { trainees, facts }: Desk): CohortLine[] {
  const ids = [...new Set(trainees.map(({ cohortId }) => cohortId))];
  return ids.map((id) => {
    const own = trainees.filter(({ cohortId }) => cohortId === id);
    const words = own.map(({ enrolmentId }) => standing(seenState(facts.get(enrolmentId)!, here.today)));
    const count = (word: string) => words.filter((one) => one === word).length;
    return {
      title: own[0]!.cohortName,
      href: paths.coordination.cohort(id),
      text: countSentence(here.t, { certified: count('certified'), not_yet: count('not_yet'), stopped: count('stopped') }),
    };
  });
}

/** The same desk is the same object as long as nothing in it changed. */
const written = new WeakMap<Desk, CohortLine[]>();

/** What waits for a coordinator over all her cohorts, and a line of each. */
export async function coordinatorShare(here: Here): Promise<{ tasks: Task[]; cohorts: CohortLine[] }> {
  const desk = await deskOf(here);
  const cohorts = written.get(desk) ?? cohortLines(here, desk);
  written.set(desk, cohorts);
  return { tasks: cohorts.length > 0 ? desk.lines : [...desk.lines, ...(await firstCohort(here))], cohorts };
}
