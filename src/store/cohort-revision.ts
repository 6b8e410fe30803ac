import type { Reader } from './database.js';

/** A cohort and the number that rises with every commit about it. */
export interface CohortRevision {
  cohortId: number;
  cohortName: string;
  revision: number;
}

/** The cohorts a person follows as coordinator, the newest first. */
export const listCohortRevisions = (db: Reader, coordinatorId: number): Promise<CohortRevision[]> =>
  db.rows<CohortRevision>(
    `SELECT c.id AS "cohortId", c.name AS "cohortName", v.revision FROM appointment a
       JOIN person_role r ON r.person_id = a.person_id AND r.role = 'coordinator'
       JOIN cohort c ON c.id = a.cohort_id JOIN cohort_revision v ON v.cohort_id = c.id
     WHERE a.person_id = $1 ORDER BY c.starts_on DESC, c.id DESC`,
    [coordinatorId],
  );

interface Kept {
  revision: number | string;
  answer: Promise<unknown>;
}

const kept = new WeakMap<Reader, Map<string, Kept>>();
const mostKept = 400;

function keep(known: Map<string, Kept>, key: string, one: Kept): void {
  known.delete(key);
  known.set(key, one);
  one.answer.catch(() => known.get(key) === one && known.delete(key));
  const [oldest] = known.keys();
  if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
}

const keptOf = (db: Reader): Map<string, Kept> => {
  const known = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, known);
  return known;
};

/**
 * What is known of each cohort, asked anew only about those where something was committed since. `question` names what is asked with all it
 * depends on beside the rows of a cohort, and `ask` reads those itself, of many cohorts at once. An answer is not to be changed. Inside a
 * transaction everything is asked anew.
 */
export async function perCohort<T>(
  db: Reader,
  question: string,
  cohorts: Pick<CohortRevision, 'cohortId' | 'revision'>[],
  ask: (cohortIds: number[]) => Promise<Map<number, T>>,
): Promise<Map<number, T>> {
  const known = keptOf(db);
  const standing = cohorts.map(({ cohortId, revision }) => {
    const before = known.get(`${question} of ${cohortId}`);
    return before?.revision === revision ? before : null;
  });
  const stale = cohorts.filter((_, index) => !standing[index]).map(({ cohortId }) => cohortId);
  const asked = stale.length > 0 ? ask(stale) : null;
  const answers = cohorts.map(async ({ cohortId, revision }, index) => {
    const one = standing[index] ?? { revision, answer: asked!.then((all) => all.get(cohortId)) };
    keep(known, `${question} of ${cohortId}`, one);
    return [cohortId, (await one.answer) as T] as const;
  });
  return new Map(await Promise.all(answers));
}

/** One answer over several cohorts, made anew when anything was committed about any of them. */
export async function overCohorts<T>(db: Reader, question: string, cohorts: CohortRevision[], make: () => Promise<T>): Promise<T> {
  const known = keptOf(db);
  const revision = cohorts.map((one) => `${one.cohortId} ${one.revision}`).join(', ');
  const before = known.get(question);
  if (before?.revision === revision) return before.answer as Promise<T>;
  const answer = make();
  keep(known, question, { revision, answer });
  return answer;
}
