import type { AccountState } from '../domain/person/person.js';
import { signInName } from '../domain/person/sign-in-name.js';
import { createPerson, makeLink } from './account.js';
import type { Actor } from './audit.js';
import type { Database } from './database.js';
import { identities, people, personRoles } from './tables.js';

/** Why somebody cannot be given an administrator's first link: their account is open, closed, or another kind of account. */
export type NoAdministrator = 'open' | 'disabled' | 'another';

/**
 * An account of an administrator, and the token of the one-time link that opens it. Whoever never opened theirs gets a new link. For the one who
 * has the machine and its keys in hand: on an empty database nobody can make the first account, and an administrator who is alone can be let in
 * again by nobody.
 */
export const newAdministrator = (
  db: Database,
  { name, signInName: address, now }: { name: string; signInName: string; now: Date },
): Promise<{ token: string } | { no: NoAdministrator }> =>
  db.write(async (tx) => {
    const actor: Actor = { personId: null, requestId: null, now };
    const linkFor = async (personId: number) => ({ token: await makeLink(tx, actor, { personId, purpose: 'open', now }) });
    const known = await tx.find(identities, { issuer: 'local', subject: signInName(address) });
    if (!known)
      return linkFor(await createPerson(tx, actor, { name, signInName: address, roles: ['administrator'], municipalityId: null }));
    const state = (await tx.find(people, { id: known.personId }))!.accountState as AccountState;
    if (state !== 'invited') return { no: state };
    if (!(await tx.find(personRoles, { personId: known.personId, role: 'administrator' }))) return { no: 'another' };
    return linkFor(known.personId);
  });
