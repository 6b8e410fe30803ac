import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '../domain/person/person.js';
import { signInName } from '../domain/person/sign-in-name.js';
import { sortKeyOf } from '../domain/person/sort-key.js';
import { audit, type Actor } from './audit.js';
import type { Database, Reader, Writer } from './database.js';
import { endSessionsOf } from './session.js';
import { accountLinks, identities, people, personRoles } from './tables.js';

const local = 'local';
const linkDays = 7;

export type LinkPurpose = 'open' | 'reopen';

export interface NewPerson {
  name: string;
  /** The e-mail address they sign in with; kept in lower case. */
  signInName: string;
  roles: Role[];
  municipalityId: number | null;
  organisation?: string;
  assessor?: boolean;
  language?: 'da' | 'en';
}

/** Somebody signs in with that name already. Nothing of the transaction is kept. */
export class SignInNameTaken extends Error {}

export const isSignInNameTaken = async (db: Reader, typed: string): Promise<boolean> =>
  (await db.find(identities, { issuer: local, subject: signInName(typed) })) !== null;

/** A person with an account nobody can open until a link is made. Returns the id; throws {@link SignInNameTaken}. */
export async function createPerson(tx: Writer, actor: Actor, given: NewPerson): Promise<number> {
  const subject = signInName(given.signInName);
  const id = await tx.insert(people, {
    name: given.name,
    sortKey: sortKeyOf(given.name),
    municipalityId: given.municipalityId,
    organisation: given.organisation ?? '',
    assessor: given.assessor ?? false,
    language: given.language ?? 'da',
    accountState: 'invited',
    filmHold: false,
    createdAt: actor.now.toISOString(),
  });
  await tx.insertMany(
    personRoles,
    given.roles.map((role) => ({ personId: id, role })),
  );
  await tx.run(`INSERT INTO identity (person_id, issuer, subject) VALUES ($1, $2, $3) ON CONFLICT (issuer, subject) DO NOTHING`, [
    id,
    local,
    subject,
  ]);
  if ((await tx.find(identities, { issuer: local, subject }))?.personId !== id) throw new SignInNameTaken();
  await audit(tx, actor, 'account.made', 'person', id, given.municipalityId);
  return id;
}

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * A one-time link, good for seven days; earlier ones of the person stop working. The token is returned once and kept only as its hash. Made by
 * nobody (on the machine itself) it is kept as the person's own.
 */
export async function makeLink(
  tx: Writer,
  actor: Actor,
  { personId, purpose, now }: { personId: number; purpose: LinkPurpose; now: Date },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const at = now.toISOString();
  await tx.run('UPDATE account_link SET expires_at = $2 WHERE person_id = $1 AND used_at IS NULL AND expires_at > $2', [personId, at]);
  await tx.insert(accountLinks, {
    personId,
    tokenHash: tokenHash(token),
    purpose,
    madeBy: actor.personId ?? personId,
    createdAt: at,
    expiresAt: new Date(now.getTime() + linkDays * 86_400_000).toISOString(),
  });
  await audit(tx, actor, `account.link.${purpose}`, 'person', personId);
  return token;
}

/** Why an account is closed: a choice, never free text. */
export const disablingReasons = ['left', 'misuse', 'mistake', 'asked'] as const;
export type DisablingReason = (typeof disablingReasons)[number];

/** Closes the account and ends its sessions and links at once. */
export const disableAccount = (db: Database, actor: Actor, personId: number, reason: DisablingReason): Promise<void> =>
  db.write(async (tx) => {
    await tx.update(people, { id: personId }, { accountState: 'disabled' });
    await endSessionsOf(tx, personId);
    await tx.run('UPDATE account_link SET expires_at = $2 WHERE person_id = $1 AND used_at IS NULL AND expires_at > $2', [
      personId,
      actor.now.toISOString(),
    ]);
    await audit(tx, actor, `account.disabled.${reason}`, 'person', personId);
  });

/** Back to where it was: open with its old passphrase, or waiting for its first link. */
export const enableAccount = (db: Database, actor: Actor, personId: number): Promise<void> =>
  db.write(async (tx) => {
    const identity = await tx.find(identities, { personId, issuer: local });
    await tx.update(people, { id: personId }, { accountState: identity?.secretHash ? 'open' : 'invited' });
    await audit(tx, actor, 'account.enabled', 'person', personId);
  });

export const keepLanguage = (db: Database, actor: Actor, personId: number, language: 'da' | 'en'): Promise<void> =>
  db.write(async (tx) => {
    await tx.update(people, { id: personId }, { language });
    await audit(tx, actor, 'person.language', 'person', personId);
  });

/** A new passphrase, chosen by the person; their other sessions end. */
export const changeSecret = (db: Database, actor: Actor, personId: number, secretHash: string, thisSession: string): Promise<void> =>
  db.write(async (tx) => {
    await tx.update(identities, { personId, issuer: local }, { secretHash });
    await endSessionsOf(tx, personId, thisSession);
    await audit(tx, actor, 'account.secret', 'person', personId);
  });

/** The same passphrase under today's parameters. */
export const resealSecret = (db: Database, actor: Actor & { personId: number }, secretHash: string): Promise<void> =>
  db.write(async (tx) => {
    await tx.update(identities, { personId: actor.personId, issuer: local }, { secretHash });
    await audit(tx, actor, 'account.resealed', 'person', actor.personId);
  });

export const endOtherSessions = (db: Database, actor: Actor, personId: number, thisSession: string): Promise<void> =>
  db.write(async (tx) => {
    await endSessionsOf(tx, personId, thisSession);
    await audit(tx, actor, 'account.sessions_ended', 'person', personId);
  });

export const noteSignOut = (db: Database, actor: Actor): Promise<number> =>
  db.write((tx) => audit(tx, actor, 'account.signed_out', 'person', actor.personId));

/** Notes the sign-in; the first one for good. */
export const noteSignIn = (db: Database, actor: Actor, personId: number): Promise<void> =>
  db.write(async (tx) => {
    await tx.run('UPDATE person SET first_signed_in_at = $2 WHERE id = $1 AND first_signed_in_at IS NULL', [
      personId,
      actor.now.toISOString(),
    ]);
    await audit(tx, actor, 'account.signed_in', 'person', personId);
  });
