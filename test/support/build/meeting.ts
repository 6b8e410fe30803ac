import type { GivenBy, Purpose } from '../../../src/domain/consent/consent.js';
import { usualPurposes } from '../../../src/domain/consent/consent.js';
import { meetingLeaders2019 } from '../../../src/domain/programme/templates.js';
import type { Database } from '../../../src/store/database.js';
import type { RowOf } from '../../../src/store/table.js';
import {
  attendees,
  cohorts,
  consentAnswers,
  enrolments,
  groupMembers,
  networkMeetings,
  people,
  programmeVersions,
  supervisionGroups,
} from '../../../src/store/tables.js';
import { buildSupervisor, buildTrainee } from './person.js';

export type MeetingRow = RowOf<typeof networkMeetings>;

/** The trainee's newest enrolment; one is made, in a cohort of its own, when there is none. */
export async function placeInTraining(db: Database, personId: number, cohortId?: number): Promise<RowOf<typeof enrolments>> {
  const known = (await db.all(enrolments, { personId })).at(-1);
  if (known) return known;
  const person = await db.find(people, { id: personId });
  return db.write(async (tx) => {
    const code = `builder-${personId}`;
    const cohort =
      cohortId ??
      (await tx.insert(cohorts, {
        programmeVersionId: await tx.insert(programmeVersions, { code, version: 1, inForceFrom: '2019-01-01', body: meetingLeaders2019 }),
        name: 'Hold',
        startsOn: '2025-02-03',
        endsOn: '2026-12-31',
        demo: false,
      }));
    const versions = await tx.row<{ programmeVersionId: number }>(
      'SELECT programme_version_id AS "programmeVersionId" FROM cohort WHERE id = $1',
      [cohort],
    );
    const row = {
      personId,
      cohortId: cohort,
      municipalityId: person?.municipalityId ?? 0,
      programmeVersionId: versions?.programmeVersionId ?? 0,
      enrolledOn: '2025-02-03',
    };
    return { ...row, id: await tx.insert(enrolments, row) };
  });
}

/** A supervision group with a supervisor of its own and these trainees as members since February 2025. */
export async function gather(db: Database, traineeIds: number[], supervisorId?: number) {
  const supervisor = supervisorId ?? (await buildSupervisor(db)).id;
  const first = await placeInTraining(db, traineeIds[0] ?? (await buildTrainee(db)).id);
  const groupId = await db.write((tx) =>
    tx.insert(supervisionGroups, { cohortId: first.cohortId, name: 'Gruppe 1', supervisorId: supervisor }),
  );
  for (const personId of traineeIds) {
    const { id } = await placeInTraining(db, personId, first.cohortId);
    await db.write((tx) => tx.insert(groupMembers, { groupId, enrolmentId: id, fromDate: '2025-02-03', toDate: null }));
  }
  return { groupId, supervisorId: supervisor };
}

/** A logged meeting of a trainee of its own unless `leaderId` is given. */
export async function buildMeeting(db: Database, given: Partial<MeetingRow> = {}): Promise<MeetingRow> {
  const leaderId = given.leaderId ?? (await buildTrainee(db)).id;
  const enrolment = await placeInTraining(db, leaderId);
  const last = await db.row<{ number: number }>(
    'SELECT COALESCE(MAX(number), 0) AS "number" FROM network_meeting WHERE enrolment_id = $1',
    [enrolment.id],
  );
  const row = {
    leaderId,
    enrolmentId: enrolment.id,
    municipalityId: enrolment.municipalityId,
    number: (last?.number ?? 0) + 1,
    onDate: '2026-09-16',
    role: 'leader',
    course: 'A',
    citizens: 1,
    relatives: 1,
    network: 0,
    professionals: 1,
    createdAt: '2026-09-16T14:00:00.000Z',
    removedAt: null,
    ...given,
  };
  return { ...row, id: await db.write((tx) => tx.insert(networkMeetings, row)) };
}

export interface AttendeeGiven extends Partial<RowOf<typeof attendees>> {
  meetingId: number;
}

export async function buildAttendee(db: Database, given: AttendeeGiven): Promise<RowOf<typeof attendees>> {
  const row = { kind: 'citizen', ordinal: 1, ageGroup: 'adult', holders: 0, addedAt: '2026-09-16T14:00:00.000Z', ...given };
  return { ...row, id: await db.write((tx) => tx.insert(attendees, row)) };
}

export interface AnswerGiven {
  askedBy: number;
  answer?: 'yes' | 'no';
  purposes?: readonly Purpose[];
  givenBy?: GivenBy;
}

/** The same answer of one attendee to each purpose; the four usual ones unless told. */
export const buildAnswers = (
  db: Database,
  attendeeId: number,
  { askedBy, answer = 'yes', purposes = usualPurposes, givenBy = 'self' }: AnswerGiven,
): Promise<void> =>
  db.write((tx) =>
    tx.insertMany(
      consentAnswers,
      purposes.map((purpose) => ({
        attendeeId,
        givenBy,
        purpose,
        answer,
        method: 'paper',
        textVersion: '1',
        askedBy,
        answeredOn: '2026-09-16',
        recordedAt: '2026-09-16T14:05:00.000Z',
      })),
    ),
  );

/** Citizen, one relative, one professional and the leader herself, who have all said yes to `purposes`. */
export async function buildRoom(db: Database, meeting: MeetingRow, purposes: readonly Purpose[] = usualPurposes) {
  const kinds = ['citizen', 'relative', 'professional', 'meeting_leader'];
  const room = [];
  for (const kind of kinds) room.push(await buildAttendee(db, { meetingId: meeting.id, kind }));
  for (const { id } of room) await buildAnswers(db, id, { askedBy: meeting.leaderId, purposes });
  return room;
}
