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
  revision: string;
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

/** What is asked, with all it depends on beside the rows of a cohort; `at` the time it holds for, when a later one makes it worthless. */
interface Question {
  what: string;
  at?: string;
}

/**
 * What is known of each cohort, asked anew only about those where something was committed since. `ask` reads their rows itself, of many
 * cohorts at once. An answer is not to be changed. Inside a transaction everything is asked anew.
 */
export async function perCohort<T>(
  db: Reader,
  { what, at = '' }: Question,
  cohorts: Pick<CohortRevision, 'cohortId' | 'revision'>[],
  ask: (cohortIds: number[]) => Promise<Map<number, T>>,
): Promise<Map<number, T>> {
  const known = keptOf(db);
  const revisionOf = (index: number) => `${cohorts[index]!.revision} ${at}`;
  const standing = cohorts.map(({ cohortId }, index) => {
    const before = known.get(`${what} of ${cohortId}`);
    return before?.revision === revisionOf(index) ? before : null;
  });
  const stale = cohorts.filter((_, index) => !standing[index]).map(({ cohortId }) => cohortId);
  const asked = stale.length > 0 ? ask(stale) : null;
  const answers = cohorts.map(async ({ cohortId }, index) => {
    const one = standing[index] ?? { revision: revisionOf(index), answer: asked!.then((all) => all.get(cohortId)) };
    keep(known, `${what} of ${cohortId}`, one);
    return [cohortId, (await one.answer) as T] as const;
  });
  return new Map(await Promise.all(answers));
}

/** One answer over several cohorts, made anew when anything was committed about any of them. */
export async function overCohorts<T>(
  db: Reader,
  { what, at = '' }: Question,
  cohorts: CohortRevision[],
  make: () => Promise<T>,
): Promise<T> {
  const known = keptOf(db);
  const revision = [at, ...cohorts.map((one) => `${one.cohortId} ${one.revision}`)].join(', ');
  const before = known.get(what);
  if (before?.revision === revision) return before.answer as Promise<T>;
  const answer = make();
  keep(known, what, { revision, answer });
  return answer;
}
