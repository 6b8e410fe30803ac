import {
  appointments,
  attendances,
  cohortMunicipalities,
  cohorts,
  enrolments,
  groupMembers,
  networkMeetings,
  selfAssessments,
  supervisionGroups,
  supervisionLines,
  supervisionSessions,
  trainingDays,
} from '../store/tables.js';
import { youngTrainees } from './people.js';
import type { Story } from './story.js';

const days = [
  { code: 'S1', day: 1, date: '2026-04-13', held: true },
  { code: 'S1', day: 2, date: '2026-04-14', held: true },
  { code: 'S2', day: 1, date: '2026-06-15', held: true },
  { code: 'S2', day: 2, date: '2026-06-16', held: true },
  { code: 'S3', day: 1, date: '2026-09-21', held: true },
  { code: 'S3', day: 2, date: '2026-09-22', held: false },
  { code: 'S4', day: 1, date: '2027-01-18', held: false },
  { code: 'S4', day: 2, date: '2027-01-19', held: false },
];

export const youngGroups = [
  { name: 'Gruppe A', supervisor: 'RS', members: ['Y1', 'Y3', 'Y5', 'Y7'] },
  { name: 'Gruppe B', supervisor: 'UD', members: ['Y2', 'Y4', 'Y6', 'Y8'] },
];
const held = ['2026-05-12', '2026-08-18'];
const waiting = '2026-09-15';
const planned = ['2026-10-20', '2026-11-24', '2027-01-26', '2027-03-02', '2027-04-20', '2027-06-01', '2027-08-24'];
const [startsAt, endsAt, breakMinutes] = [9 * 60, 15 * 60, 60];

/** Network meetings: who, when, course. Y6 has not begun yet. */
export const youngMeetings = [
  { code: 'Y1', date: '2026-05-20', course: 'A' },
  { code: 'Y1', date: '2026-09-17', course: 'B' },
  { code: 'Y2', date: '2026-05-21', course: 'A' },
  { code: 'Y2', date: '2026-09-24', course: 'A' },
  { code: 'Y3', date: '2026-05-06', course: 'A' },
  { code: 'Y3', date: '2026-08-26', course: 'A' },
  { code: 'Y3', date: '2026-09-10', course: 'B' },
  { code: 'Y4', date: '2026-05-28', course: 'A' },
  { code: 'Y4', date: '2026-09-22', course: 'B' },
  { code: 'Y5', date: '2026-05-19', course: 'A' },
  { code: 'Y5', date: '2026-09-03', course: 'A' },
  { code: 'Y7', date: '2026-05-27', course: 'A' },
  { code: 'Y7', date: '2026-08-27', course: 'B' },
  { code: 'Y8', date: '2026-06-03', course: 'A' },
];

async function enrol({ tx, day, person, municipality, enrolment, programmeVersionId }: Story): Promise<number> {
  const cohortId = await tx.insert(cohorts, {
    programmeVersionId,
    name: 'Hold 2026-2028',
    startsOn: day('2026-04-01'),
    endsOn: day('2028-03-31'),
    demo: true,
  });
  await tx.insertMany(
    cohortMunicipalities,
    ['901', '902', '904', '905'].map((code) => ({ cohortId, municipalityId: municipality(code) })),
  );
  await tx.insert(appointments, { personId: person('LR'), cohortId });
  for (const { code, municipality: home } of youngTrainees)
    enrolment.set(
      code,
      await tx.insert(enrolments, {
        personId: person(code),
        cohortId,
        municipalityId: municipality(home!),
        programmeVersionId,
        enrolledOn: day('2026-04-01'),
      }),
    );
  return cohortId;
}

async function attend({ tx, day, at, person, enrolment }: Story, cohortId: number): Promise<void> {
  for (const one of days) {
    const trainingDayId = await tx.insert(trainingDays, {
      cohortId,
      kind: 'seminar',
      code: one.code,
      day: one.day,
      onDate: day(one.date),
      title: '',
      place: 'Brandbjerg Højskole',
    });
    if (!one.held) continue;
    await tx.insertMany(
      attendances,
      youngTrainees.map(({ code }) => ({
        trainingDayId,
        enrolmentId: enrolment.get(code)!,
        presence: code === 'Y6' && one.code === 'S2' && one.day === 2 ? 'absent' : 'present',
        note: '',
        recordedBy: person('LR'),
        recordedAt: at(one.date, '15:30'),
      })),
    );
  }
  await tx.insert(trainingDays, { cohortId, kind: 'certification', code: 'C1', day: 1, onDate: day('2028-03-14'), title: '', place: '' });
}

async function supervise({ tx, day, at, person, municipality, enrolment }: Story, cohortId: number): Promise<void> {
  const hosts = ['901', '902', '904', '905'];
  for (const group of youngGroups) {
    const groupId = await tx.insert(supervisionGroups, { cohortId, name: group.name, supervisorId: person(group.supervisor) });
    await tx.insertMany(
      groupMembers,
      group.members.map((code) => ({ groupId, enrolmentId: enrolment.get(code)!, fromDate: day('2026-04-15'), toDate: null })),
    );
    const session = (date: string, index: number) => ({
      groupId,
      onDate: day(date),
      startsAt,
      endsAt,
      breakMinutes,
      topics: '',
      hostMunicipalityId: municipality(hosts[index % hosts.length]!),
    });
    for (const [index, date] of held.entries()) {
      const signed = { state: 'signed', signedBy: person(group.supervisor), signedAt: at(date, '14:30') };
      const sessionId = await tx.insert(supervisionSessions, { ...session(date, index), ...signed });
      await tx.insertMany(
        supervisionLines,
        group.members
          .filter((code) => !(code === 'Y6' && index === 1))
          .map((code) => {
            const late = code === 'Y5' && index === 0 ? 45 : 0;
            return {
              sessionId,
              enrolmentId: enrolment.get(code)!,
              presentFrom: startsAt + late,
              presentTo: endsAt,
              minutes: endsAt - startsAt - breakMinutes - late,
              reason: '',
              recordedBy: person(group.supervisor),
              recordedAt: at(date, '14:30'),
            };
          }),
      );
    }
    await tx.insert(supervisionSessions, { ...session(waiting, 2), state: 'planned' });
    await tx.insertMany(
      supervisionSessions,
      planned.map((date, index) => ({ ...session(date, index + 3), state: 'planned' })),
    );
  }
}

/** The cohort in its second half-year. Returns the meetings' ids by `code date`. */
export async function youngerCohort(story: Story): Promise<Map<string, number>> {
  const { tx, day, at, person, municipality, enrolment } = story;
  const cohortId = await enrol(story);
  await attend(story, cohortId);
  await supervise(story, cohortId);
  const numbers = new Map<string, number>();
  const meetings = new Map<string, number>();
  for (const { code, date, course } of youngMeetings) {
    const number = (numbers.get(code) ?? 0) + 1;
    numbers.set(code, number);
    const home = youngTrainees.find((one) => one.code === code)!.municipality!;
    meetings.set(
      `${code} ${date}`,
      await tx.insert(networkMeetings, {
        leaderId: person(code),
        enrolmentId: enrolment.get(code)!,
        municipalityId: municipality(home),
        number,
        onDate: day(date),
        role: 'leader',
        course,
        citizens: 1,
        relatives: 1,
        network: 0,
        professionals: 2,
        createdAt: at(date, '15:00'),
      }),
    );
  }
  await tx.insertMany(
    selfAssessments,
    youngTrainees
      .filter(({ code }) => code !== 'Y6')
      .map(({ code }, turn) => ({
        enrolmentId: enrolment.get(code)!,
        rubric: 'P-12 v1',
        levels: Array.from({ length: 12 }, (_, element) => 2 + ((turn + element) % 2)),
        deliveredOn: day('2026-06-02'),
        recordedAt: at('2026-06-02'),
      })),
  );
  return meetings;
}
