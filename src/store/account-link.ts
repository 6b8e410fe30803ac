import type { AccountState } from '../domain/person/person.js';
import { tokenHash, type LinkPurpose } from './account.js';
import { audit, type Actor } from './audit.js';
import type { Database, Reader } from './database.js';
import { endSessionsOf } from './session.js';
import { accountLinks, identities, people } from './tables.js';

/** A link that can still be used. */
export interface LivingLink {
  id: number;
  personId: number;
  purpose: LinkPurpose;
  name: string;
  signInName: string;
}

/** Null for unknown, used, replaced and expired links alike, and when the account is closed or already open. */
export async function findLink(db: Reader, token: string, now: Date): Promise<LivingLink | null> {
  const row = await db.row<LivingLink & { state: AccountState }>(
    `SELECT l.id, l.person_id AS "personId", l.purpose, p.name, i.subject AS "signInName", p.account_state AS state
     FROM account_link l JOIN person p ON p.id = l.person_id JOIN identity i ON i.person_id = p.id AND i.issuer = 'local'
     WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2`,
    [tokenHash(token), now.toISOString()],
  );
  if (!row) return null;
  const { state, ...link } = row;
  return state === (link.purpose === 'open' ? 'invited' : 'open') ? link : null;
}

/**
 * Uses the link once: the passphrase is set and the account open. A reopened account starts with no old session and shows no film
 * until a second person has confirmed it. Null when the link was used or replaced meanwhile.
 */
export const useLink = (db: Database, actor: Omit<Actor, 'personId'>, token: string, secretHash: string): Promise<LivingLink | null> =>
  db.write(async (tx) => {
    const link = await findLink(tx, token, actor.now);
    if (!link) return null;
    const used = await tx.update(accountLinks, { id: link.id, usedAt: null }, { usedAt: actor.now.toISOString() });
    if (used !== 1) return null;
    const { personId, purpose } = link;
    await tx.update(identities, { personId, issuer: 'local' }, { secretHash });
    await tx.update(people, { id: personId }, purpose === 'open' ? { accountState: 'open' } : { accountState: 'open', filmHold: true });
    await endSessionsOf(tx, personId);
    await audit(tx, { ...actor, personId }, purpose === 'open' ? 'account.opened' : 'account.reopened', 'person', personId);
    return link;
  });
