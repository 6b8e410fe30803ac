import { draftOf } from '../../../src/domain/programme/draft.js';
import type { ProgrammeBody } from '../../../src/domain/programme/programme.js';
import type { Database } from '../../../src/store/database.js';
import { openDraft } from '../../../src/store/programme-draft.js';
import { identities, programmeVersions } from '../../../src/store/tables.js';

/** The next version of the meeting leader programme, begun by the coordinator with this sign-in name. Returns the draft's id. */
export const beginDraft = (db: Database, subject: string): Promise<number> =>
  db.write(async (tx) => {
    const version = (await tx.find(programmeVersions, { code: 'moedeleder_2019', version: 1 }))!;
    const { personId } = (await tx.find(identities, { subject }))!;
    const actor = { personId, requestId: null, now: new Date('2026-09-30T08:00:00Z') };
    return openDraft(tx, actor, { code: version.code, basedOn: version.id, body: draftOf(version.body as ProgrammeBody) });
  });
