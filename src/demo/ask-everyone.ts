import { attendees, consentAnswers } from '../store/tables.js';
import type { Evidence } from './evidence-table.js';
import type { Story } from './story.js';

const purposesOf = (one: Evidence) =>
  ['own_learning', 'supervision_own_municipality', 'supervision_cross_municipal', 'assessment'].map((purpose) => ({
    purpose,
    answer: 'yes' as const,
    on: one.date,
  }));

const kinds = [
  'citizen',
  'meeting_leader',
  'meeting_participant',
  'relative',
  'professional',
  'network',
  'relative',
  'professional',
  'network',
];

/** Everyone in the room, and their answers to the four purposes, on the day of the meeting. */
export async function askEveryone(
  story: Story,
  meetingId: number,
  one: Pick<Evidence, 'date' | 'attendees' | 'closed'>,
  askedBy: number,
  purposes = purposesOf(one as Evidence),
) {
  const { tx, day, at } = story;
  const count = new Map<string, number>();
  for (const kind of kinds.slice(0, one.attendees)) {
    const ordinal = (count.get(kind) ?? 0) + 1;
    count.set(kind, ordinal);
    const attendeeId = await tx.insert(attendees, {
      meetingId,
      kind,
      ordinal,
      ageGroup: 'adult',
      holders: 0,
      addedAt: at(one.date, '08:00'),
    });
    const line = (purpose: string, answer: string, date: string) => ({
      attendeeId,
      givenBy: 'self',
      purpose,
      answer,
      method: 'paper',
      textVersion: '1',
      askedBy,
      answeredOn: day(date),
      recordedAt: at(date, '12:00'),
    });
    await tx.insertMany(
      consentAnswers,
      purposes.map(({ purpose, answer, on }) => line(purpose, answer, on)),
    );
    if (one.closed && kind === 'relative')
      await tx.insertMany(
        consentAnswers,
        purposes.map(({ purpose }) => ({ ...line(purpose, 'no', one.closed!.on), method: 'phone' })),
      );
  }
}
