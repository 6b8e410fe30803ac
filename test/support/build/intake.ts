import type { Database } from '../../../src/store/database.js';
import { cohorts, intakes } from '../../../src/store/tables.js';

/** A file without lines that was read in for the demo's older cohort. Returns its id. */
export const buildIntake = (db: Database, madeBy: number): Promise<number> =>
  db.write(async (tx) => {
    const cohort = (await tx.find(cohorts, { name: 'Hold 2024-2026' }))!;
    return tx.insert(intakes, { cohortId: cohort.id, madeBy, madeAt: '2026-09-30T08:00:00.000Z', lines: [] });
  });
