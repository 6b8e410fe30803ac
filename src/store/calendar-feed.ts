import { tokenHash } from './account.js';
import { audit, type Actor } from './audit.js';
import type { Reader, Writer } from './database.js';
import { calendarFeeds } from './tables.js';

type By = Actor & { personId: number };

export const findFeed = async (db: Reader, personId: number): Promise<{ madeAt: string } | null> =>
  db.find(calendarFeeds, { personId, revokedAt: null });

/** The person a secret address belongs to; null for an unknown, replaced or revoked one, and when the account is closed. */
export const findFeedOwner = async (db: Reader, token: string): Promise<number | null> =>
  (
    await db.row<{ personId: number }>(
      `SELECT f.person_id AS "personId" FROM calendar_feed f JOIN person p ON p.id = f.person_id
       WHERE f.token_hash = $1 AND f.revoked_at IS NULL AND p.account_state = 'open'`,
      [tokenHash(token)],
    )
  )?.personId ?? null;

/** False when there was none. */
export async function revokeFeed(tx: Writer, actor: By): Promise<boolean> {
  const { personId } = actor;
  if ((await tx.update(calendarFeeds, { personId, revokedAt: null }, { revokedAt: actor.now.toISOString() })) === 0) return false;
  await audit(tx, actor, 'calendar-feed.revoke', 'person', personId);
  return true;
}

/** Keeps the hash of a new address; the one before it stops working. */
export async function makeFeed(tx: Writer, actor: By, token: string): Promise<void> {
  const { personId } = actor;
  await tx.run('UPDATE person SET name = name WHERE id = $1', [personId]);
  await revokeFeed(tx, actor);
  await tx.insert(calendarFeeds, { personId, tokenHash: tokenHash(token), madeAt: actor.now.toISOString() });
  await audit(tx, actor, 'calendar-feed.make', 'person', personId);
}
