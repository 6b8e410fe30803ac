import type { Writer } from './database.js';
import { auditEntries } from './tables.js';

/** Who did it, and in which request. A job acts as nobody. */
export interface Actor {
  personId: number | null;
  requestId: string | null;
  now: Date;
}

/** Writes the audit entry in the transaction of the change it tells of. Ids only: no names, no free text. */
export const audit = (
  tx: Writer,
  actor: Actor,
  action: string,
  objectKind: string,
  objectId: number | null,
  municipalityId: number | null = null,
) =>
  tx.insert(auditEntries, {
    at: actor.now.toISOString(),
    actorId: actor.personId,
    requestId: actor.requestId,
    action,
    objectKind,
    objectId,
    municipalityId,
  });
