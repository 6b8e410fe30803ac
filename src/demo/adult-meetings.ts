import { networkMeetings, selfAssessments } from '../store/tables.js';
import { addDays } from './calendar.js';
import { evidence } from './evidence-table.js';
import { adultTrainees } from './people.js';
import { workday, type Story } from './story.js';

/** Network meetings led, as of the story's day. */
export const ledMeetings: Record<string, number> = {
  M01: 24,
  M02: 17,
  M03: 12,
  M04: 14,
  M05: 10,
  M06: 6,
  M07: 15,
  M08: 13,
  M09: 11,
  M10: 9,
  M11: 12,
  M12: 19,
  M13: 10,
  M14: 14,
  M15: 16,
  M16: 12,
  M17: 8,
  M18: 4,
  M19: 11,
  M20: 3,
  M21: 10,
};

const firstMeeting: Record<string, string> = { M18: '2025-06-12' };
const lastMeeting: Record<string, string> = {
  M06: '2026-01-20',
  M17: '2025-10-28',
  M20: '2025-12-10',
  M10: '2026-09-01',
  M18: '2026-08-18',
  M04: '2026-09-08',
};

const toWorkday = (date: string): string => (workday(date) ? date : addDays(date, 2));
const between = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Dates spread evenly from the first meeting, with the recorded meetings among them. */
export function meetingDates(code: string): string[] {
  const fixed = evidence.filter((one) => one.leader === code).map((one) => one.date);
  const turn = Number(code.slice(1));
  const first = firstMeeting[code] ?? toWorkday(addDays('2025-02-12', turn));
  const last = lastMeeting[code] ?? '2026-05-11';
  const free = ledMeetings[code]! - fixed.length;
  const span = between(first, last);
  const dates = Array.from({ length: free }, (_, index) =>
    index === 0 ? first : toWorkday(addDays(first, Math.round((span * index) / Math.max(free - 1, 1)))),
  );
  return [...dates, ...fixed].sort();
}

const courses = ['A', 'B', 'A', 'C', 'B', 'A', 'D', 'C'];

/** Writes the meetings of everyone; returns the ids of the recorded ones by recording code. */
export async function adultMeetings(story: Story): Promise<Map<string, number>> {
  const { tx, day, at, person, municipality, enrolment } = story;
  const recorded = new Map<string, number>();
  for (const { code, municipality: home } of adultTrainees) {
    for (const [index, date] of meetingDates(code).entries()) {
      const id = await tx.insert(networkMeetings, {
        leaderId: person(code),
        enrolmentId: enrolment.get(code)!,
        municipalityId: municipality(home!),
        number: index + 1,
        onDate: day(date),
        role: 'leader',
        course: courses[index % courses.length]!,
        citizens: 1,
        relatives: 1 + (index % 3),
        network: index % 2,
        professionals: 1 + (index % 2),
        createdAt: at(date, '15:00'),
      });
      const film = evidence.find((one) => one.leader === code && one.date === date && one.minutes !== null);
      if (film) recorded.set(film.code, id);
    }
  }
  return recorded;
}

export const assessedTwice = [
  'M01',
  'M02',
  'M03',
  'M04',
  'M05',
  'M07',
  'M08',
  'M09',
  'M10',
  'M11',
  'M12',
  'M13',
  'M14',
  'M15',
  'M16',
  'M19',
  'M21',
];

/** Everyone assessed themselves before seminar 2; those who came so far did it again in spring 2026. */
export async function adultSelfAssessments({ tx, day, at, enrolment }: Story): Promise<void> {
  const rows = adultTrainees.flatMap(({ code }, turn) => {
    const one = (date: string, base: number) => ({
      enrolmentId: enrolment.get(code)!,
      rubric: 'P-12 v1',
      levels: Array.from({ length: 12 }, (_, element) => base + ((turn + element) % 2)),
      deliveredOn: day(date),
      recordedAt: at(date),
    });
    return [one('2025-04-02', 2), ...(assessedTwice.includes(code) ? [one('2026-03-12', 3)] : [])];
  });
  await tx.insertMany(selfAssessments, rows);
}
