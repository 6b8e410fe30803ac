import { meetingLeaders2019 } from '../../../src/domain/programme/templates.js';
import type { Database } from '../../../src/store/database.js';
import { appointments, cohorts, enrolments, groupMembers, programmeVersions, supervisionGroups } from '../../../src/store/tables.js';

let serial = 0;

/** A cohort with this one trainee in it; returns the cohort's id. */
export const enrolledIn = (db: Database, personId: number, municipalityId: number): Promise<number> =>
  db.write(async (tx) => {
    const version = { code: `T${(serial += 1)}`, version: 1, inForceFrom: '2024-01-01', body: meetingLeaders2019 };
    const programmeVersionId = await tx.insert(programmeVersions, version);
    const cohortId = await tx.insert(cohorts, {
      programmeVersionId,
      name: `Hold ${serial}`,
      startsOn: '2024-09-01',
      endsOn: '2026-09-01',
      demo: false,
    });
    await tx.run('INSERT INTO cohort_municipality (cohort_id, municipality_id) VALUES ($1, $2)', [cohortId, municipalityId]);
    await tx.insert(enrolments, { personId, cohortId, municipalityId, programmeVersionId, enrolledOn: '2024-09-01' });
    return cohortId;
  });

export const appointedTo = (db: Database, personId: number, cohortId: number): Promise<number> =>
  db.write((tx) => tx.insert(appointments, { personId, cohortId }));

/** A supervision group of the cohort with all its trainees; returns the group's id. */
export const supervisedBy = (db: Database, supervisorId: number, cohortId: number): Promise<number> =>
  db.write(async (tx) => {
    const groupId = await tx.insert(supervisionGroups, { cohortId, name: `Gruppe ${(serial += 1)}`, supervisorId });
    for (const enrolment of await tx.all(enrolments, { cohortId }))
      await tx.insert(groupMembers, { groupId, enrolmentId: enrolment.id, fromDate: '2024-09-01', toDate: null });
    return groupId;
  });
