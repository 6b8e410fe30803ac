import type { ApplicationEventKind } from '../../../src/domain/application/states.js';
import type { Database } from '../../../src/store/database.js';
import { applicationEvents, applications } from '../../../src/store/tables.js';
import type { RowOf } from '../../../src/store/table.js';

/** An application with what happened to it. Returns its id. */
export const buildApplication = (
  db: Database,
  given: Pick<RowOf<typeof applications>, 'cohortId' | 'municipalityId' | 'madeBy'> & Partial<RowOf<typeof applications>>,
  kinds: ApplicationEventKind[] = ['approved'],
): Promise<number> =>
  db.write(async (tx) => {
    const recordedAt = '2026-09-01T08:00:00.000Z';
    const defaults = { name: 'Ny Ansøger', signInName: 'ny.ansoeger@test.example', workplace: '', onPaper: false, madeAt: recordedAt };
    const applicationId = await tx.insert(applications, { ...defaults, ...given });
    for (const kind of kinds)
      await tx.insert(applicationEvents, {
        applicationId,
        kind,
        reason: kind === 'refused' ? `${given.name} passer bedre på næste hold.` : '',
        recordedBy: given.madeBy,
        recordedAt,
      });
    return applicationId;
  });
