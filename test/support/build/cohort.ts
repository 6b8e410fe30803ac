import { meetingLeaders2019 } from '../../../src/domain/programme/templates.js';
import type { Database } from '../../../src/store/database.js';
import { ensureProgrammes } from '../../../src/store/programme.js';
import { appointments, cohortMunicipalities, cohorts, programmeVersions, trainingDays } from '../../../src/store/tables.js';
import type { RowOf } from '../../../src/store/table.js';
import { buildCoordinator, buildMunicipality, type MunicipalityRow } from './person.js';

let serial = 0;

export type CohortRow = RowOf<typeof cohorts>;

export interface BuiltCohort extends CohortRow {
  municipalities: MunicipalityRow[];
  /** Appointed to the cohort. */
  coordinatorId: number;
}

export interface CohortGiven extends Partial<CohortRow> {
  /** Municipalities by name; two when nothing is said. */
  names?: string[];
  coordinatorId?: number;
}

/** A cohort of meeting leaders from February 2025 to September 2026, with its coordinator and municipalities; no days yet. */
export async function buildCohort(
  db: Database,
  { names = ['Åsted', 'Birkesund'], coordinatorId, ...given }: CohortGiven = {},
): Promise<BuiltCohort> {
  await db.write(ensureProgrammes);
  const programme = await db.find(programmeVersions, { code: meetingLeaders2019.code, version: 1 });
  if (!programme) throw new Error('the programmes were not written');
  const made: MunicipalityRow[] = [];
  for (const name of names) made.push(await buildMunicipality(db, { name }));
  const appointed = coordinatorId ?? (await buildCoordinator(db, { municipalityId: null })).id;
  const row = {
    programmeVersionId: programme.id,
    name: `Hold ${(serial += 1)}`,
    startsOn: '2025-02-03',
    endsOn: '2026-09-30',
    demo: false,
    ...given,
  };
  return db.write(async (tx) => {
    const id = await tx.insert(cohorts, row);
    await tx.insertMany(
      cohortMunicipalities,
      made.map((one) => ({ cohortId: id, municipalityId: one.id })),
    );
    await tx.insert(appointments, { personId: appointed, cohortId: id });
    return { ...row, id, municipalities: made, coordinatorId: appointed };
  });
}

export type TrainingDayRow = RowOf<typeof trainingDays>;

/** A day of the hours every day gets until somebody says otherwise. */
export async function buildTrainingDay(db: Database, cohortId: number, given: Partial<TrainingDayRow> = {}): Promise<TrainingDayRow> {
  const row = { kind: 'seminar', code: 'S1', day: 1, onDate: '2025-02-03', title: '', place: 'Brandbjerg Højskole', ...given, cohortId };
  const id = await db.write((tx) => tx.insert(trainingDays, row));
  return (await db.find(trainingDays, { id }))!;
}
