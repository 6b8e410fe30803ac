import { groupMembers, supervisionGroups, supervisionLines, supervisionSessions } from '../store/tables.js';
import type { Story } from './story.js';

export const adultGroups = [
  { name: 'Gruppe 1', supervisor: 'RS', members: ['M01', 'M04', 'M07', 'M10', 'M13', 'M16', 'M19'] },
  { name: 'Gruppe 2', supervisor: 'UD', members: ['M02', 'M05', 'M08', 'M11', 'M14', 'M17', 'M20'] },
  { name: 'Gruppe 3', supervisor: 'RS', members: ['M03', 'M06', 'M09', 'M12', 'M15', 'M18', 'M21'] },
];

export const sessionDates = [
  '2025-02-25',
  '2025-04-29',
  '2025-05-27',
  '2025-08-26',
  '2025-10-07',
  '2025-11-18',
  '2026-01-20',
  '2026-02-24',
  '2026-03-24',
  '2026-04-28',
];
const hosts = ['901', '902', '903', '904'];
const [startsAt, endsAt, breakMinutes] = [9 * 60, 15 * 60, 60];
const wholeDay = endsAt - startsAt - breakMinutes;

/** Supervision minutes of each of the 21, the sum of their lines. */
export const supervisionMinutes: Record<string, number> = {
  M01: 3000,
  M02: 2850,
  M03: 2700,
  M04: 2695,
  M05: 3000,
  M06: 1800,
  M07: 2900,
  M08: 2950,
  M09: 2750,
  M10: 3000,
  M11: 2800,
  M12: 3000,
  M13: 2700,
  M14: 2880,
  M15: 2950,
  M16: 2790,
  M17: 1450,
  M18: 2700,
  M19: 2850,
  M20: 1500,
  M21: 2760,
};

/** Sessions a member could attend: not after stopping, not during leave. */
const lastDate: Record<string, string> = { M06: '2026-02-01', M17: '2025-11-01', M20: '2025-12-15' };
const attendable = (code: string) => sessionDates.filter((date) => !lastDate[code] || date < lastDate[code]);

/** Minutes missed at each session, at most an hour and a quarter at a time, in whole five minutes. */
export function missed(code: string): Map<string, number> {
  const open = attendable(code);
  let left = open.length * wholeDay - supervisionMinutes[code]!;
  const turn = Number(code.slice(1)) % open.length;
  const out = new Map<string, number>();
  for (let step = 0; left > 0; step += 1) {
    const date = open[(turn + step) % open.length]!;
    const size = Math.min(left, 75 - (out.get(date) ?? 0));
    if (size > 0) out.set(date, (out.get(date) ?? 0) + size);
    left -= Math.max(size, 0);
  }
  return out;
}

export async function adultSupervision(story: Story, cohortId: number): Promise<void> {
  const { tx, day, at, person, municipality, enrolment } = story;
  for (const [number, group] of adultGroups.entries()) {
    const groupId = await tx.insert(supervisionGroups, { cohortId, name: group.name, supervisorId: person(group.supervisor) });
    await tx.insertMany(
      groupMembers,
      group.members.map((code) => ({
        groupId,
        enrolmentId: enrolment.get(code)!,
        fromDate: day('2025-02-05'),
        toDate: ['M06', 'M20'].includes(code) ? day(lastDate[code]!) : null,
      })),
    );
    const misses = new Map(group.members.map((code) => [code, missed(code)]));
    for (const [turn, date] of sessionDates.entries()) {
      const sessionId = await tx.insert(supervisionSessions, {
        groupId,
        state: 'signed',
        onDate: day(date),
        startsAt,
        endsAt,
        breakMinutes,
        topics: '',
        hostMunicipalityId: municipality(hosts[(turn + number) % hosts.length]!),
        signedBy: person(group.supervisor),
        signedAt: at(date, '14:30'),
      });
      await tx.insertMany(
        supervisionLines,
        group.members
          .filter((code) => attendable(code).includes(date))
          .map((code) => {
            const minutesMissed = misses.get(code)!.get(date) ?? 0;
            const late = (turn + number) % 2 === 0;
            return {
              sessionId,
              enrolmentId: enrolment.get(code)!,
              presentFrom: startsAt + (late ? minutesMissed : 0),
              presentTo: endsAt - (late ? 0 : minutesMissed),
              minutes: wholeDay - minutesMissed,
              reason: '',
              recordedBy: person(group.supervisor),
              recordedAt: at(date, '14:30'),
            };
          }),
      );
    }
  }
}
