import { attendances, appointments, cohortMunicipalities, cohorts, enrolmentEvents, enrolments, trainingDays } from '../store/tables.js';
import { adultTrainees } from './people.js';
import type { Story } from './story.js';

interface Day {
  code: string;
  day: number;
  date: string;
  place: string;
}

const seminar = (code: string, first: string, second: string): Day[] => [
  { code, day: 1, date: first, place: 'Brandbjerg Højskole' },
  { code, day: 2, date: second, place: 'Brandbjerg Højskole' },
];

const seminars: Day[] = [
  ...seminar('S1', '2025-02-03', '2025-02-04'),
  ...seminar('S2', '2025-04-07', '2025-04-08'),
  ...seminar('S3', '2025-06-16', '2025-06-17'),
  ...seminar('S4', '2025-09-15', '2025-09-16'),
];
const certificationDays: Day[] = [
  { code: 'C1', day: 1, date: '2026-06-09', place: 'Åsted' },
  { code: 'C2', day: 1, date: '2026-08-25', place: 'Birkesund' },
];

export const passedInJune = ['M01', 'M02', 'M03', 'M04', 'M05', 'M08', 'M09', 'M11', 'M12', 'M13', 'M14', 'M15', 'M16', 'M19', 'M21'];
export const passedInAugust = ['M07'];

const lifeEvents = [
  { code: 'M17', kind: 'leave_started', date: '2025-11-01', reason: 'Orlov' },
  { code: 'M20', kind: 'stopped', date: '2025-12-15', reason: 'Nyt job' },
  { code: 'M06', kind: 'stopped', date: '2026-02-01', reason: 'Flyttet til en anden kommune' },
  { code: 'M17', kind: 'leave_ended', date: '2026-05-01', reason: '' },
];

export async function adultTraining(story: Story): Promise<number> {
  const { tx, day, at, person, municipality, enrolment } = story;
  const recordedBy = person('LR');
  const cohortId = await tx.insert(cohorts, {
    programmeVersionId: story.programmeVersionId,
    name: 'Hold 2024-2026',
    startsOn: day('2024-10-01'),
    endsOn: day('2026-09-30'),
    demo: true,
  });
  await tx.insertMany(
    cohortMunicipalities,
    ['901', '902', '903', '904'].map((code) => ({ cohortId, municipalityId: municipality(code) })),
  );
  await tx.insert(appointments, { personId: person('LR'), cohortId });
  for (const { code, municipality: home } of adultTrainees)
    enrolment.set(
      code,
      await tx.insert(enrolments, {
        personId: person(code),
        cohortId,
        municipalityId: municipality(home!),
        programmeVersionId: story.programmeVersionId,
        enrolledOn: day('2025-01-06'),
      }),
    );
  await tx.insertMany(
    enrolmentEvents,
    lifeEvents.map(({ code, kind, date, reason }) => ({
      enrolmentId: enrolment.get(code)!,
      kind,
      onDate: day(date),
      reason,
      recordedBy,
      recordedAt: at(date),
    })),
  );
  await attendDays(story, cohortId);
  return cohortId;
}

const insertDay = ({ tx, day }: Story, cohortId: number, kind: string, { code, day: number, date, place }: Day) =>
  tx.insert(trainingDays, { cohortId, kind, code, day: number, onDate: day(date), title: '', place });

async function attendDays(story: Story, cohortId: number): Promise<void> {
  const { tx, at, person, enrolment } = story;
  const recordedBy = person('LR');
  for (const one of seminars) {
    const trainingDayId = await insertDay(story, cohortId, 'seminar', one);
    await tx.insertMany(
      attendances,
      adultTrainees.map(({ code }) => ({
        trainingDayId,
        enrolmentId: enrolment.get(code)!,
        presence: 'present',
        note: '',
        recordedBy,
        recordedAt: at(one.date, '15:30'),
      })),
    );
  }
  for (const [one, passed] of [
    [certificationDays[0]!, passedInJune],
    [certificationDays[1]!, passedInAugust],
  ] as const) {
    const trainingDayId = await insertDay(story, cohortId, 'certification', one);
    await tx.insertMany(
      attendances,
      passed.map((code) => ({
        trainingDayId,
        enrolmentId: enrolment.get(code)!,
        presence: 'present',
        conversation: 'passed',
        note: '',
        recordedBy,
        recordedAt: at(one.date, '09:00'),
      })),
    );
  }
}
