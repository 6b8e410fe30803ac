import type { Reader } from './database.js';

/** What an installation still needs before anybody can be put on a cohort. */
export interface Beginnings {
  municipalities: number;
  /** Accounts that are not closed. */
  administrators: number;
  coordinators: number;
}

/** Numbers only. */
export async function beginnings(db: Reader): Promise<Beginnings> {
  const usable = (role: string) =>
    `(SELECT COUNT(*) FROM person_role r JOIN person p ON p.id = r.person_id WHERE r.role = '${role}' AND p.account_state <> 'disabled')`;
  return (await db.row<Beginnings>(
    `SELECT (SELECT COUNT(*) FROM municipality) AS municipalities, ${usable('administrator')} AS administrators,
       ${usable('coordinator')} AS coordinators`,
  ))!;
}
