import type { Account } from '../domain/person/account.js';
import type { AccountState, Person } from '../domain/person/person.js';
import type { Reader } from './database.js';
import { roleBits, rolesOf } from './person.js';
import { identities } from './tables.js';

/** What others may know about an account: who, and whether it can be used. Nothing of the training. */
export interface AccountRecord extends Account {
  name: string;
  signInName: string;
  municipality: string | null;
  organisation: string;
  firstSignedInAt: string | null;
  createdAt: string;
  filmHold: boolean;
  /** End of the living one-time link, when there is one. */
  linkUntil: string | null;
  /** On no cohort any longer, and nothing else to the house: everything they were on has been stopped. */
  left: boolean;
}

interface AccountRow {
  id: number;
  name: string;
  signInName: string | null;
  roleBits: number;
  assessor: number;
  state: AccountState;
  municipality: string | null;
  organisation: string;
  firstSignedInAt: string | null;
  createdAt: string;
  filmHold: number;
  linkUntil: string | null;
  ofOwnCohort: number;
  left: number;
}

/** Trainees of, and managers of a municipality in, the cohorts that person $2 is appointed to. */
const ofOwnCohorts = `p.id IN (
  SELECT e.person_id FROM enrolment e JOIN appointment a ON a.cohort_id = e.cohort_id WHERE a.person_id = $2
  UNION SELECT h.id FROM person h JOIN person_role r ON r.person_id = h.id AND r.role = 'manager'
    JOIN cohort_municipality cm ON cm.municipality_id = h.municipality_id JOIN appointment a ON a.cohort_id = cm.cohort_id WHERE a.person_id = $2)`;
const onlyTraineesAndManagers = `p.assessor = 0 AND NOT EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = p.id AND r.role NOT IN ('trainee', 'manager'))`;

const goesOn = `EXISTS (SELECT 1 FROM enrolment e WHERE e.person_id = p.id AND NOT EXISTS (SELECT 1 FROM enrolment_event v
  WHERE v.enrolment_id = e.id AND v.kind = 'stopped' AND v.on_date <= substr(CAST($1 AS TEXT), 1, 10)))`;
const hasLeft = `p.assessor = 0 AND NOT EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = p.id AND r.role <> 'trainee')
  AND EXISTS (SELECT 1 FROM enrolment e WHERE e.person_id = p.id) AND NOT ${goesOn}`;

const select = `SELECT p.id, p.name, (SELECT MIN(i.subject) FROM identity i WHERE i.person_id = p.id AND i.issuer = 'local') AS "signInName",
    ${roleBits} AS "roleBits", p.assessor, p.account_state AS state, m.name AS municipality, p.organisation,
    p.first_signed_in_at AS "firstSignedInAt", p.created_at AS "createdAt", p.film_hold AS "filmHold",
    (SELECT MAX(l.expires_at) FROM account_link l WHERE l.person_id = p.id AND l.used_at IS NULL AND l.expires_at > $1) AS "linkUntil",
    CASE WHEN ${ofOwnCohorts} THEN 1 ELSE 0 END AS "ofOwnCohort",
    CASE WHEN ${hasLeft} THEN 1 ELSE 0 END AS "left"
  FROM person p LEFT JOIN municipality m ON m.id = p.municipality_id`;

const shown = ({ roleBits: bits, ...row }: AccountRow): AccountRecord => ({
  ...row,
  signInName: row.signInName ?? '',
  roles: rolesOf(bits),
  assessor: Boolean(row.assessor),
  filmHold: Boolean(row.filmHold),
  ofOwnCohort: Boolean(row.ofOwnCohort),
  left: Boolean(row.left),
  everSignedIn: row.firstSignedInAt !== null,
});

/** Administrators see every account, coordinators trainees and managers of their own cohorts. */
const within = (viewer: Person) => (viewer.roles.includes('administrator') ? '1 = 1' : `${ofOwnCohorts} AND ${onlyTraineesAndManagers}`);

export const listAccountsFor = async (db: Reader, viewer: Person, now: Date): Promise<AccountRecord[]> =>
  (await db.rows<AccountRow>(`${select} WHERE ${within(viewer)} ORDER BY p.sort_key, p.id`, [now.toISOString(), viewer.id])).map(shown);

export async function findAccountFor(db: Reader, viewer: Person, id: number, now: Date): Promise<AccountRecord | null> {
  const row = await db.row<AccountRow>(`${select} WHERE p.id = $3 AND ${within(viewer)}`, [now.toISOString(), viewer.id, id]);
  return row ? shown(row) : null;
}

export interface AccountEvent {
  at: string;
  action: string;
  byId: number | null;
  by: string | null;
}

/** What was done with the account, newest first, from the audit. Sign-ins are not part of the story. */
export const listAccountEvents = (db: Reader, personId: number): Promise<AccountEvent[]> =>
  db.rows<AccountEvent>(
    `SELECT a.at, a.action, a.actor_id AS "byId", p.name AS by FROM audit_entry a LEFT JOIN person p ON p.id = a.actor_id
     WHERE a.object_kind = 'person' AND a.object_id = $1 AND a.action LIKE 'account.%'
       AND a.action NOT IN ('account.signed_in', 'account.signed_out', 'account.resealed')
     ORDER BY a.at DESC, a.id DESC`,
    [personId],
  );

export interface DemoAccount {
  name: string;
  signInName: string;
  roles: Person['roles'];
  assessor: boolean;
}

/**
 * The open accounts of the fictional people: their municipality or cohort is marked as demo and their address ends with `.example`. Those with
 * a film in the making come first.
 */
export const listDemoAccounts = async (db: Reader): Promise<DemoAccount[]> =>
  (
    await db.rows<{ name: string; signInName: string; roleBits: number; assessor: number }>(
      `SELECT p.name, i.subject AS "signInName", ${roleBits} AS "roleBits", p.assessor
       FROM person p JOIN identity i ON i.person_id = p.id AND i.issuer = 'local' LEFT JOIN municipality m ON m.id = p.municipality_id
       WHERE p.account_state = 'open' AND i.subject LIKE '%.example' AND i.secret_hash IS NOT NULL
         AND (m.demo = 1 OR (p.municipality_id IS NULL AND EXISTS (SELECT 1 FROM cohort c WHERE c.demo = 1)))
       ORDER BY COALESCE((SELECT MAX(r.review_since) FROM recording r WHERE r.owner_id = p.id AND r.review <> 'closed' AND r.erased_why IS NULL), '') DESC, p.id`,
    )
  ).map(({ roleBits: bits, assessor, ...row }) => ({ ...row, roles: rolesOf(bits), assessor: Boolean(assessor) }));

export const findSignInName = async (db: Reader, personId: number): Promise<string> =>
  (await db.find(identities, { personId, issuer: 'local' }))?.subject ?? '';
