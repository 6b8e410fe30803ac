import type { Reopening } from '../domain/person/account.js';
import type { Person } from '../domain/person/person.js';
import { signInName } from '../domain/person/sign-in-name.js';
import { makeLink, tokenHash } from './account.js';
import { audit, type Actor } from './audit.js';
import type { Database, Reader, Writer } from './database.js';
import { accountLinks, people, reopenings } from './tables.js';

export interface ReopeningRecord extends Reopening {
  name: string;
  signInName: string;
  askedAt: string;
  linkMadeByName: string | null;
}

interface ReopeningRow extends Omit<ReopeningRecord, 'ownSupervisor' | 'ownCoordinator'> {
  ownSupervisor: number;
  ownCoordinator: number;
}

const ownSupervisor = `EXISTS (SELECT 1 FROM enrolment e JOIN group_member gm ON gm.enrolment_id = e.id AND gm.to_date IS NULL
  JOIN supervision_group g ON g.id = gm.group_id WHERE e.person_id = q.person_id AND g.supervisor_id = $1)`;
const ownCoordinator = `EXISTS (SELECT 1 FROM enrolment e JOIN appointment a ON a.cohort_id = e.cohort_id
  WHERE e.person_id = q.person_id AND a.person_id = $1)`;

const select = `SELECT q.id, q.person_id AS "personId", p.name, i.subject AS "signInName", q.asked_at AS "askedAt",
    q.approved_at AS "approvedAt", q.refused_at AS "refusedAt", q.confirmed_at AS "confirmedAt",
    l.expires_at AS "linkExpiresAt", l.used_at AS "linkUsedAt", l.made_by AS "linkMadeBy", b.name AS "linkMadeByName",
    CASE WHEN ${ownSupervisor} THEN 1 ELSE 0 END AS "ownSupervisor", CASE WHEN ${ownCoordinator} THEN 1 ELSE 0 END AS "ownCoordinator"
  FROM reopening q JOIN person p ON p.id = q.person_id JOIN identity i ON i.person_id = p.id AND i.issuer = 'local'
    LEFT JOIN account_link l ON l.id = q.link_id LEFT JOIN person b ON b.id = l.made_by`;

/** Administrators see every request; the person's own supervisor and coordinator see those that wait for a second pair of eyes. */
const within = (viewer: Person) =>
  viewer.roles.includes('administrator') ? '1 = 1' : `(l.used_at IS NOT NULL AND (${ownSupervisor} OR ${ownCoordinator}))`;

const shown = (row: ReopeningRow): ReopeningRecord => ({
  ...row,
  ownSupervisor: Boolean(row.ownSupervisor),
  ownCoordinator: Boolean(row.ownCoordinator),
});

/** Requests that are not settled, oldest first. Nobody sees their own here. */
export const listOpenReopeningsFor = async (db: Reader, viewer: Person): Promise<ReopeningRecord[]> =>
  (
    await db.rows<ReopeningRow>(
      `${select} WHERE q.confirmed_at IS NULL AND q.refused_at IS NULL AND p.account_state = 'open' AND q.person_id <> $1 AND ${within(viewer)}
       ORDER BY q.asked_at, q.id`,
      [viewer.id],
    )
  ).map(shown);

export async function findReopeningFor(db: Reader, viewer: Person, id: number): Promise<ReopeningRecord | null> {
  const row = await db.row<ReopeningRow>(`${select} WHERE q.id = $2 AND p.account_state = 'open' AND ${within(viewer)}`, [viewer.id, id]);
  return row ? shown(row) : null;
}

/** The request of this person that is not settled: asked, approved with a link not used yet, or lapsed. */
const unsettled = (tx: Writer, personId: number) =>
  tx.row<{ id: number; linkExpiresAt: string | null }>(
    `SELECT q.id, l.expires_at AS "linkExpiresAt" FROM reopening q LEFT JOIN account_link l ON l.id = q.link_id
     WHERE q.person_id = $1 AND q.refused_at IS NULL AND l.used_at IS NULL ORDER BY q.id DESC`,
    [personId],
  );

/**
 * Notes that somebody asks: one unsettled request a person, and a lapsed one is asked anew. A living link is left alone, so that asking
 * takes nothing from anybody. An unknown name leaves an audit entry of its own.
 */
export const askReopening = (db: Database, actor: Actor, typedName: string): Promise<void> =>
  db.write(async (tx) => {
    const now = actor.now.toISOString();
    const known = await tx.row<{ id: number }>(
      `SELECT p.id FROM identity i JOIN person p ON p.id = i.person_id WHERE i.issuer = 'local' AND i.subject = $1 AND p.account_state = 'open'`,
      [signInName(typedName)],
    );
    await audit(tx, actor, 'account.reopening_asked', 'person', known?.id ?? null);
    if (!known) return;
    const earlier = await unsettled(tx, known.id);
    if (!earlier) await tx.insert(reopenings, { personId: known.id, askedAt: now });
    else if (earlier.linkExpiresAt !== null && earlier.linkExpiresAt <= now)
      await tx.update(reopenings, { id: earlier.id }, { askedAt: now, approvedAt: null, approvedBy: null, linkId: null });
  });

/** Makes the one-time link; the token is returned once. */
export const approveReopening = (
  db: Database,
  actor: Actor & { personId: number },
  { id, personId }: Pick<Reopening, 'id' | 'personId'>,
): Promise<string> =>
  db.write(async (tx) => {
    const token = await makeLink(tx, actor, { personId, purpose: 'reopen', now: actor.now });
    const link = await tx.find(accountLinks, { tokenHash: tokenHash(token) });
    await tx.update(reopenings, { id }, { approvedBy: actor.personId, approvedAt: actor.now.toISOString(), linkId: link!.id });
    await audit(tx, actor, 'account.reopening_approved', 'person', personId);
    return token;
  });

export const refuseReopening = (db: Database, actor: Actor, { id, personId }: Pick<Reopening, 'id' | 'personId'>): Promise<void> =>
  db.write(async (tx) => {
    await tx.update(reopenings, { id }, { refusedAt: actor.now.toISOString() });
    await audit(tx, actor, 'account.reopening_refused', 'person', personId);
  });

/** The second person confirms. Film is shown again when no other reopening of the account waits for its second person. */
export const confirmReopening = (db: Database, actor: Actor, { id, personId }: Pick<Reopening, 'id' | 'personId'>): Promise<void> =>
  db.write(async (tx) => {
    await tx.update(reopenings, { id }, { confirmedBy: actor.personId, confirmedAt: actor.now.toISOString() });
    const waiting = await tx.row(
      `SELECT q.id FROM reopening q JOIN account_link l ON l.id = q.link_id
       WHERE q.person_id = $1 AND l.used_at IS NOT NULL AND q.confirmed_at IS NULL`,
      [personId],
    );
    if (!waiting) await tx.update(people, { id: personId }, { filmHold: false });
    await audit(tx, actor, 'account.reopening_confirmed', 'person', personId);
  });

export interface UntoldReopening {
  usedAt: string;
  by: string;
}

/** What the person has not been told yet; from now on they have. */
export const tellReopenings = (db: Database, actor: Actor & { personId: number }): Promise<UntoldReopening[]> =>
  db.write(async (tx) => {
    const untold = await tx.rows<UntoldReopening & { id: number }>(
      `SELECT q.id, l.used_at AS "usedAt", b.name AS by FROM reopening q JOIN account_link l ON l.id = q.link_id JOIN person b ON b.id = l.made_by
       WHERE q.person_id = $1 AND l.used_at IS NOT NULL AND q.told_at IS NULL ORDER BY l.used_at`,
      [actor.personId],
    );
    if (untold.length === 0) return [];
    await tx.run(
      'UPDATE reopening SET told_at = $2 WHERE person_id = $1 AND told_at IS NULL AND link_id IN (SELECT l.id FROM account_link l WHERE l.used_at IS NOT NULL)',
      [actor.personId, actor.now.toISOString()],
    );
    await audit(tx, actor, 'account.reopening_told', 'person', actor.personId);
    return untold.map(({ usedAt, by }) => ({ usedAt, by }));
  });
